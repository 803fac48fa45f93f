// Manages gems of Ruby.

import {
  bool,
  choice,
  defineModule,
  managerLook,
  managerPlan,
  NO_MANAGER,
  type ParamsOf,
  path,
  repositoryLook,
  splitWords,
  stage,
  text,
} from '../src/module/index.ts';

const params = {
  name: text('The gem.'),
  version: text('Its version.').optional(),
  state: choice(['present', 'absent', 'latest'], 'What it shall be.').default('present'),
  gem_source: path('A file of the host to install from.').optional(),
  repository: text('Where gems come from.').alias('source').optional(),
  executable: path('Another gem.').optional(),
  user_install: bool('Install for the user alone, not for the whole system.').default(true),
  install_dir: path('Install into this directory.').optional(),
  bindir: path('Install programs into this directory.').optional(),
  pre_release: bool('Take versions that are not released.').default(false),
  include_dependencies: bool('Install what it needs.').default(true),
  include_doc: bool('Install its documentation.').default(false),
  env_shebang: bool('Let its programs find Ruby by env.').default(false),
  build_flags: text('Flags for building it.').optional(),
  force: bool('Go over what it needs or is needed by.').default(false),
  norc: bool('Read no .gemrc.').default(true),
};
type Params = ParamsOf<typeof params>;

const LIST = `command -v "$1" >/dev/null 2>&1 || exit 127
dir=$2; program=$1; shift 2
[ -z "$dir" ] || { GEM_HOME=$dir; export GEM_HOME; }
exec "$program" list "$@"`;

export default defineModule({
  summary: 'Manage gems of Ruby',
  collection: 'community.general',
  params,
  returns: { name: 'the gem', state: 'the state that was asked for', version: 'the version that was asked for' },
  examples: [
    {
      name: 'Install a gem for everybody',
      yaml: 'community.general.gem:\n  name: bundler\n  version: 2.4.22\n  user_install: false',
    },
  ],
  refuse: ({ version, state, user_install, install_dir, gem_source, repository }) => {
    if (gem_source !== undefined && repository !== undefined)
      return 'parameters are mutually exclusive: gem_source|repository';
    if (gem_source !== undefined && version !== undefined)
      return 'parameters are mutually exclusive: gem_source|version';
    if (version !== undefined && state === 'latest') return 'Cannot specify version when state=latest';
    if (gem_source !== undefined && state === 'latest')
      return 'Cannot maintain state=latest when installing from local source';
    return user_install && install_dir !== undefined ? 'install_dir requires user_install=false' : undefined;
  },
  look: (given) => ({
    listed: managerLook(LIST, [
      program(given),
      given.install_dir ?? '',
      ...rc(given),
      '--local',
      `^${escaped(given.name)}$`,
    ]),
  }),
  plan: (given, { listed }) => {
    if (listed.code === NO_MANAGER) return { changes: [], failed: 'the host has no gem; install ruby' };
    const { name, state, version, gem_source, install_dir, force } = given;
    const versions = versionsIn(listed.stdout);
    const result = {
      name,
      state,
      ...(version !== undefined && { version }),
      ...(gem_source !== undefined && { gem_source }),
    };
    const has = version === undefined ? versions.length > 0 : versions.includes(version);
    if (state === 'absent') {
      if (!has) return { changes: [], result };
      const which = version === undefined ? ['--all'] : ['--version', version];
      const argv = [
        program(given),
        'uninstall',
        ...rc(given),
        ...(install_dir === undefined ? [] : ['--install-dir', install_dir]),
        ...(given.bindir === undefined ? [] : ['--bindir', given.bindir]),
        ...which,
        '--executable',
        ...(force ? ['--force'] : []),
        name,
      ] as const;
      return managerPlan(
        {
          title: `uninstall ${name}`,
          argv,
          before: versions.map((one) => `${name} ${one}`),
          undo: { cannot: `${name}: the version that was there may no longer be had` },
        },
        result,
      );
    }
    const undo = {
      argv: [
        program(given),
        'uninstall',
        ...rc(given),
        ...(install_dir === undefined ? [] : ['--install-dir', install_dir]),
        '--all',
        '--executable',
        '--force',
        name,
      ] as const,
    };
    const install = (word: string | undefined) =>
      managerPlan(
        {
          title: `install ${name}`,
          argv: installation(given, word),
          after: [`${name} ${word ?? ''}`.trim()],
          undo: versions.length === 0 ? undo.argv : { cannot: `${name}: another version was there before` },
        },
        result,
      );
    if (state === 'present') return has ? { changes: [], result } : install(version);
    return {
      changes: [],
      next: stage({
        looks: {
          remote: repositoryLook(LIST, [
            program(given),
            install_dir ?? '',
            ...rc(given),
            '--remote',
            ...(given.pre_release ? ['--prerelease'] : []),
            ...(given.repository === undefined ? [] : ['--source', given.repository]),
            `^${escaped(name)}$`,
          ]),
        },
        plan: ({ remote }) => {
          const [newest] = versionsIn(remote.stdout);
          if (newest === undefined)
            return {
              changes: [],
              failed: `no gem ${name} can be had: ${remote.stderr.toString('utf8').trim()}`,
              result,
            };
          return versions.includes(newest) ? { changes: [], result } : install(newest);
        },
      }),
    };
  },
});

const program = ({ executable }: Params): string => executable ?? 'gem';
const rc = ({ norc }: Params): readonly string[] => (norc ? ['--norc'] : []);
const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

// `rake (13.0.6, default: 12.0.0)`
function versionsIn(stdout: Buffer): readonly string[] {
  const inside = /^\S+\s+\((.*)\)/m.exec(stdout.toString('utf8'))?.[1] ?? '';
  return inside
    .split(/,\s*/)
    .map((one) => one.replace(/^default: /, '').split(' ')[0] ?? '')
    .filter((one) => one !== '');
}

function installation(given: Params, version: string | undefined): readonly [string, ...string[]] {
  const when = (condition: boolean, ...flags: readonly string[]): readonly string[] => (condition ? flags : []);
  return [
    program(given),
    'install',
    ...rc(given),
    ...when(version !== undefined, '--version', version ?? ''),
    ...when(given.repository !== undefined, '--source', given.repository ?? ''),
    ...when(!given.include_dependencies, '--ignore-dependencies'),
    given.user_install ? '--user-install' : '--no-user-install',
    ...when(given.install_dir !== undefined, '--install-dir', given.install_dir ?? ''),
    ...when(given.bindir !== undefined, '--bindir', given.bindir ?? ''),
    ...when(given.pre_release, '--pre'),
    ...when(!given.include_doc, '--no-document'),
    ...when(given.env_shebang, '--env-shebang'),
    given.gem_source ?? given.name,
    ...when(given.force, '--force'),
    ...when(given.build_flags !== undefined, '--', ...splitWords(given.build_flags ?? '')),
  ];
}
