// Chooses files of a tree by name, type, size and age, as the find module does.

import type { FilePresent } from '../../plan/look.ts';
import { globRegex } from '../../template/text/glob.ts';
import { compileRegex } from '../../template/text/python-regex.ts';
import { baseName } from './paths.ts';
import { modeOf } from './symbolic-mode.ts';

export interface Choice {
  readonly patterns: readonly string[];
  readonly excludes: readonly string[];
  readonly useRegex: boolean;
  readonly type: 'any' | 'directory' | 'file' | 'link';
  readonly hidden: boolean;
  /** Bytes and seconds; negative: at most so many. */
  readonly size?: number | undefined;
  readonly age?: number | undefined;
  readonly ageStamp: 'atime' | 'ctime' | 'mtime';
  readonly mode?: string | undefined;
  readonly exactMode: boolean;
}

const AGES: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86400, w: 604800 };
const SIZES: Readonly<Record<string, number>> = { b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** `2d` in seconds, `undefined` for what is no age. */
export const secondsOf = (age: string): number | undefined => measure(age, AGES);
/** `10m` in bytes, `undefined` for what is no size. */
export const bytesOf = (size: string): number | undefined => measure(size, SIZES);

function measure(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const match = /^(-?\d+)([a-z])?$/.exec(text.toLowerCase());
  const factor = match?.[2] === undefined ? 1 : units[match[2]];
  return match && factor !== undefined ? Number(match[1]) * factor : undefined;
}

/** Why the patterns cannot be used, as a sentence. */
export function refusePatterns(patterns: readonly string[]): string | undefined {
  for (const pattern of patterns) {
    const regex = compileRegex(pattern);
    if ('kind' in regex) return `'${pattern}' is not a regular expression: ${regex.message}`;
  }
  return undefined;
}

/** Whether a file is one of those; `now` is the host's clock in seconds. */
export function chooser(choice: Choice, now: number): (file: FilePresent) => boolean {
  const wanted = namesMatcher(choice.patterns, choice);
  const unwanted = namesMatcher(choice.excludes, choice);
  const all = choice.patterns.length === 0;
  return (file) => {
    const name = baseName(file.path);
    if (!choice.hidden && name.startsWith('.')) return false;
    if (choice.type !== 'any' && choice.type !== file.type) return false;
    if (!(all || wanted(name)) || unwanted(name)) return false;
    if (choice.age !== undefined && !atLeast(now - file[choice.ageStamp], choice.age)) return false;
    if (choice.type === 'file' && choice.size !== undefined && !atLeast(file.size, choice.size)) return false;
    return hasMode(file, choice);
  };
}

function atLeast(amount: number, bound: number): boolean {
  return bound >= 0 ? amount >= bound : amount <= -bound;
}

function hasMode(file: FilePresent, { mode, exactMode }: Choice): boolean {
  if (mode === undefined) return true;
  const wanted = modeOf(mode, 0, file.type === 'directory', 0);
  if (wanted === undefined) return false;
  return exactMode ? file.mode === wanted : (file.mode & wanted) !== 0;
}

function namesMatcher(patterns: readonly string[], { useRegex }: Choice): (name: string) => boolean {
  if (!useRegex) {
    const globs = patterns.map(globRegex);
    return (name) => globs.some((regex) => regex.test(name));
  }
  const regexes = patterns.flatMap((pattern) => {
    const regex = compileRegex(pattern);
    return 'kind' in regex ? [] : [regex];
  });
  return (name) => regexes.some((regex) => regex.match(name) !== undefined);
}
