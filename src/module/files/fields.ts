// Files as results show them, and files that are about to be made.

import type { FilePresent, Maker } from '../../plan/look.ts';

const ROOT: Maker = { uid: 0, gid: 0, owner: 'root', group: 'root', umask: 0o022 };

/** A file that is about to be made, as the identity that makes it leaves it; as root with the usual umask where the host was not asked. */
export function freshFile(path: string, type: FilePresent['type'], maker: Maker = ROOT): FilePresent {
  const { uid, gid, owner, group, umask, setgid } = maker;
  const mode = type === 'link' ? 0o777 : (type === 'directory' ? 0o777 : 0o666) & ~umask;
  const times = { atime: 0, mtime: 0, ctime: 0 };
  const place = { inode: 0, device: 0, links: 1, resolved: path };
  const inherited = type === 'directory' && setgid ? mode | 0o2000 : mode;
  return { exists: true, path, type, mode: inherited, uid, gid, owner, group, umask, size: 0, ...times, ...place };
}

/** Ansible's fields for a file: mode as text, owner, group, uid, gid, size, state. */
export function fileFields(file: FilePresent): Readonly<Record<string, string | number>> {
  return {
    uid: file.uid,
    gid: file.gid,
    owner: file.owner === '' ? String(file.uid) : file.owner,
    group: file.group === '' ? String(file.gid) : file.group,
    // As Ansible's modules print it: 0644, but 01777.
    mode: `0${file.mode.toString(8).padStart(3, '0')}`,
    size: file.size,
    state: stateOfFile(file),
    ...(file.label !== undefined && { secontext: file.label }),
  };
}

/** Ansible's word for what a path is; pipes and devices count as files. */
export function stateOfFile(file: FilePresent): 'directory' | 'link' | 'hard' | 'file' {
  if (file.type === 'directory' || file.type === 'link') return file.type;
  return file.links > 1 ? 'hard' : 'file';
}
