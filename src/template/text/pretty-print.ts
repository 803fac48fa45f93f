// Python's pprint: a value over as many lines of 80 columns as it needs.

import type { Value } from '../../model/value.ts';
import { asDict, asSequence, orderOf, repr, splitLines } from '../python/index.ts';

const width = 80;

/** The value as pprint.pformat writes it; keys of dicts are sorted. */
export function prettyPrint(value: Value): string {
  return format(value, 0, 0);
}

// `column`: where the text starts; `after`: how many closing characters must still fit behind it.
function format(value: Value, column: number, after: number): string {
  const whole = oneLine(value);
  if (whole.length <= width - column - after) return whole;
  const dict = asDict(value);
  if (dict) return formatDict(sortedEntries(dict.entries()), column, after);
  const items = asSequence(value);
  if (items) {
    const [open, close] = Array.isArray(value) ? ['[', ']'] : ['(', items.length === 1 ? ',)' : ')'];
    return open + formatItems(items, column + 1, after + close.length) + close;
  }
  return typeof value === 'string' ? formatText(value, column, after) : whole;
}

function oneLine(value: Value): string {
  const dict = asDict(value);
  if (dict) {
    const entries = sortedEntries(dict.entries());
    return `{${entries.map(([key, item]) => `${oneLine(key)}: ${oneLine(item)}`).join(', ')}}`;
  }
  return Array.isArray(value) ? `[${value.map(oneLine).join(', ')}]` : repr(value);
}

// Keys of different types are sorted by the names of their types, as pprint does where `<` fails.
function sortedEntries<K extends Value>(entries: Iterable<[K, Value]>): [K, Value][] {
  return [...entries].sort(([a], [b]) => {
    try {
      return orderOf(a, b);
    } catch {
      return typeof a < typeof b ? -1 : 1;
    }
  });
}

function formatItems(items: readonly Value[], column: number, after: number): string {
  const lines = items.map((item, index) => format(item, column, index === items.length - 1 ? after : 1));
  return lines.join(`,\n${' '.repeat(column)}`);
}

function formatDict(entries: readonly (readonly [Value, Value])[], column: number, after: number): string {
  const lines = entries.map(([key, item], index) => {
    const name = `${repr(key)}: `;
    return name + format(item, column + 1 + name.length, index === entries.length - 1 ? after + 1 : 1);
  });
  return `{${lines.join(`,\n${' '.repeat(column + 1)}`)}}`;
}

// Long text is cut at spaces into adjacent literals; in parentheses where it stands alone.
function formatText(text: string, column: number, after: number): string {
  if (text === '') return repr(text);
  const alone = column === 0;
  const start = alone ? 1 : column;
  const room = width - start - (alone ? 1 : 0) - after;
  const lines = splitLines(text, true);
  const chunks = lines.flatMap((line, index) => {
    const last = index === lines.length - 1;
    const most = width - start - (last ? after + (alone ? 1 : 0) : 0);
    if (repr(line).length <= Math.min(most, last ? room : most)) return [repr(line)];
    return cutAtSpaces(line, width - start, last ? room : width - start);
  });
  if (chunks.length === 1) return chunks[0] ?? '';
  const body = chunks.join(`\n${' '.repeat(start)}`);
  return alone ? `(${body})` : body;
}

function cutAtSpaces(line: string, most: number, mostAtEnd: number): string[] {
  const words = line.match(/\S*\s*/g)?.filter((word) => word !== '') ?? [];
  const chunks: string[] = [];
  let current = '';
  for (const [index, word] of words.entries()) {
    const candidate = current + word;
    const limit = index === words.length - 1 ? mostAtEnd : most;
    if (repr(candidate).length > limit) {
      if (current !== '') chunks.push(repr(current));
      current = word;
    } else current = candidate;
  }
  if (current !== '') chunks.push(repr(current));
  return chunks;
}
