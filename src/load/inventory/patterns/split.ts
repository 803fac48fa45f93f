// Takes host patterns apart: `web:&prod:!db[0]` is three parts, each with a sign and perhaps a subscript.

import { isIPv6 } from 'node:net';

/** Whether the hosts of a part are added, kept only if they are among them, or taken away. */
export type Sign = 'add' | 'keep' | 'remove';

/** One part of a host pattern. */
export interface PatternPart {
  /** As it was written, with its sign. */
  readonly written: string;
  readonly sign: Sign;
  /** A name or glob, or a regular expression behind a `~`. */
  readonly name: string;
  readonly subscript?: Subscript;
}

/** `[2]`, `[-1]`, `[0:2]`, `[3:]`: which of the hosts; both ends are meant. */
export interface Subscript {
  readonly from: number;
  /** Absent: to the end. */
  readonly to?: number;
  /** Whether it is one host that is meant, not a range. */
  readonly single: boolean;
  /** Written `[0-2]`, as it once was. */
  readonly old: boolean;
}

/** The parts of a pattern. Nothing at all means every host. */
export function splitPattern(pattern: string): readonly PatternPart[] {
  const parts = writtenParts(pattern).map((part) => part.trim());
  const filled = parts.filter((part) => part !== '');
  return (filled.length === 0 ? ['all'] : filled).map(readPart);
}

// At commas; or at colons and blanks that are in no brackets, unless all of it is an address.
function writtenParts(pattern: string): readonly string[] {
  if (pattern.includes(',')) return pattern.split(',');
  const trimmed = pattern.trim();
  return isIPv6(trimmed) ? [trimmed] : (trimmed.match(/(?:[^\s:[\]]|\[[^\]]*\])+/g) ?? []);
}

function readPart(written: string): PatternPart {
  const sign = written.startsWith('!') ? 'remove' : written.startsWith('&') ? 'keep' : 'add';
  const name = (sign === 'add' ? written : written.slice(1)).trim();
  // A regular expression may end in brackets of its own.
  const [, base, index, from, dash, to] = name.startsWith('~')
    ? []
    : (/^(.+)\[(?:(-?\d+)|(\d+)([:-])(\d*))\]$/.exec(name) ?? []);
  if (base === undefined) return { written, sign, name };
  if (index !== undefined) return { written, sign, name: base, subscript: single(Number(index)) };
  const end = to === undefined || to === '' ? {} : { to: Number(to) };
  return { written, sign, name: base, subscript: { from: Number(from), ...end, single: false, old: dash === '-' } };
}

function single(index: number): Subscript {
  return { from: index, to: index, single: true, old: false };
}

/** The items that a subscript means. */
export function subscripted<T>(items: readonly T[], { from, to }: Subscript): readonly T[] {
  if (from < 0) return items.slice(from).length === -from ? items.slice(from).slice(0, 1) : [];
  return items.slice(from, to === undefined ? undefined : to + 1);
}
