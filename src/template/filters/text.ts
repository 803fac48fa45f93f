// Jinja's filters that change the letters and the layout of text.

import { Dict, Tuple, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import {
  capitalize,
  characters,
  defined,
  integerArgument,
  length,
  operate,
  replace,
  splitLines,
  str,
  strip,
  truth,
  typeName,
} from '../python/index.ts';
import { wrapText } from '../text/wrap.ts';
import { filter, keywords, required, rest } from './define.ts';

/** A letter after one of these starts a word for `title`. */
const wordBreak = /([-\s({[<]+)/;

export const textFilters = [
  filter('string', {}, (input) => str(input)),
  filter('lower', {}, (input) => str(input).toLowerCase()),
  filter('upper', {}, (input) => str(input).toUpperCase()),
  filter('capitalize', {}, (input) => capitalize(str(input))),
  filter('title', {}, (input) =>
    str(input)
      .split(wordBreak)
      .map((word) => capitalize(word))
      .join(''),
  ),
  filter('trim', { chars: null }, (input, { chars }) => strip(str(input), chars === null ? null : str(chars), 'both')),
  filter('replace', { old: required, new: required, count: null }, (input, args) => {
    const count = args.count === null ? -1 : integerArgument(args.count);
    return replace(str(input), str(args.old), str(args.new), count);
  }),
  filter('center', { width: 80 }, (input, { width }) => center(str(input), integerArgument(width))),
  filter(
    'truncate',
    { length: 255, killwords: false, end: '...', leeway: null },
    (input, { length: limit, killwords, end, leeway }) =>
      truncate(input, {
        limit: integerArgument(limit),
        killWords: truth(killwords),
        end: str(end),
        leeway: leeway === null ? 5 : integerArgument(leeway),
      }),
  ),
  filter('indent', { width: 4, first: false, blank: false }, (input, { width, first, blank }) =>
    indent(input, typeof width === 'string' ? width : spaces(width), truth(first), truth(blank)),
  ),
  filter('wordcount', {}, (input) => (str(input).match(/[\p{L}\p{N}_]+/gu) ?? []).length),
  filter(
    'wordwrap',
    { width: 79, break_long_words: true, wrapstring: null, break_on_hyphens: true },
    (input, { width, break_long_words, wrapstring, break_on_hyphens }) => {
      if (typeof defined(input) !== 'string')
        throw new TemplateError(`'${typeName(input)}' object has no attribute 'splitlines'`);
      const options = { breakLongWords: truth(break_long_words), breakOnHyphens: truth(break_on_hyphens) };
      const newline = wrapstring === null ? '\n' : str(wrapstring);
      const lines = splitLines(str(input)).map((line) => wrapText(line, integerArgument(width), options).join(newline));
      return lines.join(newline);
    },
  ),
  filter('format', { args: rest, kwargs: keywords }, (input, { args, kwargs }) => {
    if (args.length > 0 && kwargs.size > 0)
      throw new TemplateError("can't handle positional and keyword arguments at the same time");
    return operate('%', str(input), kwargs.size > 0 ? Dict.of(kwargs) : new Tuple(args));
  }),
];

/** Python's str.center(): the odd space goes left where the width is odd. */
function center(text: string, width: number): string {
  const size = length(text);
  const total = Math.max(0, width - size);
  const left = Math.floor(total / 2) + (total & width & 1);
  return ' '.repeat(left) + text + ' '.repeat(total - left);
}

interface Truncation {
  readonly limit: number;
  readonly killWords: boolean;
  readonly end: string;
  readonly leeway: number;
}

function truncate(input: Value, { limit, killWords, end, leeway }: Truncation): Value {
  if (limit < length(end)) throw new TemplateError(`expected length >= ${length(end)}, got ${limit}`);
  if (leeway < 0) throw new TemplateError(`expected leeway >= 0, got ${leeway}`);
  if (length(input) <= limit + leeway) return input;
  const kept = characters(str(input))
    .slice(0, limit - length(end))
    .join('');
  const space = kept.lastIndexOf(' ');
  return (killWords || space < 0 ? kept : kept.slice(0, space)) + end;
}

function spaces(width: Value): string {
  return str(operate('*', ' ', width));
}

function indent(input: Value, margin: string, first: boolean, blank: boolean): string {
  if (typeof defined(input) !== 'string')
    throw new TemplateError(`unsupported operand type(s) for +=: '${typeName(input)}' and 'str'`);
  // Jinja adds a newline, which keeps the one at the end of the text.
  const lines = splitLines(`${str(input)}\n`);
  const indented = lines.map((line, index) => (index > 0 && (blank || line !== '') ? margin + line : line)).join('\n');
  return first ? margin + indented : indented;
}
