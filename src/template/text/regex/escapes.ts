// Backslash escapes of Python patterns: what stands for one character, and what stands for a category of them.

import type { Cursor } from './cursor.ts';
import type { Category, ClassItem } from './syntax.ts';

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

const categories: Readonly<Record<string, { readonly category: Category; readonly negated: boolean }>> = {
  d: { category: 'digit', negated: false },
  D: { category: 'digit', negated: true },
  s: { category: 'space', negated: false },
  S: { category: 'space', negated: true },
  w: { category: 'word', negated: false },
  W: { category: 'word', negated: true },
};

const hexLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** A category escape (`\d` and the like), by the letter after the backslash. */
export function categoryEscape(letter: string): ClassItem | undefined {
  const found = categories[letter];
  return found && { kind: 'category', ...found };
}

/** The character that an escape stands for, both inside and outside of a class; the cursor is after the letter. */
export function characterEscape(cursor: Cursor, letter: string): number | undefined {
  const control = controls[letter];
  if (control !== undefined) return control;
  const hexLength = hexLengths[letter];
  if (hexLength !== undefined) {
    const digits = cursor.takeWhile(/[0-9a-fA-F]/, hexLength);
    if (digits.length < hexLength) throw cursor.error(`incomplete escape \\${letter}${digits}`, digits.length + 2);
    const code = Number.parseInt(digits, 16);
    if (code > 0x10ffff) throw cursor.error(`bad escape \\${letter}${digits}`, digits.length + 2);
    return code;
  }
  if (letter === '0') return Number.parseInt(`0${cursor.takeWhile(/[0-7]/, 2)}`, 8);
  return undefined;
}

/** An escape that is neither: itself, unless it is an ASCII letter, which Python keeps for the future. */
export function literalEscape(cursor: Cursor, letter: string): number {
  if (letter === '') throw cursor.error('bad escape (end of pattern)', 1);
  if (/[a-zA-Z0-9]/.test(letter)) throw cursor.error(`bad escape \\${letter}`, 2);
  return letter.codePointAt(0) ?? 0;
}
