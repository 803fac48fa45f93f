// Parses a character class: `[...]` with Python's rules (a `]` first is literal, `\b` is a backspace).

import type { Cursor } from './cursor.ts';
import { categoryEscape, characterEscape, literalEscape } from './escapes.ts';
import type { ClassItem } from './syntax.ts';

/** Parses what follows the `[`, up to and including the `]`. */
export function parseClass(cursor: Cursor): { readonly negated: boolean; readonly items: readonly ClassItem[] } {
  const opened = cursor.position - 1;
  const negated = cursor.take('^');
  const items: ClassItem[] = [];
  do {
    if (cursor.atEnd) throw cursor.error('unterminated character set', cursor.position - opened);
    const start = cursor.position;
    const from = parseMember(cursor);
    if (cursor.peek() !== '-' || cursor.peek(1) === ']' || cursor.peek(1) === '') {
      items.push(from);
      continue;
    }
    cursor.next();
    const to = parseMember(cursor);
    if (from.kind !== 'range' || to.kind !== 'range' || to.from < from.from)
      throw cursor.error(`bad character range ${cursor.since(start)}`, cursor.position - start);
    else items.push({ kind: 'range', from: from.from, to: to.from });
  } while (cursor.peek() !== ']');
  cursor.next();
  return { negated, items };
}

function parseMember(cursor: Cursor): ClassItem {
  const char = cursor.next();
  if (char !== '\\') return single(char.codePointAt(0) ?? 0);
  const letter = cursor.next();
  if (letter === 'b') return single(8);
  const category = categoryEscape(letter);
  if (category) return category;
  const octal = /[1-7]/.test(letter) ? cursor.takeWhile(/[0-7]/, 2) : '';
  if (octal !== '') return single(Number.parseInt(letter + octal, 8));
  return single(characterEscape(cursor, letter) ?? literalEscape(cursor, letter));
}

function single(code: number): ClassItem {
  return { kind: 'range', from: code, to: code };
}
