// Python's replacement templates for `re.sub`: `\1`, `\g<name>`, `\g<1>`, `\n`.

import { Cursor } from './cursor.ts';

/** Text to be copied, or the number of a group to be filled in. */
export type ReplacementPart = string | number;

/** Parses a replacement for a pattern with these groups; throws `RegexSyntaxError`. */
export function parseReplacement(
  text: string,
  groups: number,
  names: ReadonlyMap<string, number>,
): readonly ReplacementPart[] {
  if (!text.includes('\\')) return [text];
  const cursor = new Cursor(text);
  const parts: ReplacementPart[] = [];
  while (!cursor.atEnd) {
    const char = cursor.next();
    parts.push(char === '\\' ? parseEscape(cursor, groups, names) : char);
  }
  return parts;
}

const controls: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

function parseEscape(cursor: Cursor, groups: number, names: ReadonlyMap<string, number>): ReplacementPart {
  const letter = cursor.next();
  if (letter === '') throw cursor.error('bad escape (end of pattern)', 1);
  if (letter === 'g') return parseGroupName(cursor, groups, names);
  if (letter === '0') return octal(`0${cursor.takeWhile(/[0-7]/, 2)}`);
  if (/[1-9]/.test(letter)) return parseNumber(cursor, letter, groups);
  const control = controls[letter];
  if (control !== undefined) return control;
  if (/[a-zA-Z]/.test(letter)) throw cursor.error(`bad escape \\${letter}`, 2);
  return `\\${letter}`;
}

function parseNumber(cursor: Cursor, first: string, groups: number): ReplacementPart {
  const second = cursor.takeWhile(/[0-9]/, 1);
  if (/[0-3]/.test(first) && /[0-7]/.test(second) && /[0-7]/.test(cursor.peek()))
    return octal(first + second + cursor.next());
  return existing(cursor, Number(first + second), groups, second === '' ? 1 : 2);
}

function parseGroupName(cursor: Cursor, groups: number, names: ReadonlyMap<string, number>): number {
  if (!cursor.take('<')) throw cursor.error('missing <');
  const name = cursor.takeUntil('>', 'name');
  if (name === '') throw cursor.error('missing group name', 1);
  if (/^[0-9]+$/.test(name)) return existing(cursor, Number(name), groups, name.length + 1);
  const group = names.get(name);
  // Python raises IndexError here, which has no position.
  if (group === undefined) throw cursor.error(`unknown group name '${name}'`, name.length + 1);
  return group;
}

function existing(cursor: Cursor, group: number, groups: number, length: number): number {
  if (group > groups) throw cursor.error(`invalid group reference ${group}`, length);
  return group;
}

function octal(digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 8));
}
