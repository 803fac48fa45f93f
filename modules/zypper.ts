// Manages packages of SUSE.

import {
  bool,
  choice,
  defineModule,
  list,
  type ManagerChange,
  managerLook,
  managerPlans,
  NO_MANAGER,
  type ParamsOf,
  repositoryLook,
  splitWords,
  stage,
  text,
} from '../src/module/index.ts';

const params = {
  name: list(text('A package.'), 'Packages, with versions, with a sign for each (+ or -); `*` with latest: all.').alias(
    'pkg',
  ),
  state: choice(['absent', 'installed', 'latest', 'present', 'removed', 'dist-upgrade'], 'What they shall be.').default(
    'present',
  ),
  type: choice(['package', 'patch', 'pattern', 'product', 'srcpackage', 'application'], 'What the names mean.').default(
    'package',
  ),
  update_cache: bool('Read the repositories again first.').alias('refresh').default(false),
  disable_gpg_check: bool('Do not check signatures.').default(false),
  disable_recommends: bool('Leave out what packages recommend.').default(true),
  force: bool('Install older versions, and of other vendors.').default(false),
  force_resolution: bool('Let the resolver choose.').default(false),
  oldpackage: bool('Install an older version over a newer one.').default(false),
  allow_vendor_change: bool('With dist-upgrade: change vendors.').default(false),
  replacefiles: bool('Replace files of other packages.').default(false),
  clean_deps: bool('Remove what is needed no more.').default(false),
  extra_args: text('Further arguments of the command.').default(''),
  extra_args_precommand: text('Further arguments of zypper itself.').default(''),
};
type Params = ParamsOf<typeof params>;

const LOOK = `command -v zypper >/dev/null 2>&1 || exit 127
kind=$1; shift
[ "$kind" = package ] || exit 0
for name do rpm -q --whatprovides -- "$name" >/dev/null 2>&1 && echo "$name"; done
exit 0`;

export default defineModule({
  summary: 'Manage packages with zypper',
  collection: 'community.general',
  params,
  returns: { rc: 'exit code', stdout: 'what zypper printed' },
  examples: [
    { name: 'Install packages', yaml: 'community.general.zypper:\n  name: [nginx, php8]\n  update_cache: true' },
  ],
  look: (given) => ({ seen: managerLook(LOOK, [given.type, ...given.name.map((one) => plain(one))]) }),
  plan: (given, { seen }) => {
    if (seen.code === NO_MANAGER)
      return { changes: [], failed: 'the host has no zypper; use the module of its package manager, or `package`' };
    const there = new Set(seen.stdout.toString('utf8').split('\n'));
    const result = { name: given.name, state: given.state, update_cache: given.update_cache };
    const cache: readonly ManagerChange[] = given.update_cache
      ? [
          {
            title: 'read the repositories again',
            argv: ['zypper', ...general(given), 'refresh'],
            undo: { cannot: 'a cache is not taken back' },
          },
        ]
      : [];
    const request = requestFor(given, there);
    if (request === undefined) return { ...managerPlans(cache, result), changed: false };
    return {
      ...managerPlans(cache),
      changed: false,
      next: stage({
        looks: {
          trial: repositoryLook('exec zypper "$@"', [
            ...general(given),
            ...request.slice(0, 1),
            '--dry-run',
            ...request.slice(1),
          ]),
        },
        plan: ({ trial }) => {
          const stdout = trial.stdout.toString('utf8');
          // 100 and more only tell what else there would be to do.
          if (trial.code !== 0 && trial.code < 100)
            return {
              changes: [],
              failed: `zypper cannot do that: ${trial.stderr.toString('utf8').trim() || stdout.trim()}`,
              result: { ...result, rc: trial.code },
            };
          if (trial.code === 104)
            return { changes: [], failed: `No package found: ${stdout.trim()}`, result: { ...result, rc: 104 } };
          if (
            /^Nothing to do\.$/m.test(stdout) ||
            (/No packages to|already installed/.test(stdout) && !/going to be/.test(stdout))
          )
            return { changes: [], changed: false, result };
          const words = given.name.join(' ');
          return managerPlans(
            [
              {
                title: `${request[0]} ${words}`,
                argv: ['zypper', ...general(given), ...request],
                undo: { cannot: `${words}: older versions may no longer be had` },
                accept: [0, 102, 103, 106, 107],
                after: affected(stdout),
              },
            ],
            result,
          );
        },
      }),
    };
  },
});

const plain = (name: string): string => name.replace(/^[+-]/, '').replace(/[<>=!].*$/, '');

function general({ disable_gpg_check, extra_args_precommand }: Params): readonly string[] {
  return [
    '--quiet',
    '--non-interactive',
    ...(disable_gpg_check ? ['--no-gpg-checks'] : []),
    ...splitWords(extra_args_precommand),
  ];
}

function requestFor(given: Params, there: ReadonlySet<string>): readonly string[] | undefined {
  const { name, state, type } = given;
  const when = (condition: boolean, ...flags: readonly string[]): readonly string[] => (condition ? flags : []);
  const rest = splitWords(given.extra_args);
  const isAll = name.length === 1 && name[0] === '*';
  const resolved = when(given.force_resolution, '--force-resolution');
  if (state === 'dist-upgrade')
    return [
      'dist-upgrade',
      '--auto-agree-with-licenses',
      ...when(given.allow_vendor_change, '--allow-vendor-change'),
      ...when(given.disable_recommends, '--no-recommends'),
      ...when(given.replacefiles, '--replacefiles'),
      ...rest,
    ];
  if (state === 'latest' && isAll)
    return [type === 'patch' ? 'patch' : 'update', '--auto-agree-with-licenses', ...rest];
  const isRemoval = state === 'absent' || state === 'removed';
  const wanted = name.filter((one) => {
    if (type !== 'package' || state === 'latest' || /^[+-]|[<>=]|:\/\//.test(one)) return true;
    return isRemoval ? there.has(plain(one)) : !there.has(plain(one));
  });
  if (wanted.length === 0) return undefined;
  if (isRemoval)
    return ['remove', '--type', type, ...resolved, ...when(given.clean_deps, '--clean-deps'), ...rest, '--', ...wanted];
  const versioned = wanted.some((one) => /[<>=]/.test(one));
  return [
    'install',
    '--type',
    type,
    '--auto-agree-with-licenses',
    ...when(given.disable_recommends, '--no-recommends'),
    ...when(given.force, '--force'),
    ...resolved,
    ...when(given.oldpackage || versioned, '--oldpackage'),
    ...when(given.replacefiles, '--replacefiles'),
    ...rest,
    '--',
    ...wanted,
  ];
}

// The names stand indented below each heading.
function affected(stdout: string): readonly string[] {
  return [...stdout.matchAll(/going to be [^:\n]*:\n((?: {2}.*\n?)+)/g)].flatMap(([, lines = '']) =>
    lines.trim().split(/\s+/),
  );
}
