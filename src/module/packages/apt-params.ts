// The parameters of apt, and the flags they become.

import { bool, choice, integer, list, type ParamsOf, path, text } from '../params.ts';

export const aptParams = {
  name: list(text('A package.'), 'Packages: names, name=version, name:arch, globs; `*` with latest: all.')
    .alias('package', 'pkg')
    .default([]),
  state: choice(
    ['absent', 'build-dep', 'fixed', 'latest', 'present', 'installed', 'removed'],
    'What they shall be.',
  ).default('present'),
  deb: path('A .deb file on the host, or its URL.').optional(),
  update_cache: bool('Read the repositories again first.').alias('update-cache').optional(),
  cache_valid_time: integer('Seconds for which what was read is good enough; implies update_cache.').default(0),
  update_cache_retries: integer('How often to try again to read the repositories.').default(5),
  update_cache_retry_max_delay: integer('Seconds to wait at most between two attempts.').default(12),
  upgrade: choice(['dist', 'full', 'no', 'safe', 'yes'], 'Upgrade everything.').default('no'),
  purge: bool('With absent: remove configuration files too.').default(false),
  autoremove: bool('Remove what was only installed as a dependency and is needed no more.').default(false),
  autoclean: bool('Remove downloaded files that can no longer be had.').default(false),
  clean: bool('Remove all downloaded files.').default(false),
  install_recommends: bool('Whether recommended packages are installed (default: as apt is configured).')
    .alias('install-recommends')
    .optional(),
  only_upgrade: bool('Only upgrade what is installed.').default(false),
  default_release: text('Prefer this release.').alias('default-release').optional(),
  dpkg_options: text('Options for dpkg, parted by commas.').default('force-confdef,force-confold'),
  allow_unauthenticated: bool('Install what nobody signed.').default(false).alias('allow-unauthenticated'),
  allow_downgrade: bool('Install an older version over a newer one.')
    .default(false)
    .alias('allow-downgrade', 'allow_downgrades', 'allow-downgrades'),
  allow_change_held_packages: bool('Change packages that are held.').default(false),
  fail_on_autoremove: bool('Fail where something would be removed.').default(false),
  force: bool('Downgrade and install what nobody signed.').default(false),
  force_apt_get: bool('Does nothing: apt-get is always used.').default(false),
  lock_timeout: integer('Seconds to wait for the lock.').default(60),
  policy_rc_d: integer('Exit code of policy-rc.d during the task; 101 keeps services from being started.').optional(),
  use: text('Does nothing; the host decides.').optional(),
};

export type AptParams = ParamsOf<typeof aptParams>;

/** Flags for every command of the task. */
export function aptFlags(params: AptParams): readonly string[] {
  const when = (condition: boolean, ...flags: readonly string[]): readonly string[] => (condition ? flags : []);
  return [
    '-q',
    '-y',
    ...params.dpkg_options
      .split(',')
      .filter((one) => one !== '')
      .flatMap((one) => ['-o', `Dpkg::Options::=--${one.trim()}`]),
    '-o',
    `DPkg::Lock::Timeout=${params.lock_timeout}`,
    ...when(params.default_release !== undefined, '-t', params.default_release ?? ''),
    ...when(params.install_recommends === false, '-o', 'APT::Install-Recommends=no'),
    ...when(params.install_recommends === true, '-o', 'APT::Install-Recommends=yes'),
    ...when(params.only_upgrade, '--only-upgrade'),
    ...when(params.autoremove, '--auto-remove'),
    ...when(params.fail_on_autoremove, '--no-remove'),
    ...when(params.allow_unauthenticated || params.force, '--allow-unauthenticated'),
    ...when(params.allow_downgrade || params.force, '--allow-downgrades'),
    ...when(params.allow_change_held_packages, '--allow-change-held-packages'),
  ];
}
