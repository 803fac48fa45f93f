// The tokens as the parser reads them, and the mistakes it reports.

import { TemplateError } from '../callable.ts';
import type { Place } from './ast.ts';
import { describe, describeType, type Token, type TokenType } from './tokens.ts';

/** A template that is no template: the text is wrong at a place. */
export class TemplateSyntaxError extends TemplateError {
  readonly at: Place;
  constructor(message: string, at: Place) {
    super(message);
    this.name = 'TemplateSyntaxError';
    this.at = { start: at.start, end: at.end };
  }
}

const nothing: Token = { type: 'eof', text: '', start: 0, end: 0 };

/** A reader over tokens with one token of lookahead. */
export class TokenStream {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    this.#check();
  }

  get current(): Token {
    return this.#tokens[this.#at] ?? nothing;
  }

  /** The token before the current one. */
  get previous(): Token {
    return this.#tokens[this.#at - 1] ?? nothing;
  }

  /** The token after the current one. */
  look(): Token {
    return this.#tokens[this.#at + 1] ?? nothing;
  }

  /** The current token; goes on to the next. */
  next(): Token {
    const token = this.current;
    if (token.type !== 'eof') {
      this.#at++;
      this.#check();
    }
    return token;
  }

  is(type: TokenType): boolean {
    return this.current.type === type;
  }

  isName(name: string): boolean {
    return this.current.type === 'name' && this.current.text === name;
  }

  /** Goes on past a token of this type, where there is one. */
  skip(type: TokenType): boolean {
    if (!this.is(type)) return false;
    this.next();
    return true;
  }

  skipName(name: string): boolean {
    if (!this.isName(name)) return false;
    this.next();
    return true;
  }

  expect(type: TokenType): Token {
    if (!this.is(type)) this.#unexpected(describeType(type));
    return this.next();
  }

  expectName(name: string): Token {
    if (!this.isName(name)) this.#unexpected(name);
    return this.next();
  }

  fail(message: string, at: Place = this.current): never {
    throw new TemplateSyntaxError(message, at);
  }

  #unexpected(wanted: string): never {
    if (this.is('eof')) this.fail(`unexpected end of template, expected '${wanted}'.`);
    this.fail(`expected token '${wanted}', got '${describe(this.current)}'`);
  }

  // The lexer's mistakes are reported when the parser gets to them: an earlier mistake of grammar goes first.
  #check(): void {
    if (this.current.type === 'error') this.fail(this.current.text);
  }
}
