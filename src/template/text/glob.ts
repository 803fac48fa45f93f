// Shell patterns: names that match them, and the paths on the controller that do.

import { lstatSync, readdirSync } from 'node:fs';

/** A shell pattern (`*`, `?`, `[a-z]`, `[!x]`) as a RegExp for whole names, as Python's fnmatch reads it. */
export function globRegex(pattern: string): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at] ?? '';
    const end =
      char === '['
        ? pattern.indexOf(']', at + (/^\[!\]/.test(pattern.slice(at)) ? 3 : pattern[at + 1] === ']' ? 2 : 1))
        : -1;
    if (char === '*') source += '.*';
    else if (char === '?') source += '.';
    else if (end > 0) {
      source += classSource(pattern.slice(at + 1, end));
      at = end;
    } else source += char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  }
  return new RegExp(`^(?:${source})$`, 's');
}

function classSource(members: string): string {
  const negated = members.startsWith('!');
  const body = (negated ? members.slice(1) : members).replace(/[\\[\]^]/g, '\\$&');
  return `[${negated ? '^' : ''}${body}]`;
}

/** Whether a pattern holds any wildcard. */
export function hasWildcard(pattern: string): boolean {
  return /[*?[]/.test(pattern);
}

/** The paths that match a pattern, sorted; names that start with a dot only where the pattern says so. */
export function glob(pattern: string): string[] {
  const parts = pattern.split('/');
  const start = pattern.startsWith('/') ? '/' : '';
  let found = [start];
  for (const [index, part] of parts.entries()) {
    if (part === '') continue;
    const last = parts.slice(index + 1).every((rest) => rest === '');
    const trailing = last && index < parts.length - 1 ? '/' : '';
    found = found.flatMap((directory) => step(directory, part).map((path) => path + trailing));
  }
  return found.filter((path) => path !== start);
}

/** The paths in one directory whose name matches; the directory is taken as it is. */
export function globIn(directory: string, pattern: string): string[] {
  return step(`${directory}/`, pattern);
}

function step(directory: string, part: string): string[] {
  const prefix = directory === '' || directory.endsWith('/') ? directory : `${directory}/`;
  if (!hasWildcard(part)) return exists(prefix + part) ? [prefix + part] : [];
  const regex = globRegex(part);
  return namesIn(prefix === '' ? '.' : prefix)
    .filter((name) => regex.test(name) && (part.startsWith('.') || !name.startsWith('.')))
    .map((name) => prefix + name);
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
