// Copies files, directories and text to the host, or from one place on the host to another.

import {
  bool,
  contentText,
  defineModule,
  ModuleError,
  mode,
  type Params,
  type ParamsOf,
  path,
  planRemote,
  planSingle,
  planTree,
  type RemoteOptions,
  readSource,
  refuseValidate,
  remoteLooks,
  type SingleOptions,
  type Source,
  singleLooks,
  sourceOf,
  type TreeOptions,
  text,
  transferParams,
  treeLooks,
  value,
} from '../src/module/index.ts';

const params = {
  src: path(
    'File or directory of the controller. Relative ones are looked for in files/. A directory with a slash at the end: its content.',
  ).optional(),
  content: value('Text to put into the file, instead of src. Lists and mappings become JSON.').optional(),
  remote_src: bool('src is on the host already.').default(false),
  directory_mode: mode('Permissions of directories that are copied or made.').optional(),
  local_follow: bool('Links in a source directory are copied as what they lead to; with false as links.').default(true),
  checksum: text('SHA-1 that the source must have.').optional(),
  decrypt: bool('Decrypt vaulted source files.').default(true),
  ...transferParams,
} satisfies Params;
type CopyParams = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Copy files to the host',
  description:
    'Only what differs travels: files are compared by their SHA-1. A directory is looked at in one exchange, and what differs in it is put in place in another.',
  missing: 'dest is required',
  params,
  returns: {
    dest: 'Where it is.',
    src: 'Where it came from.',
    checksum: 'SHA-1 of the file.',
    md5sum: 'MD5 of the file, where it changed.',
    backup_file: 'The copy of the old file, with backup.',
    mode: 'Permissions, such as 0644.',
    owner: 'Name of the user that owns it.',
    group: 'Name of the group that owns it.',
    uid: 'Number of the user that owns it.',
    gid: 'Number of the group that owns it.',
    size: 'Bytes.',
    state: 'file, or directory.',
  },
  examples: [
    {
      name: 'Copy a file of the role or playbook',
      yaml: 'copy:\n  src: motd\n  dest: /etc/motd\n  owner: root\n  mode: "0644"',
    },
    { name: 'Write text', yaml: 'copy:\n  content: |\n    vm.swappiness = 10\n  dest: /etc/sysctl.d/90-swap.conf' },
    {
      name: 'Check a file before it is put in place',
      yaml: 'copy:\n  src: admins\n  dest: /etc/sudoers.d/admins\n  mode: "0440"\n  validate: visudo -cf %s',
    },
    { name: 'Copy a directory', yaml: 'copy:\n  src: site/\n  dest: /srv/www\n  owner: www-data' },
  ],
  refuse,
  prepare: async (given, files): Promise<Source> => {
    if (hasContent(given))
      return { kind: 'content', file: sourceOf('', Buffer.from(contentText(given.content ?? null))) };
    if (given.remote_src) return { kind: 'remote' };
    const source = await readSource(given.src ?? '', files, {
      decrypt: given.decrypt,
      followLinks: given.local_follow,
    });
    const sha1 = source.kind === 'file' ? source.file.sha1 : undefined;
    if (given.checksum !== undefined && sha1 !== undefined && given.checksum !== sha1) {
      throw new ModuleError(`'${given.src}' has the checksum ${sha1} and not '${given.checksum}'`);
    }
    return source;
  },
  look: (given, source, { diff }) => {
    if (source.kind === 'remote') return remoteLooks(remote(given, diff));
    return source.kind === 'tree' ? treeLooks(tree(given, source)) : singleLooks(single(given, source));
  },
  plan: (given, seen, source, { diff }) => {
    if (source.kind === 'remote') {
      if (seen.sourceTree) return planRemote(remote(given, diff), seen);
    } else if (source.kind === 'tree') {
      if (seen.links) return planTree(tree(given, source), seen);
    } else if (!seen.links && !seen.sourceTree) return planSingle(single(given, source), seen);
    throw new TypeError('what was seen is not what was looked for');
  },
});

// `content:` with nothing behind it counts as left out.
const hasContent = ({ content }: CopyParams): boolean => content !== undefined && content !== null;

function refuse(given: CopyParams): string | undefined {
  const content = hasContent(given);
  if (given.src !== undefined && content) return 'src and content are mutually exclusive';
  if (given.src === undefined && !content) return 'src (or content) is required';
  if (given.dest === '') return "'dest' is empty";
  if (content && given.dest.endsWith('/'))
    return `'dest' is '${given.dest}', a directory; 'content' needs the name of a file`;
  if (content && given.remote_src) return "'remote_src' says where 'src' is, and makes no sense with 'content'";
  return refuseValidate(given.validate);
}

function single(
  given: CopyParams,
  { kind, file }: Extract<Source, { readonly kind: 'file' | 'content' }>,
): SingleOptions {
  return {
    dest: given.dest,
    params: given,
    directoryMode: given.directory_mode,
    source: file,
    named: kind === 'file',
    src: given.src,
  };
}

function tree(given: CopyParams, source: Extract<Source, { readonly kind: 'tree' }>): TreeOptions {
  return {
    dest: given.dest,
    params: given,
    directoryMode: given.directory_mode,
    source: source.tree,
    src: given.src ?? '',
  };
}

function remote(given: CopyParams, diff: boolean): RemoteOptions {
  const { src = '', dest, directory_mode, checksum } = given;
  return { src, dest, params: given, directoryMode: directory_mode, checksum, diff };
}
