// Reads what the file functions of a host said: records that end with NUL, and the bytes of files between them.

import type { FilePresent, Maker } from '../look.ts';
import { Records } from './records.ts';
import { parseStat } from './stat-line.ts';

/** What was said of one file. */
export interface FileReport {
  /** A line of stat(1). */
  readonly stat?: string;
  readonly denied?: true;
  /** `gid:group` that a setgid directory hands on. */
  readonly heir?: string;
  readonly link?: { readonly target: string; readonly resolved: string };
  readonly content?: Buffer;
  readonly unreadable?: true;
  readonly tooLarge?: true;
  readonly access?: string;
  readonly flags?: { readonly version: string; readonly letters: string };
  readonly mime?: string;
}

export interface FileReply {
  /** By index of the look. */
  readonly files: ReadonlyMap<number, FileReport>;
  /** `ALGORITHM:INDEX` to hex. */
  readonly digests: ReadonlyMap<string, string>;
  /** Algorithms that the host has no program for. */
  readonly noDigest: ReadonlySet<string>;
  readonly maker?: Maker;
  readonly umask?: number;
}

/** The reply, or why it cannot be read. */
export function parseFileReply(output: Buffer): FileReply | { readonly problem: string } {
  const records = new Records(output);
  const files = new Map<number, FileReport>();
  const digests = new Map<string, string>();
  const noDigest = new Set<string>();
  let maker: Maker | undefined;
  let umask: number | undefined;
  for (let record = records.next(); record !== undefined; record = records.next()) {
    const [word = '', ...words] = record.split(' ');
    if (word === 'umask') umask = Number.parseInt(words[0] ?? '', 8);
    else if (word === 'maker') maker = parseMaker(words, umask ?? 0);
    else if (word === 'nodigest') noDigest.add(words[0] ?? '');
    else if (word === 'digests') for (const one of words) addDigest(digests, one);
    else if (word === 'stat') addLines(files, words, records.next() ?? '', (stat) => ({ stat }));
    else if (word === 'mime') addLines(files, words, records.next() ?? '', (mime) => ({ mime }));
    else {
      const report = reportOf(word, words.slice(1), records);
      if (report === undefined) return { problem: `the host's answer cannot be read: '${record.slice(0, 80)}'` };
      if (report === 'changed') return { problem: 'a file changed while it was read; try again' };
      add(files, words[0], report);
    }
  }
  return { files, digests, noDigest, ...(maker && { maker }), ...(umask !== undefined && { umask }) };
}

function add(files: Map<number, FileReport>, index: string | undefined, report: FileReport): void {
  files.set(Number(index), { ...files.get(Number(index)), ...report });
}

// A line for each of several files.
function addLines(
  files: Map<number, FileReport>,
  indexes: readonly string[],
  lines: string,
  report: (line: string) => FileReport,
): void {
  const each = lines.split('\n');
  for (const [position, index] of indexes.entries()) add(files, index, report(each[position] ?? ''));
}

function addDigest(digests: Map<string, string>, word: string): void {
  const at = word.lastIndexOf(':');
  if (at > 0) digests.set(word.slice(0, at), word.slice(at + 1));
}

// `undefined`: no word of ours. `changed`: the bytes announced are not what came.
function reportOf(word: string, words: readonly string[], records: Records): FileReport | 'changed' | undefined {
  switch (word) {
    case 'link':
      return { link: { target: records.next() ?? '', resolved: records.next() ?? '' } };
    case 'content': {
      const content = records.bytes(Number(words[0]));
      return content ? { content } : 'changed';
    }
    case 'denied':
      return { denied: true };
    case 'unreadable':
      return { unreadable: true };
    case 'large':
      return { tooLarge: true };
    case 'heir':
      return { heir: words.join(' ') };
    case 'access':
      return { access: words.join(' ') };
    case 'flags':
      return { flags: { version: words[0] ?? '', letters: (words[1] ?? '').replaceAll('-', '') } };
    default:
      return undefined;
  }
}

// What id(1) prints: `uid=0(root) gid=0(root) groups=0(root)`; an id without a name has no parentheses.
function parseMaker(id: readonly string[], umask: number): Maker | undefined {
  const match = /^uid=(\d+)(?:\((.*?)\))? gid=(\d+)(?:\((.*?)\))?/.exec(id.join(' '));
  if (!match) return undefined;
  return {
    uid: Number(match[1]),
    owner: match[2] ?? '',
    gid: Number(match[3]),
    group: match[4] ?? '',
    umask,
  };
}

/** The attributes that a report gives a path; `undefined` where it is absent. */
export function presentOf(path: string, report: FileReport): FilePresent | undefined {
  const present = report.stat === undefined ? undefined : parseStat(report.stat, path);
  if (!present) return undefined;
  const { link, flags, mime, access, content, unreadable, tooLarge } = report;
  return {
    ...present,
    ...(link && { target: link.target, resolved: link.resolved === '' ? path : link.resolved }),
    ...(flags && { flags: flags.letters, version: flags.version }),
    ...(mime && { mime }),
    ...(access !== undefined && {
      access: { read: access.includes('r'), write: access.includes('w'), execute: access.includes('x') },
    }),
    ...(content && present.type === 'file' && { content }),
    ...(unreadable && { unreadable }),
    ...(tooLarge && { tooLarge }),
  };
}
