// The file that a change leaves, as far as it can be told beforehand.

import type { Attributes, Change, RunCommand } from './change.ts';
import type { FilePresent, FileSeen, FileType } from './look.ts';

/** The file that a change leaves. An inode of 0 marks what does not exist yet. */
export function predictedFile(change: Exclude<Change, RunCommand>, now: FileSeen | undefined): FileSeen {
  const before = now ?? change.before;
  switch (change.kind) {
    case 'remove':
      return { exists: false, path: change.path, ...(!before.exists && before.maker && { maker: before.maker }) };
    case 'write': {
      const { content, attributes } = change;
      const bytes = Buffer.isBuffer(content)
        ? { size: content.length, content }
        : { size: content.size, digest: content.sha1 };
      return { ...made(change.path, 'file', before, attributes), ...bytes };
    }
    case 'copy': {
      const { source } = change;
      const content = source.exists ? source.content : undefined;
      const size = source.exists ? source.size : 0;
      return { ...made(change.path, 'file', before, change.attributes), size, ...(content && { content }) };
    }
    case 'directory':
      return made(change.path, 'directory', before, change.attributes);
    case 'link':
      return change.hard
        ? made(change.path, 'file', { exists: false, path: change.path }, {})
        : { ...made(change.path, 'link', before, {}), target: change.target, size: Buffer.byteLength(change.target) };
    case 'attributes':
      return before.exists ? { ...before, ...changed(before, change.attributes) } : before;
    default:
      return change;
  }
}

// A file that replaces another one keeps its owner and mode where the change says nothing else; what replaces a link or a directory does not.
function made(path: string, type: FileType, before: FileSeen, attributes: Attributes): FilePresent {
  if (before.exists && before.type === type && type !== 'link') {
    const { content: _content, digest: _digest, target: _target, ...kept } = before;
    return { ...kept, path, ...changed(kept, attributes) };
  }
  const { uid, gid, owner, group, umask } = (before.exists ? undefined : before.maker) ?? ROOT;
  const usual = { link: 0o777, directory: 0o777 & ~umask };
  const fresh: FilePresent = {
    exists: true,
    path,
    type,
    mode: type === 'link' || type === 'directory' ? usual[type] : 0o666 & ~umask,
    ...{ uid, gid, owner, group, umask },
    ...{ size: 0, atime: 0, mtime: 0, ctime: 0, inode: 0, device: 0, links: 1 },
    resolved: path,
  };
  return { ...fresh, ...changed(fresh, attributes) };
}

const ROOT = { uid: 0, gid: 0, owner: 'root', group: 'root', umask: 0o022 };

function changed(before: FilePresent, { owner, group, mode, label, atime, mtime }: Attributes): Partial<FilePresent> {
  const parts = before.label?.split(':') ?? [];
  const [user = '', role = '', type = '', ...level] = parts;
  const relabelled = [label?.user ?? user, label?.role ?? role, label?.type ?? type, label?.level ?? level.join(':')];
  return {
    ...(mode !== undefined && before.type !== 'link' && { mode }),
    ...(owner !== undefined && who(owner, { id: 'uid', name: 'owner' }, before.owner)),
    ...(group !== undefined && who(group, { id: 'gid', name: 'group' }, before.group)),
    ...(label && before.label !== undefined && { label: relabelled.filter((part) => part !== '').join(':') }),
    ...(typeof atime === 'number' && { atime }),
    ...(typeof mtime === 'number' && { mtime }),
  };
}

// A name whose number is not known yet gets -1, which equals nobody's.
function who(
  word: string,
  field: { readonly id: 'uid' | 'gid'; readonly name: 'owner' | 'group' },
  before: string,
): Partial<FilePresent> {
  if (/^\d+$/.test(word)) return { [field.id]: Number(word), [field.name]: before };
  return { [field.name]: word, [field.id]: word === 'root' ? 0 : -1 };
}
