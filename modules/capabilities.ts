// Manages the capabilities of files: what a program may do although root does not run it.

import {
  capabilitiesIn,
  choice,
  defineModule,
  type Plan,
  printCapabilities,
  type RunCommand,
  type RunSeen,
  runLook,
  text,
} from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage the capabilities of files',
  description:
    'Capabilities are compared by what they mean: +ep and =ep are the same for a file. Those that are not named stay.',
  collection: 'community.general',
  params: {
    path: text('The file.').alias('key'),
    capability: text(
      'The capability with its flags (cap_net_bind_service=ep), or several (cap_net_raw,cap_net_admin=ep); to take it away without flags too.',
    ).alias('cap'),
    state: choice(['absent', 'present'], 'Whether the file shall have it.').default('present'),
  },
  returns: { msg: 'capabilities changed', state: 'the state', stdout: 'what setcap said' },
  examples: [
    {
      name: 'A web server that is not root',
      yaml: 'capabilities:\n  path: /usr/local/bin/server\n  capability: cap_net_bind_service=ep',
    },
    {
      name: 'Not any more',
      yaml: 'capabilities:\n  path: /usr/local/bin/server\n  capability: cap_net_bind_service\n  state: absent',
    },
  ],
  refuse: ({ capability, state }) => {
    if (state === 'absent' || /[=+-]/.test(capability)) return undefined;
    return `Couldn't find operator (one of: ('=', '-', '+')): 'capability' is '${capability}', without flags`;
  },
  look: ({ path: file }) => ({ seen: look(file) }),
  plan: ({ path: file, capability, state }, { seen }): Plan => {
    if (seen.code === MISSING)
      return { changes: [], failed: 'the host has no getcap; install libcap2-bin (libcap on Red Hat and its like)' };
    if (seen.code !== 0)
      return { changes: [], failed: `Unable to get capabilities of ${file}: ${seen.stderr.toString('utf8').trim()}` };
    const before = capabilitiesIn(seen.stdout.toString('utf8').slice(file.length).replace(/^ = ?/, ' '));
    const named = capabilitiesIn(capability.trim());
    const after = new Map(before);
    for (const [name, flags] of named) {
      if (state === 'present' && flags !== '') after.set(name, flags);
      else after.delete(name);
    }
    if (printCapabilities(after) === printCapabilities(before)) return { changes: [], result: { state } };
    return {
      changes: [change(file, printCapabilities(before), printCapabilities(after))],
      result: { msg: 'capabilities changed', state, stdout: '' },
      failure: (failed) => ({
        msg: `Unable to set capabilities of ${file}: ${failed.stderr.toString('utf8').trim()}`,
        stdout: failed.stdout.toString('utf8'),
        stderr: failed.stderr.toString('utf8'),
      }),
    };
  },
});

const MISSING = 127;

const look = (file: string) =>
  runLook(
    {
      script: `command -v getcap >/dev/null 2>&1 || exit ${MISSING}
[ -e "$1" ] || { echo "there is no such file" >&2; exit 2; }
getcap "$1"`,
      args: [file],
    },
    [`path:${file}`, 'packages'],
  );

function command(file: string, capabilities: string): readonly [string, ...string[]] {
  return capabilities === '' ? ['setcap', '-r', file] : ['setcap', capabilities, file];
}

function change(file: string, before: string, after: string): RunCommand {
  const stdout = Buffer.from(after === '' ? '' : `${file} ${after}\n`);
  const value: RunSeen = { code: 0, stdout, stderr: Buffer.alloc(0) };
  return {
    kind: 'run',
    title: after === '' ? `take all capabilities from ${file}` : `give ${file} the capabilities ${after}`,
    command: { argv: command(file, after) },
    touches: [`path:${file}`],
    accept: [0],
    predictable: true,
    leaves: [{ kind: 'run', look: look(file), value }],
    undo: { argv: command(file, before) },
    diff: { before: before === '' ? '' : `${before}\n`, after: after === '' ? '' : `${after}\n`, header: file },
  };
}
