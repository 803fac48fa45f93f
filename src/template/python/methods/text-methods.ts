// The methods of Python's str that change, split or join text.

import { Dict, Tuple, type Value } from '../../../model/value.ts';
import { TemplateError } from '../../callable.ts';
import { bind, integerArgument, textArgument } from '../arguments.ts';
import { format } from '../format.ts';
import { characters, itemOf, iterate, toList } from '../items.ts';
import { capitalize, swapCase, title } from '../letter-case.ts';
import { PyBytes } from '../objects.ts';
import { join, replace, split, splitLines, strip } from '../splitting.ts';
import { isInteger } from '../types.ts';
import { exactly, type Method, type Methods, methods, needed } from './method.ts';

function stripper(name: string, side: 'both' | 'left' | 'right'): Method<string> {
  return (self, args, kwargs) => {
    const [chars = null] = bind(name, ['chars'], 0, args, kwargs);
    if (chars !== null && typeof chars !== 'string') textArgument(chars, () => `${name} arg must be None or str`);
    return strip(self, typeof chars === 'string' ? chars : null, side);
  };
}

function splitter(name: string, fromRight: boolean): Method<string> {
  return (self, args, kwargs) => {
    const [separator = null, most = -1] = bind(name, ['sep', 'maxsplit'], 0, args, kwargs);
    if (separator !== null) textArgument(separator, (type) => `must be str or None, not ${type}`);
    return split(self, typeof separator === 'string' ? separator : null, integerArgument(most), fromRight);
  };
}

function fill(self: string, args: readonly Value[], name: string): { readonly missing: number; readonly char: string } {
  const width = integerArgument(needed(name, args));
  const char = textArgument(args[1] ?? ' ', (type) => `The fill character must be a unicode character, not ${type}`);
  if (characters(char).length !== 1) throw new TemplateError('The fill character must be exactly one character long');
  return { missing: Math.max(0, width - characters(self).length), char };
}

function center(self: string, args: readonly Value[]): string {
  const { missing, char } = fill(self, args, 'center');
  const width = missing + characters(self).length;
  const left = Math.floor(missing / 2) + (missing & width & 1);
  return char.repeat(left) + self + char.repeat(missing - left);
}

function partition(name: string, last: boolean): Method<string> {
  return exactly(`str.${name}`, 1, (self, separator) => {
    const text = textArgument(separator ?? null);
    if (text === '') throw new TemplateError('empty separator');
    const at = last ? self.lastIndexOf(text) : self.indexOf(text);
    if (at < 0) return new Tuple(last ? ['', '', self] : [self, '', '']);
    return new Tuple([self.slice(0, at), text, self.slice(at + text.length)]);
  });
}

function zfill(self: string, width: number): string {
  const [, sign = '', digits = ''] = /^([+-]?)(.*)$/s.exec(self) ?? [];
  return sign + '0'.repeat(Math.max(0, width - characters(self).length)) + digits;
}

function expandTabs(text: string, size: number): string {
  let column = 0;
  let out = '';
  for (const char of text) {
    if (char === '\t') {
      const gap = size > 0 ? size - (column % size) : 0;
      out += ' '.repeat(gap);
      column += gap;
    } else {
      out += char;
      column = char === '\n' || char === '\r' ? 0 : column + 1;
    }
  }
  return out;
}

const encodings: Readonly<Record<string, BufferEncoding>> = {
  utf8: 'utf8',
  'utf-8': 'utf8',
  ascii: 'ascii',
  latin1: 'latin1',
  'latin-1': 'latin1',
  'iso-8859-1': 'latin1',
  'utf-16-le': 'utf16le',
};

/** The encoding that Python knows under a name. */
export function encodingOf(name: string): BufferEncoding {
  const encoding = encodings[name.toLowerCase().replace(/_/g, '-')];
  if (encoding === undefined) throw new TemplateError(`unknown encoding: ${name}`);
  return encoding;
}

function translate(self: string, table: Value): string {
  return [...self]
    .map((char) => {
      const mapped = itemOf(table, char.codePointAt(0) ?? 0);
      if (mapped === undefined) return char;
      if (mapped === null) return '';
      return isInteger(mapped) ? String.fromCodePoint(Number(mapped)) : textArgument(mapped);
    })
    .join('');
}

