// Manages packages of Arch Linux.

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
  splitWords,
  text,
} from '../src/module/index.ts';

const params = {
  name: list(text('A package.'), 'Packages, groups, files and addresses.').alias('package', 'pkg').default([]),
  state: choice(['present', 'installed', 'latest', 'absent', 'removed'], 'What they shall be.').default('present'),
  update_cache: bool('Read the repositories again first.').default(false),
  upgrade: bool('Upgrade everything.').default(false),
  force: bool('With absent: remove without any checks; with update_cache: read them even where they are new.').default(
    false,
  ),
  remove_nosave: bool('Keep no copies of changed configuration files.').default(false),
  executable: text('Another program that takes the same arguments.').default('pacman'),
  extra_args: text('Further arguments for the packages.').default(''),
  update_cache_extra_args: text('Further arguments for reading the repositories.').default(''),
  upgrade_extra_args: text('Further arguments for upgrading everything.').default(''),
  reason: choice(['explicit', 'dependency'], 'As what packages count.').optional(),
  reason_for: choice(['new', 'all'], 'For which packages that is set.').default('new'),
};
type Params = ParamsOf<typeof params>;

// A group comes to its packages; each line is what is asked for, then whether it is there, whether a newer one is, and as what it counts.
const SCRIPT = `pacman=$1; shift
command -v "$pacman" >/dev/null 2>&1 || exit 127
for name do
  case $name in *://*|*/*.pkg.tar*) members=$name;; *) members=$("$pacman" -Sgq "$name" 2>/dev/null) || members=; members=\${members:-$name};; esac
  for one in $members; do
    plain=\${one##*/}; plain=\${plain%%[<>=]*}
    case $plain in *.pkg.tar*) plain=$(printf '%s' "$plain" | sed 's/-[^-]*-[^-]*-[^-]*\\.pkg\\.tar.*//');; esac
    i=n o=n e=n; version=$("$pacman" -Q "$plain" 2>/dev/null) && i=y
    [ "$i" = n ] || { "$pacman" -Qu "$plain" >/dev/null 2>&1 && o=y; "$pacman" -Qe "$plain" >/dev/null 2>&1 && e=y; }
    printf '%s %s %s %s\\n' "$i" "$o" "$e" "$one"
  done
done
exit 0`;

export default defineModule({
  summary: 'Manage packages with pacman',
  collection: 'community.general',
  params,
  returns: {
    packages: 'the packages that were changed',
    cache_updated: 'whether the repositories were read',
    stdout: 'what pacman printed',
    stderr: 'its errors',
  },
  examples: [{ name: 'Install packages', yaml: 'community.general.pacman:\n  name: [htop, jq]\n  update_cache: true' }],
  refuse: ({ name, update_cache, upgrade }) => {
    if (name.length === 0 && !update_cache && !upgrade)
      return 'one of the following is required: name, update_cache, upgrade';
    return name.length > 0 && upgrade ? 'parameters are mutually exclusive: name|upgrade' : undefined;
  },
  look: (given) => ({
    seen: managerLook(SCRIPT, [given.executable, ...given.name]),
    outdated: given.upgrade ? managerLook('exec "$1" -Qu', [given.executable]) : undefined,
  }),
  plan: (given, { seen, outdated }) => {
    if (seen.code === NO_MANAGER)
      return {
        changes: [],
        failed: `the host has no ${given.executable}; use the module of its package manager, or \`package\``,
      };
    const packages = seen.stdout
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => ({
        installed: line[0] === 'y',
        old: line[2] === 'y',
        explicit: line[4] === 'y',
        name: line.slice(6),
      }));
    const cache = cacheChanges(given);
    const told = given.update_cache ? { cache_updated: true } : {};
    if (given.upgrade) {
      const newer = (outdated?.stdout.toString('utf8') ?? '').split('\n').filter((line) => line !== '');
      if (newer.length === 0 && !given.update_cache)
        return { changes: [], changed: false, result: { packages: [], msg: 'Nothing to upgrade' } };
      const argv = [
        given.executable,
        '-Su',
        '--noconfirm',
        '--noprogressbar',
        ...splitWords(given.upgrade_extra_args),
      ] as const;
      return managerPlans([...cache, { title: 'upgrade everything', argv, undo: OLDER, before: newer }], {
        ...told,
        packages: newer.map((line) => line.split(' ')[0] ?? ''),
      });
    }
    const isRemoval = given.state === 'absent' || given.state === 'removed';
    const wanted = packages.filter((one) =>
      isRemoval ? one.installed : !one.installed || (given.state === 'latest' && one.old),
    );
    const marked =
      given.reason === undefined || isRemoval
        ? []
        : packages.filter(
            (one) => one.explicit !== (given.reason === 'explicit') && (given.reason_for === 'all' || !one.installed),
          );
    const names = wanted.map((one) => one.name);
    if (names.length === 0 && marked.length === 0) {
      return {
        ...managerPlans(cache, { ...told, packages: [] }),
        changed: given.name.length === 0 && cache.length > 0,
      };
    }
    const run =
      names.length === 0
        ? []
        : [
            isRemoval
              ? removal(given, names)
              : installation(
                  given,
                  names,
                  wanted.every((one) => !one.installed),
                ),
          ];
    const mark: readonly ManagerChange[] =
      marked.length === 0
        ? []
        : [
            {
              title: `count ${marked.map((one) => one.name).join(' ')} as ${given.reason}`,
              argv: [
                given.executable,
                '-D',
                given.reason === 'explicit' ? '--asexplicit' : '--asdeps',
                ...marked.map((one) => one.name),
              ],
              undo: [
                given.executable,
                '-D',
                given.reason === 'explicit' ? '--asdeps' : '--asexplicit',
                ...marked.map((one) => one.name),
              ],
            },
          ];
    return managerPlans([...cache, ...run, ...mark], {
      ...told,
      packages: [...new Set([...names, ...marked.map((one) => one.name)])],
    });
  },
});

const OLDER = { cannot: 'older versions may no longer be had' };

function cacheChanges({ update_cache, executable, force, update_cache_extra_args }: Params): readonly ManagerChange[] {
  if (!update_cache) return [];
  const argv = [
    executable,
    '--sync',
    '--refresh',
    ...(force ? ['--refresh'] : []),
    ...splitWords(update_cache_extra_args),
  ] as const;
  return [{ title: 'read the repositories again', argv, undo: { cannot: 'a cache is not taken back' } }];
}

function installation({ executable, extra_args }: Params, names: readonly string[], fresh: boolean): ManagerChange {
  const files = names.some((name) => name.includes('/'));
  const argv = [
    executable,
    files ? '--upgrade' : '--sync',
    '--noconfirm',
    '--noprogressbar',
    '--needed',
    ...splitWords(extra_args),
    ...names,
  ] as const;
  const undo =
    fresh && !files
      ? ([
          executable,
          '--remove',
          '--noconfirm',
          '--recursive',
          ...names.map((name) => name.replace(/[<>=].*$/, '')),
        ] as const)
      : OLDER;
  return { title: `install ${names.join(' ')}`, argv, undo, after: names };
}

function removal({ executable, force, remove_nosave, extra_args }: Params, names: readonly string[]): ManagerChange {
  const argv = [
    executable,
    '--remove',
    '--noconfirm',
    '--noprogressbar',
    ...(force ? ['--nodeps', '--nodeps'] : []),
    ...(remove_nosave ? ['--nosave'] : []),
    ...splitWords(extra_args),
    ...names,
  ] as const;
  return { title: `remove ${names.join(' ')}`, argv, undo: OLDER, before: names };
}
