// Reads JSON as Python's json.loads does: ints and floats apart, ints of any size, keys in their order, NaN and Infinity.

import { Dict, PyFloat, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { makeInt } from '../python/index.ts';

/** A JSON text as a value; throws `TemplateError` with Python's message, line and column. */
export function parseJson(text: string): Value {
  const reader: Reader = { text, at: 0 };
  skipSpace(reader);
  const value = readValue(reader);
  skipSpace(reader);
  if (reader.at < text.length) throw mistake(reader, 'Extra data');
  return value;
}

interface Reader {
  readonly text: string;
  at: number;
}

function mistake({ text, at }: Reader, message: string, position = at): TemplateError {
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  const column = position - before.lastIndexOf('\n');
  return new TemplateError(`${message}: line ${line} column ${column} (char ${position})`);
}

const space = /[ \t\n\r]*/y;
const number = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?/y;

function take(reader: Reader, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text) ?? undefined;
  if (found) reader.at += found[0].length;
  return found;
}

function skipSpace(reader: Reader): void {
  take(reader, space);
}

const words: readonly (readonly [string, Value])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', new PyFloat(Number.NaN)],
  ['Infinity', new PyFloat(Number.POSITIVE_INFINITY)],
  ['-Infinity', new PyFloat(Number.NEGATIVE_INFINITY)],
];

function readValue(reader: Reader): Value {
  switch (reader.text[reader.at]) {
    case '"':
      return readString(reader);
    case '{':
      return readObject(reader);
    case '[':
      return readArray(reader);
  }
  const digits = take(reader, number);
  if (digits) {
    const [all, whole = '', fraction, exponent] = digits;
    return fraction === undefined && exponent === undefined ? makeInt(BigInt(whole)) : new PyFloat(Number(all));
  }
  const word = words.find(([name]) => reader.text.startsWith(name, reader.at));
  if (!word) throw mistake(reader, 'Expecting value');
  reader.at += word[0].length;
  return word[1];
}

function readArray(reader: Reader): Value {
  const items: Value[] = [];
  reader.at += 1;
  skipSpace(reader);
  if (accept(reader, ']')) return items;
  for (;;) {
    items.push(readValue(reader));
    skipSpace(reader);
    if (accept(reader, ']')) return items;
    if (!accept(reader, ',')) throw mistake(reader, "Expecting ',' delimiter");
    skipSpace(reader);
  }
}

function readObject(reader: Reader): Value {
  const dict = new Dict();
  reader.at += 1;
  skipSpace(reader);
  if (accept(reader, '}')) return dict;
  for (;;) {
    if (reader.text[reader.at] !== '"') throw mistake(reader, 'Expecting property name enclosed in double quotes');
    const key = readString(reader);
    skipSpace(reader);
    if (!accept(reader, ':')) throw mistake(reader, "Expecting ':' delimiter");
    skipSpace(reader);
    dict.set(key, readValue(reader));
    skipSpace(reader);
    if (accept(reader, '}')) return dict;
    if (!accept(reader, ',')) throw mistake(reader, "Expecting ',' delimiter");
    skipSpace(reader);
  }
}

function accept(reader: Reader, char: string): boolean {
  if (reader.text[reader.at] !== char) return false;
  reader.at += 1;
  return true;
}

const plain = /[^"\\\x00-\x1f]*/y;
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

function readString(reader: Reader): string {
  const start = reader.at;
  reader.at += 1;
  let text = '';
  for (;;) {
    text += take(reader, plain)?.[0] ?? '';
    const char = reader.text[reader.at];
    if (char === undefined) throw mistake(reader, 'Unterminated string starting at', start);
    if (char !== '"' && char !== '\\') throw mistake(reader, 'Invalid control character at');
    reader.at += 1;
    if (char === '"') return text;
    text += readEscape(reader, start);
  }
}

const hex = /[0-9a-fA-F]{4}/y;

function readEscape(reader: Reader, start: number): string {
  const letter = reader.text[reader.at];
  if (letter === undefined) throw mistake(reader, 'Unterminated string starting at', start);
  reader.at += 1;
  if (letter === 'u') {
    const digits = take(reader, hex);
    if (!digits) throw mistake(reader, 'Invalid \\uXXXX escape', reader.at - 1);
    return String.fromCharCode(Number.parseInt(digits[0], 16));
  }
  const escaped = escapes[letter];
  if (escaped === undefined) throw mistake(reader, 'Invalid \\escape', reader.at - 2);
  return escaped;
}
