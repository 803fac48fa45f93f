// The methods of Python's str that search text or tell what it is made of.

import { Tuple, type Value } from '../../../model/value.ts';
import { TemplateError } from '../../callable.ts';
import { integerArgument, textArgument } from '../arguments.ts';
import { characters } from '../items.ts';
import { typeName } from '../types.ts';
import { exactly, type Method, type Methods, methods, needed } from './method.ts';

interface Window {
  readonly text: string;
  /** Index of its first character in the whole text. */
  readonly start: number;
  /** Whether start lies behind the end: not even '' is found there. */
  readonly outside: boolean;
}

function windowOf(self: string, args: readonly Value[]): Window {
  if (args.length === 1) return { text: self, start: 0, outside: false };
  const chars = characters(self);
  const start = clamp(args[1] ?? null, chars.length, 0);
  const end = clamp(args[2] ?? null, chars.length, chars.length);
  const outside = args[1] !== undefined && args[1] !== null && integerArgument(args[1]) > chars.length;
  return { text: chars.slice(start, end).join(''), start, outside: outside || start > end };
}

function clamp(value: Value, size: number, fallback: number): number {
  if (value === null) return fallback;
  const index = integerArgument(value);
  return Math.min(size, Math.max(0, index < 0 ? index + size : index));
}

function finder(name: string, last: boolean, strict: boolean): Method<string> {
  return (self, args) => {
    const part = textArgument(needed(name, args));
    const { text, start, outside } = windowOf(self, args);
    const at = outside ? -1 : last ? text.lastIndexOf(part) : text.indexOf(part);
    if (at < 0 && strict) throw new TemplateError('substring not found');
    return at < 0 ? -1 : start + characters(text.slice(0, at)).length;
  };
}

function edge(name: string, test: (text: string, part: string) => boolean): Method<string> {
  return (self, args) => {
    const wanted = needed(name, args);
    const { text, outside } = windowOf(self, args);
    const parts = wanted instanceof Tuple ? wanted.items : [wanted];
    const message = () => `${name} first arg must be str or a tuple of str, not ${typeName(wanted)}`;
    return parts.some((part) => !outside && test(text, textArgument(part, message)));
  };
}

function count(self: string, args: readonly Value[]): number {
  const part = textArgument(needed('count', args));
  const { text, outside } = windowOf(self, args);
  if (outside) return 0;
  return part === '' ? characters(text).length + 1 : text.split(part).length - 1;
}

function made(name: string, pattern: RegExp): Method<string> {
  return exactly(`str.${name}`, 0, (self) => pattern.test(self));
}

function isUpper(self: string): boolean {
  return /\p{Lu}|\p{Lt}/u.test(self) && !/\p{Ll}/u.test(self) && !/\p{Lt}/u.test(self);
}

function isTitle(self: string): boolean {
  const words = self.match(/\p{Cased}+/gu) ?? [];
  return words.length > 0 && words.every((word) => /^[\p{Lu}\p{Lt}]\p{Ll}*$/u.test(word));
}

/** The methods of str that answer a question. */
export const textQuestions: Methods<string> = methods<string>({
  count,
  endswith: edge('endswith', (text, part) => text.endsWith(part)),
  find: finder('find', false, false),
  index: finder('index', false, true),
  isalnum: made('isalnum', /^[\p{L}\p{N}]+$/u),
  isalpha: made('isalpha', /^\p{L}+$/u),
  isascii: made('isascii', /^[\x00-\x7f]*$/),
  isdecimal: made('isdecimal', /^\p{Nd}+$/u),
  isdigit: made('isdigit', /^[\p{Nd}²³¹⁰⁴-⁹₀-₉①-⑨]+$/u),
  isidentifier: made('isidentifier', /^[\p{ID_Start}_]\p{ID_Continue}*$/u),
  islower: exactly('str.islower', 0, (self) => /\p{Ll}/u.test(self) && !/[\p{Lu}\p{Lt}]/u.test(self)),
  isnumeric: made('isnumeric', /^\p{N}+$/u),
  isprintable: made('isprintable', /^(?: |[^\p{C}\p{Z}])*$/u),
  isspace: made('isspace', /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/),
  istitle: exactly('str.istitle', 0, isTitle),
  isupper: exactly('str.isupper', 0, isUpper),
  rfind: finder('rfind', true, false),
  rindex: finder('rindex', true, true),
  startswith: edge('startswith', (text, part) => text.startsWith(part)),
});
