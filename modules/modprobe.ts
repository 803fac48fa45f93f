// Loads modules of the kernel or unloads them, now and at boot.

import {
  type BootFiles,
  type Change,
  choice,
  defineModule,
  type FileSeen,
  fileLook,
  forgetKernelModule,
  LOAD_DIRECTORY,
  NO_ATTRIBUTES,
  OPTION_DIRECTORY,
  type ParamsOf,
  type Plan,
  persistKernelModule,
  planContent,
  type RunCommand,
  type RunSeen,
  runLook,
  type Stage,
  splitWords,
  stage,
  type TreeSeen,
  text,
  treeLook,
  unreadable,
} from '../src/module/index.ts';

const params = {
  name: text('The module.'),
  params: text(
    'Parameters for it: `a=1 b=2`. They count when it is loaded: one that is loaded keeps those it has.',
  ).default(''),
  state: choice(['absent', 'present'], 'Whether it shall be loaded.').default('present'),
  persistent: choice(
    ['disabled', 'present', 'absent'],
    'Whether it is loaded at boot, with the parameters: present and absent see to it in /etc/modules-load.d and /etc/modprobe.d, disabled leaves those alone.',
  ).default('disabled'),
};
type Given = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Load modules of the kernel, or unload them',
  description:
    'What is built into the kernel counts as loaded. That there is no such module is told in check mode too.',
  collection: 'community.general',
  params,
  returns: { name: 'the module', params: 'its parameters', state: 'the state' },
  examples: [
    { name: 'Filter what bridges carry', yaml: 'modprobe:\n  name: br_netfilter\n  persistent: present' },
    { name: 'With a parameter', yaml: 'modprobe:\n  name: dummy\n  params: numdummies=2' },
    { name: 'Unload it', yaml: 'modprobe:\n  name: floppy\n  state: absent' },
  ],
  refuse: ({ name }) =>
    /^[\w-]+$/.test(name) ? undefined : `'name' is '${name}', which is no name of a kernel module`,
  look: ({ name, persistent }) => ({
    module: moduleLook(name),
    directories:
      persistent === 'disabled' ? [] : [LOAD_DIRECTORY, OPTION_DIRECTORY].map((one) => treeLook(one, { depth: 1 })),
  }),
  plan: (given, { module, directories }): Plan => {
    const problem = problemOf(given, module);
    if (problem !== undefined) return { changes: [], failed: problem };
    const isLoaded = module.code === 0;
    const result = { name: given.name, params: given.params, state: given.state };
    const now = isLoaded === (given.state === 'present') ? [] : [change(given)];
    if (given.persistent === 'disabled') return { changes: now, result };
    return { changes: [], result, next: bootStage(given, directories, now) };
  },
});

const MISSING = 127;
const UNKNOWN = 2;

// Ends with 0 where it is loaded or built in, 1 where it is not, 2 where modprobe would not load it. What is built in cannot be unloaded.
const SCRIPT = `command -v modprobe >/dev/null 2>&1 || exit ${MISSING}
if lsmod | while read -r module rest; do [ "$module" != "$2" ] || exit 9; done; then :; else exit 0; fi
tr - _ <"/lib/modules/$(uname -r)/modules.builtin" 2>/dev/null | grep -qF "/$2.ko" && exit 0
modprobe -n "$1" 2>&1 || exit ${UNKNOWN}
exit 1`;

const moduleLook = (name: string) =>
  runLook({ script: SCRIPT, args: [name, name.replaceAll('-', '_')] }, [
    `command:modprobe ${name.replaceAll('-', '_')}`,
    'packages',
  ]);

function problemOf({ state }: Given, { code, stdout }: RunSeen): string | undefined {
  if (code === MISSING) return 'the host has no modprobe; install kmod';
  return code === UNKNOWN && state === 'present' ? stdout.toString('utf8').trim() : undefined;
}

function change({ name, state, params: given }: Given): RunCommand {
  const load = ['modprobe', name, ...splitWords(given)] as const;
  const unload = ['modprobe', '-r', name] as const;
  const isWanted = state === 'present';
  const value = { code: isWanted ? 0 : 1, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  return {
    kind: 'run',
    title: `${isWanted ? 'load' : 'unload'} the kernel module ${name}`,
    command: { argv: isWanted ? load : unload },
    touches: [`command:modprobe ${name.replaceAll('-', '_')}`, 'path:/sys/module', 'path:/proc/sys', 'facts'],
    accept: [0],
    predictable: true,
    leaves: [{ kind: 'run', look: moduleLook(name), value }],
    undo: { argv: isWanted ? unload : ['modprobe', name] },
    diff: {
      before: isWanted ? '' : `${name}\n`,
      after: isWanted ? `${name}\n` : '',
      header: 'kernel modules',
    },
  };
}

function bootStage(given: Given, directories: readonly TreeSeen[], now: readonly Change[]): Stage {
  const { name } = given;
  const paths = directories.flatMap(({ entries }) =>
    entries.filter(({ type }) => type === 'file' || type === 'link').map((entry) => entry.path),
  );
  const own = [LOAD_DIRECTORY, OPTION_DIRECTORY].map((directory) => `${directory}/${name}.conf`);
  const looks = [...new Set([...paths, ...own])].map((path) => fileLook(path, { content: 'all' }));
  return stage({ looks: { files: looks }, plan: ({ files }) => planBoot(given, files, now) });
}

function planBoot(given: Given, files: readonly FileSeen[], now: readonly Change[]): Plan {
  const problem = files.map(unreadable).find((one) => one !== undefined);
  if (problem !== undefined) return { changes: [], failed: problem };
  const texts = (directory: string): ReadonlyMap<string, string> =>
    new Map(
      files.flatMap((file) =>
        file.path.startsWith(`${directory}/`) && file.exists && file.content
          ? [[file.path, file.content.toString('latin1')]]
          : [],
      ),
    );
  const boot: BootFiles = { loads: texts(LOAD_DIRECTORY), options: texts(OPTION_DIRECTORY) };
  const wanted =
    given.persistent === 'present'
      ? persistKernelModule(boot, given.name, splitWords(given.params))
      : forgetKernelModule(boot, given.name);
  const changes: Change[] = [...now];
  for (const [path, content] of wanted) {
    const seen = files.find((file) => file.path === path);
    if (seen === undefined) continue;
    const planned = planContent({
      seen,
      content: Buffer.from(content, 'latin1'),
      params: NO_ATTRIBUTES,
      accounts: { owner: undefined, group: undefined },
    });
    if (!planned.ok) return { changes: [], failed: planned.problem };
    changes.push(...planned.changes);
  }
  return { changes };
}
