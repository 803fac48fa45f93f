// The parameters of git, and the environment in which it runs.

import { bool, integer, list, mode, type Params, type ParamsOf, path, text } from '../params.ts';

export const gitParams = {
  repo: text('Where the repository is: an address or a path.').alias('name'),
  dest: path('Where it is checked out.').optional(),
  version: text('What is checked out: HEAD (of the remote), a branch, a tag or a commit.').default('HEAD'),
  remote: text('What the remote is called.').default('origin'),
  clone: bool('Clone it where it is not there.').default(true),
  update: bool('Bring it up to date where it is there.').default(true),
  force: bool('Throw away local modifications.').default(false),
  bare: bool('A bare repository, without working tree.').default(false),
  depth: integer('How many revisions of history are brought over; all where absent.').optional(),
  single_branch: bool('Bring over only what leads to the version.').default(false),
  refspec: text('What else is fetched, such as refs/meta/config.').optional(),
  reference: text('A repository on the host from which objects are borrowed.').optional(),
  recursive: bool('Check out submodules too.').default(true),
  track_submodules: bool('Submodules follow their branch instead of the commit that the repository names.').default(
    false,
  ),
  separate_git_dir: path('Where the repository itself is kept, apart from its working tree.').optional(),
  verify_commit: bool('Refuse what is not signed by a key that gpg knows.').default(false),
  gpg_whitelist: list(text('A fingerprint.'), 'With verify_commit: the only keys that count.').default([]),
  accept_hostkey: bool('Accept any key of the ssh server, even one that has changed.').default(false),
  accept_newhostkey: bool('Accept the key of an ssh server that is not known yet.').default(false),
  key_file: path('Private key for ssh, a file of the host.').optional(),
  ssh_opts: text('Further options of ssh.').optional(),
  archive: path('Write the version into this archive too: .zip, .tar, .tar.gz or .tgz.').optional(),
  archive_prefix: text('What stands before every path in the archive.').optional(),
  executable: path('Another git.').optional(),
  umask: mode('What is left out of the permissions of new files, such as 077.').optional(),
} satisfies Params;

export type GitParams = ParamsOf<typeof gitParams>;

/** A full commit id, by SHA-1 or SHA-256. */
export const isCommit = (version: string): boolean => /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(version);

/** The formats of archives, by the ending of their names. */
export function archiveFormat(archive: string): 'zip' | 'tar' | 'tar.gz' | undefined {
  if (/\.(tar\.gz|tgz)$/.test(archive)) return 'tar.gz';
  if (archive.endsWith('.zip')) return 'zip';
  return archive.endsWith('.tar') ? 'tar' : undefined;
}

/** Options that ssh gets, as words of a shell. */
export function sshOptions(params: GitParams): string {
  const { accept_hostkey, accept_newhostkey, key_file, ssh_opts } = params;
  const words = [
    '-o BatchMode=yes',
    ...(ssh_opts === undefined ? [] : [ssh_opts]),
    ...(accept_hostkey ? ['-o StrictHostKeyChecking=no'] : []),
    ...(accept_newhostkey && !accept_hostkey ? ['-o StrictHostKeyChecking=accept-new'] : []),
    ...(key_file === undefined ? [] : [`-i ${quoted(key_file)}`, '-o IdentitiesOnly=yes']),
  ];
  return words.join(' ');
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