function makeTranslation(from: string, to: string, drop: string): Dict {
  const table = new Dict();
  const targets = [...to];
  for (const [index, char] of [...from].entries())
    table.set(char.codePointAt(0) ?? 0, targets[index]?.codePointAt(0) ?? null);
  for (const char of drop) table.set(char.codePointAt(0) ?? 0, null);
  return table;
}

function without(
  name: string,
  test: (text: string, part: string) => boolean,
  rest: (text: string, part: string) => string,
): Method<string> {
  return exactly(`str.${name}`, 1, (self, part) => {
    const text = textArgument(part ?? null, (type) => `${name}() argument must be str, not ${type}`);
    return text !== '' && test(self, text) ? rest(self, text) : self;
  });
}

function plain(name: string, body: (self: string) => Value): Method<string> {
  return exactly(`str.${name}`, 0, body);
}

/** The methods of str that give text, lists or tuples. */
export const textMethods: Methods<string> = methods<string>({
  capitalize: plain('capitalize', capitalize),
  casefold: plain('casefold', (self) => self.toLowerCase().replace(/ß/g, 'ss')),
  center,
  encode: (self, args, kwargs) => {
    const [encoding = 'utf-8'] = bind('encode', ['encoding', 'errors'], 0, args, kwargs);
    return new PyBytes(Buffer.from(self, encodingOf(textArgument(encoding))));
  },
  expandtabs: (self, args, kwargs) =>
    expandTabs(self, integerArgument(bind('expandtabs', ['tabsize'], 0, args, kwargs)[0] ?? 8)),
  format: (self, args, kwargs) => format(self, args, kwargs),
  format_map: exactly('str.format_map', 1, (self, mapping) => {
    const entries = toList(mapping ?? null).map((key) => [String(key), itemOf(mapping ?? null, key) ?? null] as const);
    return format(self, [], new Map(entries));
  }),
  join: exactly('str.join', 1, (self, items) => join(self, joinable(items ?? null))),
  ljust: (self, args) => {
    const { missing, char } = fill(self, args, 'ljust');
    return self + char.repeat(missing);
  },
  lower: plain('lower', (self) => self.toLowerCase()),
  lstrip: stripper('lstrip', 'left'),
  maketrans: (_, args) =>
    makeTranslation(textArgument(args[0] ?? ''), textArgument(args[1] ?? ''), textArgument(args[2] ?? '')),
  partition: partition('partition', false),
  removeprefix: without(
    'removeprefix',
    (text, part) => text.startsWith(part),
    (text, part) => text.slice(part.length),
  ),
  removesuffix: without(
    'removesuffix',
    (text, part) => text.endsWith(part),
    (text, part) => text.slice(0, -part.length),
  ),
  replace: (self, args, kwargs) => {
    if (kwargs.size > 0) throw new TemplateError('str.replace() takes no keyword arguments');
    const old = needed('replace', args, 2);
    const message = (place: number) => (type: string) => `replace() argument ${place} must be str, not ${type}`;
    return replace(
      self,
      textArgument(old, message(1)),
      textArgument(args[1] ?? null, message(2)),
      integerArgument(args[2] ?? -1),
    );
  },
  rjust: (self, args) => {
    const { missing, char } = fill(self, args, 'rjust');
    return char.repeat(missing) + self;
  },
  rpartition: partition('rpartition', true),
  rsplit: splitter('rsplit', true),
  rstrip: stripper('rstrip', 'right'),
  split: splitter('split', false),
  splitlines: (self, args, kwargs) => splitLines(self, bind('splitlines', ['keepends'], 0, args, kwargs)[0] === true),
  strip: stripper('strip', 'both'),
  swapcase: plain('swapcase', swapCase),
  title: plain('title', title),
  translate: exactly('str.translate', 1, (self, table) => translate(self, table ?? null)),
  upper: plain('upper', (self) => self.toUpperCase()),
  zfill: exactly('str.zfill', 1, (self, width) => zfill(self, integerArgument(width ?? null))),
});

function joinable(value: Value): Iterable<Value> {
  if (isInteger(value) || value === null) throw new TemplateError('can only join an iterable');
  return iterate(value);
}

/** The methods of bytes. */
export const bytesMethods: Methods<PyBytes> = methods<PyBytes>({
  decode: (self, args, kwargs) =>
    self.bytes.toString(
      encodingOf(textArgument(bind('decode', ['encoding', 'errors'], 0, args, kwargs)[0] ?? 'utf-8')),
    ),
  hex: exactly('bytes.hex', 0, (self) => self.bytes.toString('hex')),
});
