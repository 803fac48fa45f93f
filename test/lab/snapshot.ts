// Says exactly what a host changed in its files: its overlay's upper layer, compared with what lies below.

import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** One path that is not as it was when the host first booted. */
export interface UpperEntry {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed';
  readonly kind: 'file' | 'directory' | 'link' | 'other';
  /** Permission bits as playbooks write them, "0644". */
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  /** Of a file's content, in hexadecimal. */
  readonly sha256?: string;
  /** Of a symbolic link. */
  readonly target?: string;
  /** Of a file, in milliseconds: a file that was written again with the same content has changed. */
  readonly mtime?: number;
}

/**
 * What a system writes without having been changed: logs, caches, random seeds, backup copies that the passwd tools
 * leave, locks, dnf's own books and the shared memory of rpm's database, which are written by mere questions.
 * Installing a package still shows: in the database itself.
 */
export const noise: readonly RegExp[] = [
  /^\/(run|tmp|proc|sys|dev)(\/|$)/,
  /^\/var\/(log|tmp|cache)(\/|$)/,
  /^\/var\/lib\/(systemd|private|NetworkManager|logrotate|dbus|sudo|rpm-state)(\/|$)/,
  /^\/var\/lib\/(dpkg\/(lock|lock-frontend|triggers\/Lock)|apt\/lists\/lock)$/,
  /^\/var\/lib\/(dnf(\/|$)|rpm\/rpmdb\.sqlite-(shm|wal)$)/,
  /^\/root\/\.(bash_history|ansible|cache)(\/|$)/,
  /^\/etc\/(passwd|shadow|group|gshadow|subuid|subgid)-$/,
  /^\/etc\/\.(pwd\.lock|updated)$/,
  /^\/var\/\.updated$/,
];

/** The changes in `upper` over `lowers` (topmost first), sorted by path, without what `ignored` matches. */
export async function snapshot(
  upper: string,
  lowers: readonly string[],
  ignored: readonly RegExp[] = noise,
): Promise<readonly UpperEntry[]> {
  const found: UpperEntry[] = [];
  const visit = async (folder: string): Promise<void> => {
    for (const name of (await readdir(join(upper, folder))).sort()) {
      const path = `${folder}/${name}`;
      if (ignored.some((pattern) => pattern.test(path))) continue;
      const entry = await compare(path, upper, lowers);
      if (entry !== undefined) found.push(entry);
      if ((await lstat(join(upper, path))).isDirectory()) await visit(path);
    }
  };
  await visit('');
  return found.sort((one, other) => (one.path < other.path ? -1 : 1));
}

async function compare(path: string, upper: string, lowers: readonly string[]): Promise<UpperEntry | undefined> {
  const now = await describe(join(upper, path));
  const before = await below(path, lowers);
  // A whiteout over nothing: made and removed again.
  if (now === undefined) return before === undefined ? undefined : { path, change: 'removed', ...before };
  if (before === undefined) return { path, change: 'added', ...now };
  return JSON.stringify(now) === JSON.stringify(before) ? undefined : { path, change: 'changed', ...now };
}

type Description = Omit<UpperEntry, 'path' | 'change'>;

/** What the first of the lower layers that knows the path says about it. */
async function below(path: string, lowers: readonly string[]): Promise<Description | undefined> {
  for (const lower of lowers) {
    const status = await lstat(join(lower, path)).catch(() => undefined);
    if (status !== undefined) return isWhiteout(status) ? undefined : describe(join(lower, path));
  }
  return undefined;
}

/** Undefined for a whiteout, the overlay's mark of a removed path. */
async function describe(file: string): Promise<Description | undefined> {
  const status = await lstat(file);
  if (isWhiteout(status)) return undefined;
  const mode = (status.mode & 0o7777).toString(8).padStart(4, '0');
  const common = { mode, uid: status.uid, gid: status.gid };
  if (status.isDirectory()) return { kind: 'directory', ...common };
  if (status.isSymbolicLink()) return { kind: 'link', ...common, target: await readlink(file) };
  if (!status.isFile()) return { kind: 'other', ...common };
  const sha256 = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  return { kind: 'file', ...common, sha256, mtime: status.mtimeMs };
}

function isWhiteout(status: Stats): boolean {
  return status.isCharacterDevice() && status.rdev === 0;
}
