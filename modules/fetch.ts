// Brings files from hosts to the controller.

import {
  type ActionContext,
  type ActionOutcome,
  bool,
  defineAction,
  destinationOf,
  digest,
  type FileSeen,
  fileLook,
  path,
  readLocal,
  saveLocal,
  text,
} from '../src/module/index.ts';

export default defineAction({
  summary: 'Bring a file from the host to the controller',
  description:
    'The file is kept below a directory of the name of the host, so that many hosts can be asked for the same file. What the controller has already does not travel again. Check mode tells what would be fetched, and writes nothing.',
  missing: 'src and dest are required',
  params: {
    src: path('The file of the host.'),
    dest: text(
      'The directory of the controller; with flat the file, or with a slash at the end its directory. Relative to the playbook.',
    ),
    flat: bool('Leave out the directories of the name of the host and of the path.').default(false),
    fail_on_missing: bool('Fail where the file is not there, or cannot be read.').default(true),
    validate_checksum: bool('Compare the SHA-1 of what came with what the host has.').default(true),
  },
  needsHost: true,
  returns: {
    dest: 'Where the file is on the controller.',
    checksum: 'SHA-1 of the file.',
    md5sum: 'MD5 of the file.',
    remote_checksum: 'SHA-1 as the host had it, where the file was fetched.',
    file: 'The file of the host, where it was not fetched.',
  },
  examples: [
    {
      name: 'Collect the host keys of all hosts',
      yaml: 'fetch:\n  src: /etc/ssh/ssh_host_ed25519_key.pub\n  dest: keys/',
    },
    {
      name: 'Fetch a file under a name of your own',
      yaml: "fetch:\n  src: /etc/machine-id\n  dest: 'ids/{{ inventory_hostname }}'\n  flat: true",
    },
  ],
  refuse: ({ src, dest }) =>
    src === '' ? "'src' is empty" : dest === '' ? "'dest' is empty; './' means the playbook's directory" : undefined,
  run: async ({ src, dest, flat, fail_on_missing: strict, validate_checksum: compare }, context) => {
    const place = destinationOf({ src, dest, flat, host: context.host, base: baseOf(context) });
    const local = await readLocal(place);
    const sha1 = local && digest(local, 'sha1');
    const content = context.check ? 'none' : sha1 === undefined ? 'all' : { unless: sha1 };
    const { file } = await context.remote.look({ file: fileLook(src, { content, digest: 'sha1' }) });
    const problem = problemOf(file, src);
    if (problem !== undefined) return missing(problem, src, strict);
    const remote = file.exists ? file.digest : undefined;
    if (local && sha1 === remote) {
      return {
        changed: false,
        result: { changed: false, dest: place, file: src, checksum: sha1 ?? null, md5sum: digest(local, 'md5') },
      };
    }
    if (context.check) return { changed: true, result: { dest: place, checksum: remote ?? null } };
    const bytes = file.exists ? file.content : undefined;
    if (bytes === undefined) return missing(`the remote file ${src} was changed while it was read`, src, strict);
    const checksum = digest(bytes, 'sha1');
    if (compare && checksum !== remote) {
      return {
        changed: false,
        failed: `checksum mismatch: ${src} was changed while it was read`,
        result: { file: src, dest: place, checksum, remote_checksum: remote ?? null },
      };
    }
    await saveLocal(place, bytes);
    return {
      changed: true,
      result: {
        ...{ dest: place, checksum, md5sum: digest(bytes, 'md5') },
        ...{ remote_checksum: remote ?? null, remote_md5sum: null },
      },
    };
  },
});

function baseOf({ variable }: ActionContext): string {
  const directory = variable('playbook_dir');
  return typeof directory === 'string' ? directory : '.';
}

function problemOf(file: FileSeen, src: string): string | undefined {
  if (!file.exists && file.denied) return `the remote file ${src} cannot be seen; use become`;
  if (!file.exists || file.type === 'link') return `the remote file does not exist: ${src}`;
  if (file.type === 'directory') return `remote file is a directory, fetch cannot work on directories: ${src}`;
  if (file.type !== 'file') return `the remote file ${src} is no regular file (${file.type})`;
  return file.digest === undefined || file.unreadable
    ? `no read permission on remote file ${src}; use become`
    : undefined;
}

function missing(problem: string, src: string, strict: boolean): ActionOutcome {
  if (strict) return { changed: false, failed: problem, result: { file: src } };
  return { changed: false, result: { file: src, msg: `${problem}, not transferring, ignored` } };
}
