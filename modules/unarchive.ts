// Unpacks an archive on the host.

import {
  attributeParams,
  bool,
  defineModule,
  downloadRequest,
  integer,
  list,
  ModuleError,
  type Params,
  type ParamsOf,
  path,
  planUnarchive,
  shownUrl,
  text,
  type UnarchiveOptions,
  unarchiveLooks,
} from '../src/module/index.ts';

const params = {
  src: path('The archive: a file of the controller, or with remote_src one of the host or an address.'),
  dest: path('The directory in which it is unpacked; it must be there.'),
  remote_src: bool('src is on the host, or is an address from which the host downloads it.').default(false),
  copy: bool('The older word: false is the same as remote_src=true.').default(true),
  creates: path('Nothing is done where this exists.').optional(),
  decrypt: bool('Decrypt a vaulted archive.').default(true),
  exclude: list(text('A name or pattern.'), 'What is not unpacked.').default([]),
  include: list(text('A name.'), 'Only this is unpacked.').default([]),
  extra_opts: list(text('One word.'), 'Further options of tar or unzip, one word each.').default([]),
  keep_newer: bool('Leave files that are newer than those in the archive.').default(false),
  list_files: bool('Tell the names of everything in the archive.').default(false),
  io_buffer_size: integer('Taken and not needed.').default(65536),
  validate_certs: bool("Check the server's certificate.").default(true),
  ...attributeParams,
} satisfies Params;
type UnarchiveParams = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Unpack an archive on the host',
  description:
    'tar (packed with gzip, bzip2, xz or zstd) and zip, by the programs of the host. What is there already is compared first, so that a second run changes nothing and a check run tells the truth. An archive that would reach out of the directory is refused.',
  missing: 'src (or content) and dest are required',
  params,
  returns: {
    dest: 'Where it was unpacked.',
    src: 'The archive.',
    handler: 'What kind of archive it is, in the words of Ansible: TgzArchive, ZipArchive, ...',
    files: 'The names in the archive, with list_files.',
    state: 'directory.',
    mode: 'Permissions of the directory, such as 0755.',
    owner: 'Name of the user that owns it.',
    group: 'Name of the group that owns it.',
    uid: 'Number of that user.',
    gid: 'Number of that group.',
    size: 'Bytes of the directory itself.',
  },
  examples: [
    { name: 'Unpack a file of the controller', yaml: 'unarchive:\n  src: app.tar.gz\n  dest: /opt\n  owner: root' },
    {
      name: 'Download and unpack, once',
      yaml: 'unarchive:\n  src: https://example.org/app-2.1.tar.gz\n  dest: /opt\n  remote_src: true\n  creates: /opt/app-2.1',
    },
  ],
  refuse: ({ include, exclude, keep_newer, copy, remote_src }) => {
    if (include.length > 0 && exclude.length > 0) return 'parameters are mutually exclusive: include|exclude';
    if (!copy && remote_src) return 'parameters are mutually exclusive: copy|remote_src';
    return keep_newer && include.length > 0 ? "'keep_newer' makes no sense with 'include'" : undefined;
  },
  prepare: async (given, files): Promise<Buffer | undefined> => {
    if (isRemote(given)) return undefined;
    const found = files.find('files', given.src);
    if (found !== undefined) return files.read(found, { decrypt: given.decrypt });
    const places = files.searched('files', given.src).map((place) => `\n\t${place}`);
    throw new ModuleError(
      `Could not find or access '${given.src}' on the controller; for an archive of the host, set remote_src. Searched in:${places.join('')}`,
    );
  },
  look: (given, bytes) => unarchiveLooks(options(given, bytes)),
  plan: (given, seen, bytes) => planUnarchive(options(given, bytes), seen),
});

const isRemote = ({ remote_src, copy }: UnarchiveParams): boolean => remote_src || !copy;
const isAddress = (src: string): boolean => /^(https?|ftp):\/\//.test(src);

function options(given: UnarchiveParams, bytes: Buffer | undefined): UnarchiveOptions {
  const { src, dest, creates, exclude, include, extra_opts, keep_newer, list_files } = given;
  const download = isRemote(given) && isAddress(src) ? downloadRequest(src, given.validate_certs) : undefined;
  return {
    src: shownUrl(src),
    dest,
    creates,
    listFiles: list_files,
    params: given,
    selection: { exclude, include, extra: extra_opts.filter((word) => word !== ''), keepNewer: keep_newer },
    archive: bytes
      ? { path: '', script: 'cat', stdin: bytes }
      : { path: download ? '' : src, script: download?.script ?? 'false', stdin: download?.stdin },
  };
}
