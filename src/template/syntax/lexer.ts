// Text of a template to tokens, with Jinja's rules for whitespace around tags.

import { PyFloat } from '../../model/value.ts';
import { unescapeString } from '../python/escapes.ts';
import { parseInteger } from '../python/number.ts';
import { quoted } from '../python/text.ts';
import { type Mode, type Rules, rulesFor } from './lexer-rules.ts';
import type { Spelling } from './settings.ts';
import { operators, type Token, type TokenType } from './tokens.ts';

/** The tokens of a template. A mistake becomes an `error` token: whoever reads up to it reports it. */
export function tokenize(source: string, spelling: Spelling): Token[] {
  return new Lexer(source, spelling).run();
}

/** The tokens of an expression that stands alone, as inside `{% if ... %}`. */
export function tokenizeExpression(source: string, spelling: Spelling): Token[] {
  return new Lexer(source, spelling).expression();
}

const whitespace = /\s+/y;
const float = /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy;
const integer = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy;
const name = /[\p{L}\p{N}\p{Mn}\p{Mc}\p{Pc}]+/uy;
const identifier = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;
const string = /'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"/sy;
const rawString = /'[^']*'|"[^"]*"/y;
const operator = /\*\*|\/\/|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y;
const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

class Lexer {
  readonly #text: string;
  readonly #spelling: Spelling;
  readonly #rules: Rules;
  readonly #tokens: Token[] = [];
  #at = 0;
  // Whether what was read last ended a line: a tag that follows may be stripped to it.
  #lineStarting = true;

  constructor(source: string, spelling: Spelling) {
    const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
    this.#text = spelling.keepTrailingNewline || !text.endsWith('\n') ? text : text.slice(0, -1);
    this.#spelling = spelling;
    this.#rules = rulesFor(spelling);
  }

