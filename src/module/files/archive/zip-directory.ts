// Reads the directory at the end of a zip archive: names and checksums, without unpacking anything.

import { crc32 } from 'node:zlib';
import type { Member } from './members.ts';

const END = 0x06054b50;
const END_64 = Buffer.from([0x50, 0x4b, 0x06, 0x06]);
const ENTRY = 0x02014b50;

/** Entries as `zipEntries` has them, of what needs no reading: directories, and links, which hold what they say. */
export function plainEntries(members: readonly Member[]): readonly string[] {
  return members.flatMap(({ name, file }) => {
    if (file.type === 'directory') return [`${checksumText(0)} ${name}/`];
    return file.type === 'link' ? [`${checksumText(crc32(file.target ?? ''))} ${name}`] : [];
  });
}

const checksumText = (checksum: number): string => checksum.toString(16).padStart(8, '0');

/** At least as many bytes as the directory of an archive with these names has, behind the last file. */
export function directorySize(names: readonly string[]): number {
  // What is fixed in an entry, fields of 64 bits, and a slash behind a directory; and both ends.
  return names.reduce((sum, name) => sum + 46 + 64 + Buffer.byteLength(name), 22 + 20 + 56);
}

/** The entries as lines of checksum and name, from the last bytes of an archive; `undefined` where that is none, or not all of its directory. */
export function zipEntries(tail: Buffer): readonly string[] | undefined {
  const end = tail.length - 22;
  // A comment behind the end is nothing that an archive of ours has.
  if (end < 0 || tail.readUInt32LE(end) !== END) return undefined;
  const size = tail.readUInt32LE(end + 12);
  const large = size === 0xffffffff || tail.readUInt16LE(end + 10) === 0xffff;
  const behind = large ? tail.lastIndexOf(END_64, end) : end;
  if (behind < 0) return undefined;
  const start = behind - (large ? Number(tail.readBigUInt64LE(behind + 40)) : size);
  return start < 0 ? undefined : entriesIn(tail.subarray(start, behind));
}

function entriesIn(directory: Buffer): readonly string[] | undefined {
  const lines: string[] = [];
  let at = 0;
  while (at + 46 <= directory.length) {
    if (directory.readUInt32LE(at) !== ENTRY) return undefined;
    const [name, extra, comment] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field));
    const checksum = directory
      .readUInt32LE(at + 16)
      .toString(16)
      .padStart(8, '0');
    lines.push(`${checksum} ${directory.toString('utf8', at + 46, at + 46 + (name ?? 0))}`);
    at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return lines;
}
