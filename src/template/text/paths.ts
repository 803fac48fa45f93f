// Paths as Python's os.path cuts and joins them, which differs from Node's in small ways.

import { readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { posix } from 'node:path';

/** The last part; empty after a trailing slash. */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** All but the last part, without its trailing slashes unless it is nothing but slashes. */
export function dirname(path: string): string {
  const head = path.slice(0, path.lastIndexOf('/') + 1);
  return /^\/*$/.test(head) ? head : head.replace(/\/+$/, '');
}

/** Joins parts; an absolute one starts anew. */
export function joinPaths(parts: readonly string[]): string {
  return parts.reduce((path, part) => {
    if (part.startsWith('/') || path === '') return part;
    return path.endsWith('/') ? path + part : `${path}/${part}`;
  });
}

/** The path without its extension, and the extension with its dot. Dots at the start of a name are no extension. */
export function splitExtension(path: string): readonly [string, string] {
  const name = basename(path);
  const dot = name.lastIndexOf('.');
  if (dot < 0 || /^\.*$/.test(name.slice(0, dot))) return [path, ''];
  const at = path.length - name.length + dot;
  return [path.slice(0, at), path.slice(at)];
}

/** `~` and `~user` at the start; users that do not exist stay as they are. */
export function expandUser(path: string, environment: Readonly<Record<string, string | undefined>>): string {
  const [whole, user] = /^~([^/]*)/.exec(path) ?? [];
  if (whole === undefined || user === undefined) return path;
  const home = user === '' ? (environment.HOME ?? homedir()) : homeOf(user);
  if (home === undefined) return path;
  return home.replace(/\/+$/, '') + path.slice(whole.length) || '/';
}

function homeOf(user: string): string | undefined {
  try {
    const entries = readFileSync('/etc/passwd', 'utf8').split('\n');
    return entries.map((line) => line.split(':')).find(([name]) => name === user)?.[5];
  } catch {
    return undefined;
  }
}

/** `$NAME` and `${NAME}`; variables that are not set stay as they are. */
export function expandVariables(text: string, environment: Readonly<Record<string, string | undefined>>): string {
  return text.replace(
    /\$(?:(\w+)|\{([^}]*)\})/g,
    (whole, plain?: string, braced?: string) => environment[plain ?? braced ?? ''] ?? whole,
  );
}

/** The absolute path with every link followed, as far as it exists. */
export function realPath(path: string): string {
  const absolute = posix.resolve(path);
  try {
    return realpathSync(absolute);
  } catch {
    const parent = posix.dirname(absolute);
    return parent === absolute ? absolute : posix.join(realPath(parent), posix.basename(absolute));
  }
}

/** The way from one directory to a path. */
export function relativePath(path: string, start: string): string {
  return posix.relative(start, path) || '.';
}

/** The drive (or share) and the rest of a Windows path. */
export function splitDrive(path: string): readonly [string, string] {
  const drive = /^(?:[\\/]{2}[^\\/]+[\\/][^\\/]+|.:)/.exec(path)?.[0] ?? '';
  return [drive, path.slice(drive.length)];
}

/** The last part of a Windows path. */
export function windowsBasename(path: string): string {
  const [, rest] = splitDrive(path);
  return rest.slice(lastSeparator(rest) + 1);
}

/** All but the last part of a Windows path. */
export function windowsDirname(path: string): string {
  const [drive, rest] = splitDrive(path);
  const head = rest.slice(0, lastSeparator(rest) + 1);
  return drive + (/^[\\/]*$/.test(head) ? head : head.replace(/[\\/]+$/, ''));
}

function lastSeparator(path: string): number {
  return Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
}
