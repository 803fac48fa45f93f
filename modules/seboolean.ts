// Switches booleans of SELinux, now and for good.

import {
  bool,
  defineModule,
  type ParamsOf,
  type Plan,
  platformLook,
  type RunCommand,
  type RunSeen,
  runLook,
  text,
} from '../src/module/index.ts';

const params = {
  name: text('The boolean, such as httpd_can_network_connect.'),
  state: bool('Whether it shall be on.'),
  persistent: bool('Keep it over reboots.').default(false),
  ignore_selinux_state: bool('Work where SELinux is disabled too: only what is kept can be set then.').default(false),
};
type Given = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Switch booleans of SELinux',
  description:
    'Needs setsebool on the host. What is kept is read from the policy store; where semanage is there too, a boolean that was never set here is known to have its default.',
  collection: 'ansible.posix',
  params,
  returns: { name: 'the boolean', state: 'the state', persistent: 'whether it is kept' },
  examples: [
    {
      name: 'Let the web server connect to others',
      yaml: 'seboolean:\n  name: httpd_can_network_connect\n  state: true\n  persistent: true',
    },
  ],
  refuse: ({ name }) => (/^\w+$/.test(name) ? undefined : `'name' is '${name}', which is no name of a boolean`),
  look: ({ name, persistent }) => ({ seen: booleanLook(name, persistent), platform: platformLook() }),
  plan: (given, { seen, platform }): Plan => {
    const { name, state, persistent } = given;
    const isOff = platform.selinux === undefined || platform.selinux === 'disabled';
    if (isOff && !given.ignore_selinux_state) return { changes: [], failed: 'SELinux is disabled on this host.' };
    if (seen.code === MISSING) return { changes: [], failed: 'the host has no setsebool; install policycoreutils' };
    const { current, kept } = parse(seen);
    if (current === undefined && !(persistent && isOff))
      return { changes: [], failed: `SELinux boolean ${name} does not exist.` };
    const isRight = (current === undefined || current === state) && (!persistent || kept === state);
    return {
      changes: isRight ? [] : [change(given, { current, kept })],
      result: { name, state, persistent },
    };
  },
});

const MISSING = 127;

interface Values {
  /** In force; absent where SELinux is off, or knows no such boolean. */
  readonly current: boolean | undefined;
  /** At the next boot; absent where nobody can tell. */
  readonly kept: boolean | undefined;
}

// getsebool prints `NAME --> on`; what was set on this host stands in the policy store as `NAME=1`, and everything, with its default, is told by semanage.
const SCRIPT = `LC_ALL=C; export LC_ALL
command -v setsebool >/dev/null 2>&1 || exit ${MISSING}
getsebool "$1" 2>/dev/null | sed -n 's/.*> *\\(on\\|off\\)$/now \\1/p'
[ -n "$2" ] || exit 0
kept=$(cat /var/lib/selinux/*/active/booleans.local /etc/selinux/*/modules/active/booleans.local 2>/dev/null | sed -n "s/^$1 *= *//p" | tail -n 1)
if [ -n "$kept" ]; then echo "kept $kept"
else semanage boolean -l -n 2>/dev/null | sed -n "s/^$1  *(\\([a-z]*\\) *, *\\([a-z]*\\)).*/kept \\2/p"; fi
exit 0`;

const booleanLook = (name: string, persistent: boolean) =>
  runLook({ script: SCRIPT, args: [name, persistent ? 'yes' : ''] }, ['selinux', 'packages']);

function parse({ stdout }: RunSeen): Values {
  const printed = stdout.toString('utf8');
  const told = (word: string): boolean | undefined => {
    const value = new RegExp(`^${word} (.*)$`, 'm').exec(printed)?.[1];
    return value === undefined ? undefined : ['on', '1', 'true'].includes(value);
  };
  return { current: told('now'), kept: told('kept') };
}

const word = (on: boolean): 'on' | 'off' => (on ? 'on' : 'off');

function change({ name, state, persistent }: Given, before: Values): RunCommand {
  const { current } = before;
  const after = { current: current === undefined ? undefined : state, kept: persistent ? state : before.kept };
  const shown = (values: Values): string =>
    [
      ...(values.current === undefined ? [] : [`in force: ${word(values.current)}\n`]),
      ...(persistent && values.kept !== undefined ? [`kept: ${word(values.kept)}\n`] : []),
    ].join('');
  return {
    kind: 'run',
    title: `switch the SELinux boolean ${name} ${word(state)}${persistent ? ' for good' : ''}`,
    command: { argv: set(name, state, { persistent, loaded: current !== undefined }) },
    touches: ['selinux'],
    accept: [0],
    predictable: true,
    leaves: [true, false].map((asked) => ({
      kind: 'run',
      look: booleanLook(name, asked),
      value: answer(after, asked),
    })),
    undo: undo(name, persistent, before),
    diff: { before: shown(before), after: shown(after), header: `SELinux boolean ${name}` },
  };
}

// Without a kernel that has a policy loaded, -N keeps setsebool from loading it anew.
function set(
  name: string,
  state: boolean,
  { persistent, loaded }: { readonly persistent: boolean; readonly loaded: boolean },
): readonly [string, ...string[]] {
  return ['setsebool', ...(persistent ? ['-P', ...(loaded ? [] : ['-N'])] : []), name, word(state)];
}

// What nobody could tell was kept is taken to be what was in force.
function undo(name: string, persistent: boolean, { current, kept = current }: Values): RunCommand['undo'] {
  if (!persistent && current !== undefined) return { argv: set(name, current, { persistent, loaded: true }) };
  if (kept === undefined) return { cannot: `nobody can tell what ${name} was before` };
  const argv = set(name, kept, { persistent, loaded: current !== undefined });
  if (current === undefined || current === kept) return { argv };
  return { script: 'setsebool -P "$1" "$2" && setsebool "$1" "$3"', args: [name, word(kept), word(current)] };
}

function answer({ current, kept }: Values, asked: boolean): RunSeen {
  const lines = [
    ...(current === undefined ? [] : [`now ${word(current)}\n`]),
    ...(asked && kept !== undefined ? [`kept ${word(kept)}\n`] : []),
  ];
  return { code: 0, stdout: Buffer.from(lines.join('')), stderr: Buffer.alloc(0) };
}
