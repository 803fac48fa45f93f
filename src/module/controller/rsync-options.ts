// The parameters of synchronize, and the options of rsync that they stand for.

import { bool, choice, integer, list, type ParamsOf, path, text } from '../params.ts';

const OWN = "rsync goes over the run's own connection, as it is configured for the host";

export const synchronizeParams = {
  src: text('What is copied. With a slash at the end: what is in the directory.'),
  dest: text('Where it is copied to.'),
  mode: choice(['pull', 'push'], 'push copies from the controller to the host, pull the other way.').default('push'),
  archive: bool('Recursive, with links, permissions, times, owner, group and devices.').default(true),
  checksum: bool('Compare checksums, not times and sizes.').default(false),
  compress: bool('Compress what travels.').default(true),
  existing_only: bool('Make no new files.').default(false),
  delete: bool('Delete what the source does not have.').default(false),
  dirs: bool('Directories without what is in them.').default(false),
  recursive: bool('What is in directories; by default as archive says.').optional(),
  links: bool('Links as links; by default as archive says.').optional(),
  copy_links: bool('Links as what they lead to.').default(false),
  perms: bool('Keep permissions; by default as archive says.').optional(),
  times: bool('Keep modification times; by default as archive says.').optional(),
  owner: bool('Keep the owner; by default as archive says.').optional(),
  group: bool('Keep the group; by default as archive says.').optional(),
  delay_updates: bool('Put all files in place at the end.').default(true),
  partial: bool('Keep files of which only a part came over.').default(false),
  link_dest: list(text('A directory.'), 'Link to the files of these directories where they are the same.').default([]),
  rsync_path: text('The rsync of the host.').optional(),
  rsync_timeout: integer('Seconds without data after which rsync gives up; 0: never.').default(0),
  rsync_opts: list(text('One word.'), 'Further options of rsync, one word each.').default([]),
  dest_port: integer('Of no effect.').obsolete(OWN),
  private_key: path('Of no effect.').obsolete(OWN),
  set_remote_user: bool('Of no effect.').obsolete(OWN),
  use_ssh_args: bool('Of no effect.').obsolete(OWN),
  ssh_connection_multiplexing: bool('Of no effect.').obsolete(OWN),
  verify_host: bool('Of no effect.').obsolete('host keys are always checked'),
};

export type SynchronizeParams = ParamsOf<typeof synchronizeParams>;

/** What marks the lines of rsync's output that tell of a change. */
export const MARK = '<<CHANGED>>';

/** The options of rsync, without source and destination. */
export function rsyncOptions(params: SynchronizeParams, check: boolean): readonly string[] {
  const flag = (given: boolean, ...words: readonly string[]): readonly string[] => (given ? words : []);
  return [
    ...flag(params.delay_updates, '--delay-updates', '-F'),
    ...flag(params.compress, '--compress'),
    ...flag(params.rsync_timeout > 0, `--timeout=${params.rsync_timeout}`),
    ...flag(check, '--dry-run'),
    ...flag(params.delete, '--delete-after'),
    ...flag(params.existing_only, '--existing'),
    ...flag(params.checksum, '--checksum'),
    ...flag(params.copy_links, '--copy-links'),
    ...flag(params.archive, '--archive'),
    ...kept(params),
    ...flag(params.dirs, '--dirs'),
    ...flag(params.rsync_path !== undefined, `--rsync-path=${params.rsync_path}`),
    ...params.rsync_opts,
    ...flag(params.partial, '--partial'),
    ...flag(params.link_dest.length > 0, '-H', '-vv', ...params.link_dest.map((one) => `--link-dest=${one}`)),
    `--out-format=${MARK}%i %n%L`,
  ];
}

// Within archive only what is switched off need be said, without it only what is switched on.
function kept(params: SynchronizeParams): readonly string[] {
  const { archive, recursive, links, perms, times, owner, group } = params;
  return Object.entries({ recursive, links, perms, times, owner, group }).flatMap(([name, given]) => {
    if (given === undefined || given === archive) return [];
    return [given ? `--${name}` : `--no-${name}`];
  });
}
