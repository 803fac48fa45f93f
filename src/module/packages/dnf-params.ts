// The parameters of dnf and yum, and the flags they become.

import { bool, choice, integer, list, type ParamsOf, path, text } from '../params.ts';

export const dnfParams = {
  name: list(text('A package.'), 'Packages: names, name-version, globs, paths, URLs, @groups; `*` with latest: all.')
    .alias('pkg')
    .default([]),
  state: choice(
    ['absent', 'installed', 'latest', 'present', 'removed'],
    'What they shall be (default: present; with autoremove: absent).',
  ).optional(),
  update_cache: bool('Read the repositories again first.').default(false).alias('expire-cache'),
  enablerepo: list(text('A repository.'), 'Repositories to use for this task.').default([]),
  disablerepo: list(text('A repository.'), 'Repositories not to use for this task.').default([]),
  exclude: list(text('A package.'), 'Packages to leave alone.').default([]),
  disable_gpg_check: bool('Do not check signatures.').default(false),
  security: bool('With latest: only updates that mend security.').default(false),
  bugfix: bool('With latest: only updates that mend bugs.').default(false),
  autoremove: bool('Remove what was only installed as a dependency and is needed no more.').default(false),
  allowerasing: bool('Remove installed packages that are in the way.').default(false),
  allow_downgrade: bool('Install an older version over a newer one.').default(false),
  nobest: bool('Take an older version where the best cannot be had.').default(false),
  skip_broken: bool('Leave out what cannot be installed.').default(false),
  install_weak_deps: bool('Install what packages recommend.').default(true),
  update_only: bool('With latest: only packages that are installed.').default(false),
  cacheonly: bool('Download no metadata.').default(false),
  conf_file: text('Another configuration file.').optional(),
  disable_excludes: text('Ignore excludes of the configuration: all, main or a repository.').optional(),
  disable_plugin: list(text('A plugin.'), 'Plugins not to use.').default([]),
  enable_plugin: list(text('A plugin.'), 'Plugins to use.').default([]),
  download_only: bool('Only download.').default(false),
  download_dir: path('Where to download to.').optional(),
  installroot: path('Install below this directory.').default('/'),
  releasever: text('Take packages of this release.').optional(),
  sslverify: bool('Check certificates of repositories.').default(true),
  validate_certs: bool('Check certificates of URLs.').default(true),
  list: text('Show packages instead: installed, available, updates or a name.').optional(),
  lock_timeout: integer('Seconds to wait for the lock.').default(30),
  install_repoquery: bool('Does nothing; old playbooks have it.').default(true),
  use_backend: choice(['auto', 'yum', 'yum4', 'dnf', 'dnf4', 'dnf5'], 'Does nothing; the host decides.').default(
    'auto',
  ),
  use: text('Does nothing; the host decides.').optional(),
};

export type DnfParams = ParamsOf<typeof dnfParams>;

/** Flags for every command of the task. */
export function dnfFlags(params: DnfParams): readonly string[] {
  const each = (flag: string, values: readonly string[]): readonly string[] =>
    values.map((value) => `${flag}=${value}`);
  const when = (condition: boolean, ...flags: readonly string[]): readonly string[] => (condition ? flags : []);
  return [
    ...each('--disablerepo', params.disablerepo),
    ...each('--enablerepo', params.enablerepo),
    ...each('--exclude', params.exclude),
    ...each('--disableplugin', params.disable_plugin),
    ...each('--enableplugin', params.enable_plugin),
    ...when(params.disable_gpg_check, '--nogpgcheck'),
    ...when(params.allowerasing, '--allowerasing'),
    ...when(params.nobest, '--nobest'),
    ...when(params.skip_broken, '--skip-broken'),
    ...when(!params.install_weak_deps, '--setopt=install_weak_deps=False'),
    ...when(!params.sslverify, '--setopt=sslverify=False'),
    ...when(params.cacheonly, '--cacheonly'),
    ...when(params.conf_file !== undefined, `--config=${params.conf_file}`),
    ...when(params.disable_excludes !== undefined, `--disableexcludes=${params.disable_excludes}`),
    ...when(params.download_only, '--downloadonly'),
    ...when(params.download_dir !== undefined, `--destdir=${params.download_dir}`),
    ...when(params.installroot !== '/', `--installroot=${params.installroot}`),
    ...when(params.releasever !== undefined, `--releasever=${params.releasever}`),
    ...when(params.security, '--security'),
    ...when(params.bugfix, '--bugfix'),
  ];
}

/** The state that is meant where none is written. */
export function stateOf({ state, autoremove }: DnfParams): 'present' | 'absent' | 'latest' {
  if (state === 'latest') return 'latest';
  if (state === 'absent' || state === 'removed') return 'absent';
  return state === undefined && autoremove ? 'absent' : 'present';
}
