// Python literals in text: what Ansible makes of a result that looks like a list or dict.

import { Dict, PyFloat, Tuple, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { unescapeString } from './escapes.ts';
import { toKey } from './items.ts';
import { parseInteger } from './number.ts';
import { PyBytes } from './objects.ts';
import { PySet } from './set.ts';

/** The value of a Python literal, or `undefined` where the text is none. JSON's true, false and null count too. */
export function parseLiteral(text: string): Value | undefined {
  return parseWith(text, names);
}

/** The same without JSON's words, as Python's own `ast.literal_eval` has it: how INI inventories read values. */
export function parsePythonLiteral(text: string): Value | undefined {
  return parseWith(text, pythonNames);
}

function parseWith(text: string, words: ReadonlyMap<string, Value>): Value | undefined {
  try {
    return new LiteralParser(text, words).parse();
  } catch (error) {
    if (error instanceof NotLiteral || error instanceof TemplateError || error instanceof RangeError) return undefined;
    throw error;
  }
}

class NotLiteral extends Error {}

// What may stand behind a whole literal: Python takes white space on a last line for indentation.
const ending = /^[ \t\f]*(?:#[^\n]*)?(?:\r?\n(?:[ \t\f]*(?=\r?\n)|[ \t\f]*#[^\n]*|$))*$/;
const space = /(?:[ \t\f\r\n]|\\\n|#[^\n]*)*/y;
const number =
  /(?:0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?)(?![\w.])/y;
const string = /([uUbBrR]{0,2})("""(?:[^\\]|\\.)*?"""|'''(?:[^\\]|\\.)*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/sy;
const name = /[A-Za-z_]\w*/y;
const pythonNames: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['True', true],
  ['False', false],
  ['None', null],
]);
const names: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...pythonNames,
  ['true', true],
  ['false', false],
  ['null', null],
]);

class LiteralParser {
  readonly #text: string;
  readonly #names: ReadonlyMap<string, Value>;
  #at = 0;
  // Where the last token ended, before the space that follows it.
  #tokenEnd = 0;

  constructor(text: string, words: ReadonlyMap<string, Value>) {
    this.#text = text;
    this.#names = words;
  }

  parse(): Value {
    const items = [this.#value()];
    // Commas make a tuple, without parentheses too; it ends with its line.
    let isTuple = false;
    while (this.#at < this.#text.length) {
      if (this.#text.slice(this.#tokenEnd, this.#at).includes('\n') || !this.#skip(',')) throw new NotLiteral();
      isTuple = true;
      if (this.#at < this.#text.length) items.push(this.#value());
    }
    if (!ending.test(this.#text.slice(this.#tokenEnd))) throw new NotLiteral();
    const [only = null] = items;
    return isTuple ? new Tuple(items) : only;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (!match) return undefined;
    this.#at += match[0].length;
    if (pattern !== space) this.#tokenEnd = this.#at;
    return match;
  }

  #skip(symbol: string): boolean {
    if (!this.#text.startsWith(symbol, this.#at)) return false;
    this.#at += symbol.length;
    this.#tokenEnd = this.#at;
    this.#match(space);
    return true;
  }

  // A value and the space around it.
  #value(): Value {
    this.#match(space);
    const value = this.#skip('[')
      ? this.#list(']')
      : this.#skip('(')
        ? this.#tuple()
        : this.#skip('{')
          ? this.#dictOrSet()
          : this.#scalar();
    this.#match(space);
    return value;
  }

  #list(close: string): Value[] {
    const items: Value[] = [];
    while (!this.#skip(close)) {
      items.push(this.#value());
      if (!this.#skip(',') && this.#text.charAt(this.#at) !== close) throw new NotLiteral();
    }
    return items;
  }

  #tuple(): Value {
    const start = this.#at;
    const items = this.#list(')');
    const [only] = items;
    const written = this.#text.slice(start, this.#at).trimEnd().slice(0, -1).trimEnd();
    return only !== undefined && items.length === 1 && !written.endsWith(',') ? only : new Tuple(items);
  }

  #dictOrSet(): Value {
    const dict = new Dict();
    if (this.#skip('}')) return dict;
    const first = this.#value();
    if (!this.#skip(':')) return this.#set(first);
    dict.set(toKey(first), this.#value());
    while (this.#separated('}')) {
      const key = this.#value();
      if (!this.#skip(':')) throw new NotLiteral();
      dict.set(toKey(key), this.#value());
    }
    return dict;
  }

  #set(first: Value): Value {
    const items = [first];
    while (this.#separated('}')) items.push(this.#value());
    return new PySet(items);
  }

  // Whether another item follows; a comma may stand before the end too.
  #separated(close: string): boolean {
    const comma = this.#skip(',');
    if (this.#skip(close)) return false;
    if (!comma) throw new NotLiteral();
    return true;
  }

  #scalar(): Value {
    const sign = this.#match(/[+-]+\s*/y)?.[0].trim();
    const digits = this.#match(number)?.[0];
    if (digits !== undefined) return this.#number(digits, sign);
    if (sign !== undefined) throw new NotLiteral();
    const text = this.#string();
    if (text !== undefined) return text;
    const word = this.#match(name)?.[0] ?? '';
    if (word === 'set' && this.#skip('(') && this.#skip(')')) return new PySet([]);
    const value = this.#names.get(word);
    if (value === undefined) throw new NotLiteral();
    return value;
  }

  #number(digits: string, sign: string | undefined): Value {
    const negative = sign !== undefined && (sign.match(/-/g) ?? []).length % 2 === 1;
    if (sign !== undefined && sign.length > 1) throw new NotLiteral();
    const plain = digits.replace(/_/g, '');
    if (/^0\d*[1-9]/.test(plain) && /^\d+$/.test(plain)) throw new NotLiteral();
    const whole =
      /[.eE]/.test(plain) && !/^0[xX]/.test(plain) ? undefined : parseInteger(plain, /^\d+$/.test(plain) ? 10 : 0);
    if (whole === undefined) return new PyFloat(negative ? -Number(plain) : Number(plain));
    return negative ? (typeof whole === 'number' ? 0 - whole : -whole) : whole;
  }

  #string(): Value | undefined {
    let value: string | undefined;
    let bytes = false;
    for (let match = this.#match(string); match; match = this.#match(string)) {
      const [, prefix = '', body = ''] = match;
      if (value !== undefined && /b/i.test(prefix) !== bytes) throw new NotLiteral();
      bytes = /b/i.test(prefix);
      const inner = /^("""|''')/.test(body) ? body.slice(3, -3) : body.slice(1, -1);
      const text = /r/i.test(prefix) ? inner : unescapeString(inner);
      if (typeof text !== 'string') throw new NotLiteral();
      value = (value ?? '') + text;
      this.#match(space);
    }
    return bytes && value !== undefined ? new PyBytes(Buffer.from(value, 'latin1')) : value;
  }
}
