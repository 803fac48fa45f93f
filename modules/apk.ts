// Manages packages of Alpine Linux.

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
  text,
} from '../src/module/index.ts';

const params = {
  name: list(text('A package.'), 'Packages.').default([]),
  state: choice(['present', 'installed', 'absent', 'removed', 'latest'], 'What they shall be.').default('present'),
  update_cache: bool('Read the repositories again first.').default(false),
  upgrade: bool('Upgrade everything.').default(false),
  available: bool('With upgrade: take what the repositories have, even where it is older.').default(false),
  repository: list(text('A repository.'), 'The only repositories to use.').default([]),
  no_cache: bool('Use no cache of downloaded files.').default(false),
  world: text('The list of packages that were asked for.').default('/etc/apk/world'),
};
type Params = ParamsOf<typeof params>;

// What was asked for stands in the list of the world; what is installed otherwise is needed by something. A virtual name is one too.
const SCRIPT = `command -v apk >/dev/null 2>&1 || exit 127
world=$1; shift
for name do
  plain=\${name%%[<>=~@]*}
  if apk -e info "$plain" >/dev/null 2>&1; then i=y; else i=n; fi
  if grep -qxe "$name" "$world" 2>/dev/null || grep -qe "^$plain\\([<>=~@]\\|\\$\\)" "$world" 2>/dev/null; then w=y; else w=n; fi
  if [ "$i" = y ] && apk version -- "$plain" 2>/dev/null | grep -q "<"; then o=y; else o=n; fi
  printf '%s %s %s %s\\n' "$i" "$w" "$o" "$name"
done
exit 0`;
const SIMULATE = 'exec apk upgrade --simulate "$@" 2>&1';

export default defineModule({
  summary: 'Manage packages with apk',
  collection: 'community.general',
  params,
  returns: { packages: 'the packages that were changed', stdout: 'what apk printed' },
  examples: [{ name: 'Install a package', yaml: 'community.general.apk:\n  name: bash\n  update_cache: true' }],
  refuse: ({ name, update_cache, upgrade, available }) => {
    if (name.length === 0 && !update_cache && !upgrade)
      return 'one of the following is required: name, update_cache, upgrade';
    if (name.length > 0 && upgrade) return 'parameters are mutually exclusive: name|upgrade';
    return available && !upgrade ? "'available' needs 'upgrade'" : undefined;
  },
  look: (given) => ({
    seen: managerLook(SCRIPT, [given.world, ...given.name]),
    upgrade: given.upgrade ? managerLook(SIMULATE, flags(given)) : undefined,
  }),
  plan: (given, { seen, upgrade }) => {
    if (seen.code === NO_MANAGER)
      return { changes: [], failed: 'the host has no apk; use the module of its package manager, or `package`' };
    const lines = seen.stdout
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '');
    const packages = lines.map((line) => ({
      installed: line[0] === 'y',
      asked: line[2] === 'y',
      old: line[4] === 'y',
      name: line.slice(6),
    }));
    const wanted = packages.filter(({ installed, asked, old }) => {
      if (given.state === 'absent' || given.state === 'removed') return installed || asked;
      return !installed || !asked || (given.state === 'latest' && old);
    });
    const names = wanted.map((one) => one.name);
    const cache: readonly ManagerChange[] = given.update_cache
      ? [
          {
            title: 'read the repositories again',
            argv: ['apk', 'update', ...flags(given)],
            undo: { cannot: 'a cache is not taken back' },
          },
        ]
      : [];
    if (given.upgrade) {
      const said = upgrade?.stdout.toString('utf8') ?? '';
      if (/^OK/m.test(said) && !/^\(\d+\/\d+\)/m.test(said))
        return { ...managerPlans(cache), changed: false, result: { msg: 'packages already upgraded' } };
      const argv = ['apk', 'upgrade', ...flags(given)] as const;
      return managerPlans(
        [...cache, { title: 'upgrade everything', argv, undo: { cannot: 'older versions may no longer be had' } }],
        { msg: 'upgraded packages' },
      );
    }
    if (given.name.length === 0) return managerPlans(cache, { msg: 'updated repository indexes' });
    if (names.length === 0)
      return { ...managerPlans(cache), changed: false, result: { msg: 'package(s) already there', packages: [] } };
    return managerPlans(
      [
        ...cache,
        ...changes(
          given,
          names,
          wanted.every((one) => !one.installed),
        ),
      ],
      { packages: names },
    );
  },
});

function flags({ repository, no_cache, available }: Params): readonly string[] {
  return [
    ...(no_cache ? ['--no-cache'] : []),
    ...repository.flatMap((one) => ['--repository', one]),
    ...(repository.length > 0 ? ['--repositories-file', '/dev/null'] : []),
    ...(available ? ['--available'] : []),
  ];
}

function changes(given: Params, names: readonly string[], fresh: boolean): readonly ManagerChange[] {
  if (given.state === 'absent' || given.state === 'removed') {
    return [
      {
        title: `remove ${names.join(' ')}`,
        argv: ['apk', 'del', '--purge', ...flags(given), ...names],
        undo: { cannot: 'older versions may no longer be had' },
        before: names,
      },
    ];
  }
  const upgrade = given.state === 'latest' ? ['--upgrade'] : [];
  return [
    {
      title: `install ${names.join(' ')}`,
      argv: ['apk', 'add', ...upgrade, ...flags(given), ...names],
      undo: fresh
        ? ['apk', 'del', '--purge', ...names.map((name) => name.replace(/[<>=~@].*$/, ''))]
        : { cannot: 'older versions may no longer be had' },
      after: names,
    },
  ];
}
