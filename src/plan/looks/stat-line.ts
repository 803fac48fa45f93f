// One line of stat(1) as attributes of a file; the format works in GNU coreutils and in busybox.

import type { FilePresent, FileType } from '../look.ts';

/** Without the last two fields, `%C %n`, which the caller adds since only some hosts know `%C`. */
export const STAT_FORMAT = '%f %u %g %s %.9X %.9Y %.9Z %i %d %h %U %G';

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

const LINE =
  /^([0-9a-f]+) (\d+) (\d+) (\d+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (\d+) (\d+) (\d+) (\S+) (\S+) (\S+) (.*)$/s;

/** The attributes, or `undefined` where the line is none of stat's. */
export function parseStat(line: string): FilePresent | undefined {
  const match = LINE.exec(line);
  if (!match) return undefined;
  const field = (index: number): string => match[index] ?? '';
  const raw = Number.parseInt(field(1), 16);
  const type = TYPES[raw >> 12];
  if (type === undefined) return undefined;
  const label = field(13);
  return {
    exists: true,
    path: field(14),
    type,
    mode: raw & 0o7777,
    uid: Number(field(2)),
    gid: Number(field(3)),
    size: Number(field(4)),
    atime: Number(field(5)),
    mtime: Number(field(6)),
    ctime: Number(field(7)),
    inode: Number(field(8)),
    device: Number(field(9)),
    links: Number(field(10)),
    owner: name(field(11)),
    group: name(field(12)),
    resolved: field(14),
    ...(label.includes(':') && { label }),
  };
}

// GNU and busybox print UNKNOWN for an id without a name.
function name(word: string): string {
  return word === 'UNKNOWN' ? '' : word;
}
