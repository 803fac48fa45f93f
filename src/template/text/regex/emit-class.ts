// Writes characters and character classes for a JavaScript RegExp with the `v` flag, with Python's notion of digits, spaces and words.

import type { Category, ClassItem, RegexNode } from './syntax.ts';

// Python's str patterns know all of Unicode; `\s` is str.isspace(), which has the ASCII separators and lacks the byte order mark.
const unicode: Readonly<Record<Category, string>> = {
  digit: '\\p{Nd}',
  space: '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000',
  word: '\\p{L}\\p{N}_',
};

const ascii: Readonly<Record<Category, string>> = { digit: '0-9', space: '\\t-\\r\\x20', word: 'a-zA-Z0-9_' };

/** The class of what belongs to a word. */
export function wordClass(asciiOnly: boolean): string {
  return `[${(asciiOnly ? ascii : unicode).word}]`;
}

/** One character; with `spellCases` in all its cases. */
export function literal(code: number, spellCases: boolean): string {
  const cases = spellCases ? variants(code) : [];
  if (cases.length > 0) return `[${[code, ...cases].map(member).join('')}]`;
  const char = String.fromCodePoint(code);
  return /^[a-zA-Z0-9_ "'`,:;=<>@!#%&~-]$/.test(char) ? char : escaped(code);
}

/** A class; with `spellCases` with every case of its characters. */
export function characterClass(node: RegexNode & { kind: 'class' }, spellCases: boolean): string {
  const items = node.items.map((item) => classItem(item, node.ascii, spellCases));
  return `[${node.negated ? '^' : ''}${items.join('')}]`;
}

function classItem(item: ClassItem, asciiOnly: boolean, spellCases: boolean): string {
  if (item.kind === 'category') {
    const inside = (asciiOnly ? ascii : unicode)[item.category];
    return item.negated ? `[^${inside}]` : inside;
  }
  const text = item.from === item.to ? member(item.from) : `${member(item.from)}-${member(item.to)}`;
  return spellCases ? text + otherCases(item.from, item.to).map(member).join('') : text;
}

// Nothing above the Greek and Cyrillic blocks is worth a walk over a range of many thousand characters.
const widestRange = 0x600;

function otherCases(from: number, to: number): number[] {
  const cases = new Set<number>();
  for (let code = from; code <= Math.min(to, from + widestRange); code += 1)
    for (const variant of variants(code)) if (variant < from || variant > to) cases.add(variant);
  return [...cases];
}

function variants(code: number): number[] {
  const char = String.fromCodePoint(code);
  return [char.toLowerCase(), char.toUpperCase()]
    .filter((other) => other !== char && Array.from(other).length === 1)
    .map((other) => other.codePointAt(0) ?? code);
}

function member(code: number): string {
  const char = String.fromCodePoint(code);
  return /^[a-zA-Z0-9_]$/.test(char) ? char : escaped(code);
}

function escaped(code: number): string {
  return `\\u{${code.toString(16)}}`;
}
