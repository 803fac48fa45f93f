// Makes an archive, or one packed file, of what is on the host.

import {
  type ArchiveOptions,
  attributeParams,
  bool,
  choice,
  defineModule,
  list,
  type Params,
  type ParamsOf,
  path,
  planArchive,
  text,
} from '../src/module/index.ts';

const params = {
  path: list(path('A path or a glob.'), 'What is packed: files, directories (with everything in them) and globs.'),
  dest: path('The archive. May be left out where one file is packed: it then lies beside it.').optional(),
  format: choice(['bz2', 'gz', 'tar', 'xz', 'zip'], 'How it is packed.').default('gz'),
  exclude_path: list(path('A path or a glob.'), 'Of what path names, what is left out.').default([]),
  exclusion_patterns: list(
    text('A glob.'),
    'Left out of the archive: globs, in which a * stands for slashes too, of names as they are in it (zip: of whole paths).',
  ).default([]),
  force_archive: bool('Make an archive of a single file as well, which else is only packed.').default(false),
  remove: bool('Remove what was packed.').default(false),
  ...attributeParams,
} satisfies Params;
type ArchiveParams = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Make an archive of files of the host',
  description:
    'By the programs of the host: tar, gzip, bzip2, xz, zip. An archive is made again where its members differ in name, size, mode, owner or time (zip: in name or checksum), a single file where its bytes do. The directories that are named are not members themselves; with a slash at the end, members are named from within.',
  collection: 'community.general',
  params,
  returns: {
    archived: 'what is in it',
    missing: 'paths that are not there',
    arcroot: 'the directory from which members are named',
    dest: 'the archive',
    dest_state: 'archive, compress (one packed file), incomplete (paths are missing), absent',
    expanded_paths: 'path, with what globs stand for',
    expanded_exclude_paths: 'exclude_path, with what globs stand for',
    state: 'file; mode, owner, group, uid, gid and size of the archive are told too',
  },
  undo: 'An archive that was replaced, and what `remove` took away, are not kept.',
  examples: [
    {
      name: 'Keep a copy of the configuration',
      yaml: 'archive:\n  path: /etc/ssh\n  dest: /root/ssh.tgz\n  mode: "0600"',
    },
    {
      name: 'Pack yesterday’s logs and remove them',
      yaml: 'archive:\n  path: /var/log/app/*.log.1\n  dest: /var/log/app.txz\n  format: xz\n  remove: true',
    },
    {
      name: 'A zip without what is built',
      yaml: 'archive:\n  path: /srv/app/\n  dest: /srv/app.zip\n  format: zip\n  exclusion_patterns: ["*/build/*", "*.o"]',
    },
  ],
  plan: (given) => planArchive(options(given)),
});

function options(given: ArchiveParams): ArchiveOptions {
  return {
    path: given.path,
    dest: given.dest,
    format: given.format,
    excludePath: given.exclude_path,
    exclusionPatterns: given.exclusion_patterns,
    forceArchive: given.force_archive,
    remove: given.remove,
    params: given,
  };
}
