// One line of stat(1) as attributes of a file; the format works in GNU coreutils and in busybox.

import type { FilePresent, FileType } from '../look.ts';

/**
 * Shell text that sets `$format` for `stat -c`. It has no name in it, since a name may hold anything, a newline too. `%.9Y` gives GNU's fraction
 * of a second and is plain `%Y` to busybox. GNU stat fails for `%C` where there is no SELinux.
 */
export const STAT_FORMAT = `c='?'; [ -e /sys/fs/selinux/enforce ] && c=%C
format="%f %u %g %s %.9X %.9Y %.9Z %i %d %h %b %o %t %T %U:%G:$c"`;

// The upper bits of st_mode (S_IFMT >> 12).
const TYPES: Readonly<Record<number, FileType>> = {
  1: 'fifo',
  2: 'char',
  4: 'directory',
  6: 'block',
  8: 'file',
  10: 'link',
  12: 'socket',
};

const TIME = '(-?\\d+(?:\\.\\d+)?)';
const LINE = new RegExp(
  `^([0-9a-f]+) (\\d+) (\\d+) (\\d+) ${TIME} ${TIME} ${TIME} (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) ([0-9a-f]+) ([0-9a-f]+) ([^:]*):([^:]*):(.*)$`,
);

/** The attributes of the file at `path`, or `undefined` where the line is none of stat's. */
export function parseStat(line: string, path: string): FilePresent | undefined {
  const match = LINE.exec(line);
  if (!match) return undefined;
  const field = (index: number): string => match[index] ?? '';
  const number = (index: number): number => Number(match[index]);
  const raw = Number.parseInt(field(1), 16);
  const type = TYPES[raw >> 12];
  if (type === undefined) return undefined;
  const label = field(17);
  return {
    exists: true,
    path,
    type,
    mode: raw & 0o7777,
    uid: number(2),
    gid: number(3),
    size: number(4),
    atime: number(5),
    mtime: number(6),
    ctime: number(7),
    inode: whole(field(8)),
    device: whole(field(9)),
    links: number(10),
    blocks: number(11),
    blockSize: number(12),
    specialDevice: deviceNumber(Number.parseInt(field(13), 16), Number.parseInt(field(14), 16)),
    owner: name(field(15)),
    group: name(field(16)),
    resolved: path,
    ...(label.includes(':') && { label }),
  };
}

function whole(text: string): number | bigint {
  return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
}

// As glibc's makedev() composes it: what Python's st_rdev is.
function deviceNumber(major: number, minor: number): number {
  const low = (minor & 0xff) | ((major & 0xfff) << 8);
  const high = BigInt(minor & ~0xff) << 12n;
  return Number(high | BigInt(low) | (BigInt(major & ~0xfff) << 32n));
}

// GNU and busybox print UNKNOWN for an id without a name.
function name(word: string): string {
  return word === 'UNKNOWN' ? '' : word;
}
