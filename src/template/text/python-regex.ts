// Python's regular expressions: patterns and replacements mean what the `re` module says they mean.
//
// JavaScript's engine does the matching. Two things it cannot be made to do: a group inside a repetition is forgotten when a later
// round does not match it, and a reference to a group that did not match matches the empty text (in Python it never matches).

import { type EmittedRegex, emitRegex } from './regex/emit.ts';
import { parseRegex } from './regex/parse.ts';
import { parseReplacement, type ReplacementPart } from './regex/replacement.ts';
import { type RegexFlags, RegexSyntaxError } from './regex/syntax.ts';

export type { RegexFlags } from './regex/syntax.ts';

/** A compiled pattern. Methods are named as in Python's `re`. */
export interface PythonRegex {
  readonly pattern: string;
  /** How many capturing groups it has. */
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
  /** At the start of the text. */
  match(text: string): RegexMatch | undefined;
  /** Anywhere in the text. */
  search(text: string): RegexMatch | undefined;
  /** The whole text. */
  fullmatch(text: string): RegexMatch | undefined;
  /** Every match, left to right, none overlapping. */
  finditer(text: string): Iterable<RegexMatch>;
  /** Replaces the first `count` matches (0: all). The replacement is a template, or a function of the match. */
  sub(replacement: Replacement, text: string, count?: number): string;
  /** The text between the matches, with what the groups caught in between. */
  split(text: string, limit?: number): (string | undefined)[];
}

/** What a pattern found; `groups[0]` is the whole, a group that took no part is `undefined`. */
export interface RegexMatch {
  readonly groups: readonly (string | undefined)[];
  /** Where it starts and ends, in UTF-16 units as JavaScript's strings are counted. */
  readonly start: number;
  readonly end: number;
}

/** A replacement that was checked against its pattern, or a function. */
export type Replacement = readonly ReplacementPart[] | ((match: RegexMatch) => string);

/** What is wrong with a pattern or a replacement. */
export interface RegexMistake {
  readonly kind: 'regex-mistake';
  /** A sentence with the position in it. */
  readonly message: string;
  /** At which character of the pattern, from 0. */
  readonly position: number;
}

const compiled = new Map<string, PythonRegex | RegexMistake>();
const cacheSize = 1000;

/** Compiles a pattern; the last thousand are remembered. */
export function compileRegex(pattern: string, flags: RegexFlags = {}): PythonRegex | RegexMistake {
  const key = `${flagKey(flags)}/${pattern}`;
  const known = compiled.get(key);
  if (known) return known;
  if (compiled.size >= cacheSize) compiled.clear();
  const result = attempt(() => build(pattern, flags));
  compiled.set(key, result);
  return result;
}

/** Checks a replacement against the groups of its pattern. */
export function compileReplacement(regex: PythonRegex, text: string): Replacement | RegexMistake {
  return attempt(() => parseReplacement(text, regex.groups, regex.names));
}

/** Whether compiling failed. */
export function isRegexMistake(result: PythonRegex | Replacement | RegexMistake): result is RegexMistake {
  return 'kind' in result;
}

