// The members that an archive shall have, told from what is on the host, and those that it has.

import type { FilePresent } from '../../../plan/look.ts';
import { globRegex } from '../../../template/text/glob.ts';
import { tidy } from '../paths.ts';
import type { Source } from './sources.ts';

/** A file that goes into the archive. */
export interface Member {
  /** Relative to the archive's root. */
  readonly name: string;
  readonly file: FilePresent;
}

export interface Members {
  readonly all: readonly Member[];
  /** The names that tar is given: with everything below them, where nothing is left out. */
  readonly names: readonly string[];
  readonly recursive: boolean;
}

export interface MemberOptions {
  readonly root: string;
  readonly sources: readonly Source[];
  /** Globs of what is left out: of names in the archive, or for zip, as Ansible has it, of paths. */
  readonly exclusions: readonly string[];
  readonly isZip: boolean;
  /** The archive itself is none of its members. */
  readonly dest: string;
}

/** What goes into the archive, by name and once. A directory that is named itself is not a member: only what is below it. */
export function membersOf({ root, sources, exclusions, isZip, dest }: MemberOptions): Members {
  const patterns = exclusions.map(globRegex);
  const found = new Map<string, FilePresent>();
  const top = new Set<string>();
  for (const { itself, below } of sources) {
    for (const file of below?.entries ?? [itself]) {
      const name = nameIn(root, file.path);
      found.set(name, file);
      if (!below || !file.path.slice(itself.path.length).replace(/^\/+/, '').includes('/')) top.add(name);
    }
  }
  const isExcluded = (name: string, { path }: FilePresent): boolean =>
    patterns.some((pattern) => pattern.test(isZip ? path : name));
  const kept = [...found].filter(
    ([name, file]) => isKept(file, isZip) && tidy(file.path) !== tidy(dest) && !isExcluded(name, file),
  );
  const all = kept.map(([name, file]) => ({ name, file })).sort((a, b) => (a.name < b.name ? -1 : 1));
  // Where the archive is made among what it holds, its beginnings must stay out as well.
  const recursive =
    exclusions.length === 0 && !sources.some(({ itself, below }) => below && isBelow(dest, itself, below.entries));
  const names = recursive
    ? [...top].filter((name) => !hasAncestor(name, top) && found.get(name)?.type !== 'socket')
    : all.map(({ name }) => name);
  return { all, names: names.sort(), recursive };
}

// A socket is nothing that can be kept, and zip would read a pipe or a device.
function isKept({ type }: FilePresent, isZip: boolean): boolean {
  return isZip ? type === 'file' || type === 'directory' || type === 'link' : type !== 'socket';
}

function nameIn(root: string, path: string): string {
  const tidied = tidy(path);
  const base = tidy(root);
  if (base === '') return tidied;
  return tidied.slice(base === '/' ? 1 : base.length + 1);
}

// By its text, and where links lead there, by the directory that it is in.
function isBelow(dest: string, { path, resolved }: FilePresent, entries: readonly FilePresent[]): boolean {
  const file = tidy(dest);
  return (
    [path, resolved].some((directory) => file.startsWith(tidy(directory) === '/' ? '/' : `${tidy(directory)}/`)) ||
    entries.some((entry) => tidy(entry.path) === file)
  );
}

function hasAncestor(name: string, names: ReadonlySet<string>): boolean {
  for (let at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1)) {
    if (names.has(name.slice(0, at))) return true;
  }
  return false;
}

const LETTERS: Readonly<Record<FilePresent['type'], string>> = {
  file: '-',
  directory: 'd',
  link: 'l',
  fifo: 'p',
  socket: 's',
  block: 'b',
  char: 'c',
};

/** Members as tar's listings have them, without what is not compared: sorted lines of mode, owner, size, time, name and target. */
export function wantedListing(members: readonly Member[]): string {
  return members.map(lineOf).sort().join('\n');
}

function lineOf({ name, file }: Member): string {
  const { type, mode, uid, gid, mtime, target } = file;
  const size = type === 'file' ? file.size : 0;
  const shown = `${name.trimStart()}${type === 'directory' ? '/' : ''}${type === 'link' ? ` -> ${target}` : ''}`;
  return `${LETTERS[type]}${permissions(mode)} ${uid}/${gid} ${size} ${timeOf(mtime)} ${shown}`;
}

function permissions(mode: number): string {
  const three = (shift: number, special: number, letter: string): string => {
    const bits = mode >> shift;
    const execute = mode & special ? (bits & 1 ? letter : letter.toUpperCase()) : bits & 1 ? 'x' : '-';
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${execute}`;
  };
  return three(6, 0o4000, 's') + three(3, 0o2000, 's') + three(0, 0o1000, 't');
}

const timeOf = (mtime: number): string =>
  new Date(Math.floor(mtime) * 1000).toISOString().replace('T', ' ').slice(0, 19);

const LINE =
  /^([-dlhpbcC])([-rwxsStT]{9}) ([^ /]+)\/([^ ]+) +(\d+(?:,\d+)?) (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.\d+)? +(.*)$/s;
const HARD = ' link to ';

/** What `tar -tv` printed, as `wantedListing` has it. busybox names owners whatever it is told, so their numbers are those of the members. */
export function foundListing(output: string, members: readonly Member[]): string {
  const users = new Map(members.map(({ file }) => [file.owner, String(file.uid)]));
  const groups = new Map(members.map(({ file }) => [file.group, String(file.gid)]));
  const lines = output
    .split(/\n(?=[-dlhpbcC][-rwxsStT]{9} [^ /]+\/)/)
    .map((line) => LINE.exec(line.replace(/\n$/, '')));
  const files = new Map(lines.flatMap((line) => (line?.[1] === '-' ? [[line[7] ?? '', line] as const] : [])));
  return lines
    .map((line) => {
      if (!line) return '';
      const [, letter = '', , , , , , shown = ''] = line;
      // Which of several names of a file comes first is chance: each counts as the file.
      const at = letter === 'h' ? shown.indexOf(HARD) : -1;
      const same = at < 0 ? undefined : files.get(shown.slice(at + HARD.length));
      const [, , mode, user = '', group = '', size = '', time] = same ?? line;
      const owner = `${users.get(user) ?? user}/${groups.get(group) ?? group}`;
      const bytes = size.includes(',') ? '0' : size;
      return `${same ? '-' : letter}${mode} ${owner} ${bytes} ${time} ${same ? shown.slice(0, at) : shown}`;
    })
    .sort()
    .join('\n');
}
