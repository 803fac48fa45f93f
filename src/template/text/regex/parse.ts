// Parses a Python regular expression into its parts.

import { Cursor } from './cursor.ts';
import { categoryEscape, characterEscape, literalEscape } from './escapes.ts';
import { parseClass } from './parse-class.ts';
import { parseGroup } from './parse-group.ts';
import { FlagsFound, type Parser, reference } from './parser.ts';
import type { Anchor, ParsedRegex, RegexFlags, RegexNode, RepeatMode } from './syntax.ts';

/** Parses a pattern; throws `RegexSyntaxError`. */
export function parseRegex(pattern: string, flags: RegexFlags): ParsedRegex {
  const parser: Parser = {
    cursor: new Cursor(pattern),
    names: new Map(),
    open: new Set(),
    groups: 0,
    global: flags,
    choice: parseChoice,
  };
  try {
    const root = parseChoice(parser, flags);
    if (!parser.cursor.atEnd) throw parser.cursor.error('unbalanced parenthesis');
    return { root, groups: parser.groups, names: parser.names };
  } catch (error) {
    if (error instanceof FlagsFound) return parseRegex(pattern, error.flags);
    throw error;
  }
}

// Alternatives up to a `)` or the end.
function parseChoice(parser: Parser, flags: RegexFlags): RegexNode {
  const options = [parseSequence(parser, flags)];
  while (parser.cursor.take('|')) options.push(parseSequence(parser, flags));
  const [only] = options;
  return only && options.length === 1 ? only : { kind: 'choice', options };
}

function parseSequence(parser: Parser, flags: RegexFlags): RegexNode {
  const { cursor } = parser;
  const items: RegexNode[] = [];
  for (;;) {
    if (flags.verbose) skipVerbose(cursor);
    const next = cursor.peek();
    if (next === '' || next === '|' || next === ')') return { kind: 'sequence', items };
    const repeat = parseRepeat(cursor);
    if (repeat) {
      items.push({ kind: 'repeat', ...repeat, body: takeRepeatable(cursor, items, repeat.length) });
      continue;
    }
    const atom = parseAtom(parser, flags);
    if (atom) items.push(atom);
  }
}

function skipVerbose(cursor: Cursor): void {
  for (;;) {
    cursor.takeWhile(/[ \t\n\r\v\f]/);
    if (!cursor.take('#')) return;
    cursor.takeWhile(/[^\n]/);
  }
}

function takeRepeatable(cursor: Cursor, items: RegexNode[], length: number): RegexNode {
  const last = items.pop();
  if (!last || last.kind === 'anchor') throw cursor.error('nothing to repeat', length);
  if (last.kind === 'repeat') throw cursor.error('multiple repeat', length);
  return last;
}

interface Repeat {
  readonly min: number;
  readonly max: number;
  readonly mode: RepeatMode;
  readonly length: number;
}

function parseRepeat(cursor: Cursor): Repeat | undefined {
  const start = cursor.position;
  const range = parseRange(cursor);
  if (!range) return undefined;
  const mode = cursor.take('?') ? 'lazy' : cursor.take('+') ? 'possessive' : 'greedy';
  return { ...range, mode, length: cursor.position - start };
}

function parseRange(cursor: Cursor): { min: number; max: number } | undefined {
  if (cursor.take('*')) return { min: 0, max: Number.POSITIVE_INFINITY };
  if (cursor.take('+')) return { min: 1, max: Number.POSITIVE_INFINITY };
  if (cursor.take('?')) return { min: 0, max: 1 };
  if (cursor.peek() !== '{') return undefined;
  const start = cursor.position;
  cursor.next();
  const low = cursor.takeWhile(/[0-9]/);
  const comma = cursor.take(',');
  const high = comma ? cursor.takeWhile(/[0-9]/) : low;
  // `{}`, `{x}` and `{1,x}` are literal text.
  if ((low === '' && !comma) || !cursor.take('}')) {
    cursor.rewind(start);
    return undefined;
  }
  const min = low === '' ? 0 : Number(low);
  const max = high === '' ? Number.POSITIVE_INFINITY : Number(high);
  if (max < min) throw cursor.error('min repeat greater than max repeat', cursor.position - start - 1);
  return { min, max };
}

function parseAtom(parser: Parser, flags: RegexFlags): RegexNode | undefined {
  const { cursor } = parser;
  const char = cursor.next();
  const ignorecase = flags.ignorecase === true;
  const ascii = flags.ascii === true;
  switch (char) {
    case '.':
      return { kind: 'any', dotall: flags.dotall === true };
    case '^':
      return anchor(flags.multiline ? 'line-start' : 'start', ascii);
    case '$':
      return anchor(flags.multiline ? 'line-end' : 'before-last-newline', ascii);
    case '[':
      return { kind: 'class', ...parseClass(cursor), ignorecase, ascii };
    case '(':
      return parseGroup(parser, flags);
    case '\\':
      return parseEscape(parser, flags);
    default:
      return { kind: 'char', code: char.codePointAt(0) ?? 0, ignorecase };
  }
}

const anchorEscapes: Readonly<Record<string, Anchor>> = { A: 'start', Z: 'end', b: 'word', B: 'not-word' };

function parseEscape(parser: Parser, flags: RegexFlags): RegexNode {
  const { cursor } = parser;
  const letter = cursor.next();
  const ignorecase = flags.ignorecase === true;
  const ascii = flags.ascii === true;
  const where = anchorEscapes[letter];
  if (where) return anchor(where, ascii);
  const category = categoryEscape(letter);
  if (category) return { kind: 'class', negated: false, items: [category], ignorecase, ascii };
  if (/[1-9]/.test(letter)) return parseNumericEscape(parser, letter, ignorecase);
  return { kind: 'char', code: characterEscape(cursor, letter) ?? literalEscape(cursor, letter), ignorecase };
}

// Three octal digits are a character; everything else that starts with 1 to 9 is a group.
function parseNumericEscape(parser: Parser, first: string, ignorecase: boolean): RegexNode {
  const { cursor } = parser;
  const second = /[0-9]/.test(cursor.peek()) ? cursor.next() : '';
  if (/[0-3]/.test(first) && /[0-7]/.test(second) && /[0-7]/.test(cursor.peek()))
    return { kind: 'char', code: Number.parseInt(first + second + cursor.next(), 8), ignorecase };
  const group = Number(first + second);
  return reference(parser, group, ignorecase, String(group).length + 1);
}

function anchor(where: Anchor, ascii: boolean): RegexNode {
  return { kind: 'anchor', anchor: where, ascii };
}