/** Python's `re.escape`: text as a pattern that matches it literally. */
export function escapeRegex(text: string): string {
  return text.replace(/[\t\n\v\f\r #$&()*+.?[\\\]^{|}~-]/g, '\\$&');
}

function flagKey(flags: RegexFlags): string {
  return `${flags.ignorecase ? 'i' : ''}${flags.multiline ? 'm' : ''}${flags.dotall ? 's' : ''}${flags.verbose ? 'x' : ''}${flags.ascii ? 'a' : ''}`;
}

function attempt<T>(action: () => T): T | RegexMistake {
  try {
    return action();
  } catch (error) {
    if (error instanceof RegexSyntaxError)
      return { kind: 'regex-mistake', message: error.message, position: error.position };
    // What we wrote was refused by JavaScript's engine (a pattern too large, for example).
    if (error instanceof SyntaxError) return { kind: 'regex-mistake', message: error.message, position: 0 };
    throw error;
  }
}

function build(pattern: string, flags: RegexFlags): PythonRegex {
  const parsed = parseRegex(pattern, flags);
  const emitted = emitRegex(parsed);
  const finder: Finder = {
    anywhere: javascriptRegex(emitted, 'g'),
    advancing:
      emitted.advancing === undefined ? undefined : javascriptRegex({ ...emitted, source: emitted.advancing }, 'y'),
    groups: emitted.groups,
  };
  let anchored: RegExp | undefined;
  let whole: RegExp | undefined;
  return {
    pattern,
    groups: parsed.groups,
    names: parsed.names,
    match(text) {
      anchored ??= javascriptRegex(emitted, 'y');
      return first(anchored, emitted.groups, text);
    },
    search: (text) => first(finder.anywhere, emitted.groups, text),
    fullmatch(text) {
      whole ??= javascriptRegex({ ...emitted, source: `(?:${emitted.source})$` }, 'y');
      return first(whole, emitted.groups, text);
    },
    finditer: (text) => matches(finder, text),
    sub: (replacement, text, count = 0) => substitute(matches(finder, text), replacement, text, count),
    split: (text, limit = 0) => split(matches(finder, text), text, limit),
  };
}

/** How all matches are found: where the empty text was matched, Python tries for a longer match at the same place. */
interface Finder {
  readonly anywhere: RegExp;
  readonly advancing: RegExp | undefined;
  readonly groups: readonly number[];
}

function javascriptRegex({ source, ignorecase }: Pick<EmittedRegex, 'source' | 'ignorecase'>, mode: 'g' | 'y'): RegExp {
  return new RegExp(source, `${mode}v${ignorecase ? 'i' : ''}`);
}

function first(regex: RegExp, groups: readonly number[], text: string): RegexMatch | undefined {
  regex.lastIndex = 0;
  const found = regex.exec(text);
  return found ? toMatch(found, groups) : undefined;
}

function* matches({ anywhere, advancing, groups }: Finder, text: string): Iterable<RegexMatch> {
  const shifted = groups.map((group) => (group === 0 ? 0 : group + 1));
  let position = 0;
  while (position <= text.length) {
    anywhere.lastIndex = position;
    const found = anywhere.exec(text);
    if (!found) return;
    const match = toMatch(found, groups);
    yield match;
    position = match.end;
    if (match.end > match.start) continue;
    const longer = advancing && at(advancing, text, position);
    if (longer) yield toMatch(longer, shifted);
    position = longer ? position + longer[0].length : position + width(text, position);
  }
}

function at(regex: RegExp, text: string, position: number): RegExpExecArray | null {
  regex.lastIndex = position;
  return regex.exec(text);
}

// One character may be two UTF-16 units.
function width(text: string, position: number): number {
  return (text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1;
}

function toMatch(found: RegExpExecArray, groups: readonly number[]): RegexMatch {
  const start = found.index;
  return { groups: groups.map((group) => found[group]), start, end: start + found[0].length };
}

function substitute(found: Iterable<RegexMatch>, replacement: Replacement, text: string, count: number): string {
  let result = '';
  let copied = 0;
  let done = 0;
  for (const match of found) {
    result += text.slice(copied, match.start);
    result += typeof replacement === 'function' ? replacement(match) : fill(replacement, match);
    copied = match.end;
    done += 1;
    if (done === count) break;
  }
  return result + text.slice(copied);
}

function fill(replacement: readonly ReplacementPart[], match: RegexMatch): string {
  let result = '';
  for (const part of replacement) result += typeof part === 'string' ? part : (match.groups[part] ?? '');
  return result;
}

function split(found: Iterable<RegexMatch>, text: string, limit: number): (string | undefined)[] {
  const parts: (string | undefined)[] = [];
  let copied = 0;
  let done = 0;
  for (const match of found) {
    parts.push(text.slice(copied, match.start), ...match.groups.slice(1));
    copied = match.end;
    done += 1;
    if (done === limit) break;
  }
  parts.push(text.slice(copied));
  return parts;
}
