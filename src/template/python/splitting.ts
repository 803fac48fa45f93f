// Python's ways to take text apart and put it together: strip, split, splitlines, join, replace.

import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { textArgument } from './arguments.ts';
import { characters } from './items.ts';

const space = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const spaces = new RegExp(`[${space}]+`);
const leading = new RegExp(`^[${space}]+`);
const trailing = new RegExp(`[${space}]+$`);

/** Python's text.strip() and its one-sided forms; `null` strips whitespace. */
export function strip(text: string, chars: string | null, side: 'both' | 'left' | 'right'): string {
  if (chars === null) {
    const left = side === 'right' ? text : text.replace(leading, '');
    return side === 'left' ? left : left.replace(trailing, '');
  }
  const all = characters(text);
  let start = 0;
  let end = all.length;
  if (side !== 'right') while (start < end && chars.includes(all[start] ?? '')) start++;
  if (side !== 'left') while (end > start && chars.includes(all[end - 1] ?? '')) end--;
  return all.slice(start, end).join('');
}

/** Python's text.split(sep, maxsplit), from the left or the right. */
export function split(text: string, separator: string | null, most: number, fromRight = false): string[] {
  if (separator === '') throw new TemplateError('empty separator');
  if (separator !== null) return splitBy(text, separator, most, fromRight);
  const words = text.replace(leading, '').replace(trailing, '');
  if (words === '') return [];
  if (most < 0) return words.split(spaces);
  return fromRight ? wordsFromRight(text.replace(trailing, ''), most) : wordsFromLeft(text.replace(leading, ''), most);
}

function wordsFromLeft(text: string, most: number): string[] {
  const out: string[] = [];
  let rest = text;
  while (rest !== '' && out.length < most) {
    const gap = spaces.exec(rest);
    if (!gap) break;
    out.push(rest.slice(0, gap.index));
    rest = rest.slice(gap.index + gap[0].length);
  }
  return rest === ''
    ? out
    : [...out, out.length < most || most === 0 ? rest.replace(out.length < most ? trailing : /$^/, '') : rest];
}

function wordsFromRight(text: string, most: number): string[] {
  const parts = strip(text, null, 'left').split(spaces);
  if (parts.length <= most) return parts;
  const tail = parts.slice(parts.length - most);
  let rest = text;
  for (const word of [...tail].reverse()) rest = rest.slice(0, rest.length - word.length).replace(trailing, '');
  return rest === '' ? tail : [rest, ...tail];
}

function splitBy(text: string, separator: string, most: number, fromRight: boolean): string[] {
  const parts = text.split(separator);
  if (most < 0 || parts.length <= most + 1) return parts;
  if (fromRight) return [parts.slice(0, parts.length - most).join(separator), ...parts.slice(parts.length - most)];
  return [...parts.slice(0, most), parts.slice(most).join(separator)];
}

const lineEnds = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;

/** Python's text.splitlines(). */
export function splitLines(text: string, keepEnds = false): string[] {
  const out: string[] = [];
  let from = 0;
  for (const match of text.matchAll(lineEnds)) {
    const end = match.index + match[0].length;
    out.push(text.slice(from, keepEnds ? end : match.index));
    from = end;
  }
  if (from < text.length) out.push(text.slice(from));
  return out;
}

/** Python's separator.join(items), with its error for items that are not text. */
export function join(separator: string, items: Iterable<Value>): string {
  let index = 0;
  const texts: string[] = [];
  for (const item of items) {
    const at = index++;
    texts.push(textArgument(item, (type) => `sequence item ${at}: expected str instance, ${type} found`));
  }
  return texts.join(separator);
}

/** Python's text.replace(old, new, count). */
export function replace(text: string, old: string, replacement: string, count: number): string {
  if (count < 0)
    return (
      text
        .split(old)
        .join(replacement)
        .replace(/^/, old === '' && text !== '' ? replacement : '') + (old === '' ? replacement : '')
    );
  if (old === '') {
    const chars = characters(text);
    return (
      chars.map((char, i) => (i < count ? replacement + char : char)).join('') +
      (chars.length < count ? replacement : '')
    );
  }
  const parts = text.split(old);
  const cut = Math.min(count, parts.length - 1);
  return (
    parts
      .slice(0, cut)
      .map((part) => part + replacement)
      .join('') + parts.slice(cut).join(old)
  );
}