  run(): Token[] {
    while (this.#at < this.#text.length && this.#next());
    return this.#finish();
  }

  expression(): Token[] {
    this.#tag('block', true);
    return this.#finish();
  }

  #finish(): Token[] {
    if (this.#tokens.at(-1)?.type !== 'error') this.#push('eof', '', this.#text.length, this.#text.length);
    return this.#tokens;
  }

  // Data up to the next tag, and the tag. False where a mistake or the end was met.
  #next(): boolean {
    const { opening } = this.#rules;
    opening.lastIndex = this.#at;
    const match = opening.exec(this.#text);
    if (!match) {
      this.#data(this.#at, this.#text.length);
      this.#at = this.#text.length;
      return false;
    }
    const groups = match.groups ?? {};
    const sign = match.slice(1).find((group, index) => index % 2 === 1 && group !== undefined) ?? '';
    this.#data(this.#at, this.#stripped(match.index, sign, groups.variable !== undefined));
    const start = match.index;
    this.#at = start + match[0].length;
    this.#lineStarting = match[0].endsWith('\n');
    if (groups.raw !== undefined) return this.#raw();
    if (groups.comment !== undefined) return this.#comment();
    if (groups.lineComment !== undefined) return this.#lineComment();
    const mode: Mode = groups.variable !== undefined ? 'variable' : groups.line !== undefined ? 'line' : 'block';
    this.#push(mode === 'variable' ? 'variable_begin' : 'block_begin', '', start, this.#at);
    return this.#tag(mode, false);
  }

  // Where the data before a tag ends, after what its sign or `lstrip_blocks` takes away.
  #stripped(end: number, sign: string, isVariable: boolean): number {
    const text = this.#text.slice(this.#at, end);
    if (sign === '-') return this.#at + text.trimEnd().length;
    if (sign === '+' || !this.#spelling.lstripBlocks || isVariable) return end;
    const line = text.lastIndexOf('\n') + 1;
    if ((line > 0 || this.#lineStarting) && line < text.length && text.slice(line).trim() === '')
      return this.#at + line;
    return end;
  }

  #data(start: number, end: number): void {
    if (end <= start) return;
    const text = this.#text.slice(start, end);
    const { newlineSequence } = this.#spelling;
    this.#push('data', newlineSequence === '\n' ? text : text.replace(/\n/g, newlineSequence), start, end);
  }

  #raw(): boolean {
    const { rawEnd } = this.#rules;
    rawEnd.lastIndex = this.#at;
    const match = rawEnd.exec(this.#text);
    if (!match) return this.#at >= this.#text.length ? false : this.#fail('Missing end of raw directive', this.#at);
    this.#data(this.#at, this.#stripped(match.index, match[1] ?? '', false));
    this.#at = match.index + match[0].length;
    this.#lineStarting = match[0].endsWith('\n');
    return true;
  }

  #comment(): boolean {
    const { commentEnd } = this.#rules;
    commentEnd.lastIndex = this.#at;
    const match = commentEnd.exec(this.#text);
    if (!match) return this.#at >= this.#text.length ? false : this.#fail('Missing end of comment tag', this.#at);
    this.#at = match.index + match[0].length;
    this.#lineStarting = match[0].endsWith('\n');
    return true;
  }

  #lineComment(): boolean {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
    this.#lineStarting = false;
    return true;
  }

  // The tokens of a tag up to its end; `alone`: of the whole text.
  #tag(mode: Mode, alone: boolean): boolean {
    const open: string[] = [];
    while (this.#at < this.#text.length || (mode === 'line' && !alone)) {
      const start = this.#at;
      if (open.length === 0 && !alone) {
        const end = this.#match(this.#rules.end[mode]);
        if (end !== undefined) {
          this.#push(mode === 'variable' ? 'variable_end' : 'block_end', '', start, this.#at);
          this.#lineStarting = end.endsWith('\n');
          return true;
        }
      }
      if (!this.#token(mode, start, open)) return false;
    }
    return false;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (!match) return undefined;
    this.#at += match[0].length;
    return match[0];
  }

  #token(mode: Mode, start: number, open: string[]): boolean {
    if (this.#match(whitespace) !== undefined) return true;
    const number = this.#match(float);
    if (number !== undefined) return this.#number('float', number, start);
    const whole = this.#match(integer);
    if (whole !== undefined) return this.#number('integer', whole, start);
    const word = this.#match(name);
    if (word !== undefined) {
      if (!identifier.test(word)) return this.#fail('Invalid character in identifier', start);
      return this.#push('name', word, start, this.#at);
    }
    const raw = mode === 'variable' && this.#spelling.rawStrings;
    const text = this.#match(raw ? rawString : string);
    if (text !== undefined) return this.#string(text, start, raw);
    const symbol = this.#match(operator);
    if (symbol === undefined)
      return this.#fail(`unexpected char ${quoted(this.#text.charAt(start))} at ${start}`, start);
    return this.#operator(symbol, start, open);
  }

  #number(type: 'float' | 'integer', text: string, start: number): boolean {
    const plain = text.replace(/_/g, '');
    const value = type === 'float' ? new PyFloat(Number(plain)) : (parseInteger(plain, 0) ?? 0);
    this.#tokens.push({ type, text, number: value, start, end: this.#at });
    return true;
  }

  #string(text: string, start: number, raw: boolean): boolean {
    const inner = text.slice(1, -1).replace(/\n/g, this.#spelling.newlineSequence);
    const value = raw || !inner.includes('\\') ? inner : unescapeString(inner);
    if (typeof value !== 'string') return this.#fail(value.problem, start);
    return this.#push('string', value, start, this.#at);
  }

  #operator(symbol: string, start: number, open: string[]): boolean {
    const closer = closers[symbol];
    if (closer !== undefined) open.push(closer);
    else if (symbol === ')' || symbol === ']' || symbol === '}') {
      const expected = open.pop();
      if (expected === undefined) return this.#fail(`unexpected '${symbol}'`, start);
      if (expected !== symbol) return this.#fail(`unexpected '${symbol}', expected '${expected}'`, start);
    }
    return this.#push(operators.get(symbol) ?? 'error', symbol, start, this.#at);
  }

  #push(type: TokenType, text: string, start: number, end: number): true {
    this.#tokens.push({ type, text, start, end });
    return true;
  }

  #fail(message: string, start: number): false {
    this.#push('error', message, start, Math.min(start + 1, this.#text.length));
    return false;
  }
}
