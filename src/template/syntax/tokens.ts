// The tokens of a template, under Jinja's names for them.

import type { PyFloat } from '../../model/value.ts';

export type TokenType =
  | 'data'
  | 'variable_begin'
  | 'variable_end'
  | 'block_begin'
  | 'block_end'
  | 'name'
  | 'string'
  | 'integer'
  | 'float'
  | OperatorType
  | 'error'
  | 'eof';

export type OperatorType =
  | 'add'
  | 'sub'
  | 'div'
  | 'floordiv'
  | 'mul'
  | 'mod'
  | 'pow'
  | 'tilde'
  | 'lbracket'
  | 'rbracket'
  | 'lparen'
  | 'rparen'
  | 'lbrace'
  | 'rbrace'
  | 'eq'
  | 'ne'
  | 'gt'
  | 'gteq'
  | 'lt'
  | 'lteq'
  | 'assign'
  | 'dot'
  | 'colon'
  | 'pipe'
  | 'comma'
  | 'semicolon';

export interface Token {
  readonly type: TokenType;
  /** The text of a name, string or data; the message of an error. */
  readonly text: string;
  /** The value of a number. */
  readonly number?: number | bigint | PyFloat;
  /** Offsets in the template's text. */
  readonly start: number;
  readonly end: number;
}

export const operators: ReadonlyMap<string, OperatorType> = new Map([
  ['+', 'add'],
  ['-', 'sub'],
  ['/', 'div'],
  ['//', 'floordiv'],
  ['*', 'mul'],
  ['%', 'mod'],
  ['**', 'pow'],
  ['~', 'tilde'],
  ['[', 'lbracket'],
  [']', 'rbracket'],
  ['(', 'lparen'],
  [')', 'rparen'],
  ['{', 'lbrace'],
  ['}', 'rbrace'],
  ['==', 'eq'],
  ['!=', 'ne'],
  ['>', 'gt'],
  ['>=', 'gteq'],
  ['<', 'lt'],
  ['<=', 'lteq'],
  ['=', 'assign'],
  ['.', 'dot'],
  [':', 'colon'],
  ['|', 'pipe'],
  [',', 'comma'],
  [';', 'semicolon'],
]);

const symbols = new Map<string, string>([...operators].map(([symbol, type]) => [type, symbol]));

/** How messages call a token type. */
export function describeType(type: string): string {
  switch (type) {
    case 'variable_begin':
      return 'begin of print statement';
    case 'variable_end':
      return 'end of print statement';
    case 'block_begin':
      return 'begin of statement block';
    case 'block_end':
      return 'end of statement block';
    case 'data':
      return 'template data / text';
    case 'eof':
      return 'end of template';
    default:
      return symbols.get(type) ?? type;
  }
}

/** How messages call a token. */
export function describe(token: Token): string {
  return token.type === 'name' ? token.text : describeType(token.type);
}
