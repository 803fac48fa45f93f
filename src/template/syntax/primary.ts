// The grammar of what expressions begin with: names, literals, and anything in brackets.

import type { Expression, Place } from './ast.ts';
import { type Grammar, placeFrom } from './grammar.ts';
import { describe, type TokenType } from './tokens.ts';

/** A name, literal, or something in brackets. */
export function parsePrimary(grammar: Grammar): Expression {
  const { stream } = grammar;
  const token = stream.current;
  switch (token.type) {
    case 'name':
      stream.next();
      return nameOrConst(token.text, { start: token.start, end: token.end });
    case 'string':
      return parseString(grammar);
    case 'integer':
    case 'float':
      stream.next();
      return { kind: 'const', value: token.number ?? 0, start: token.start, end: token.end };
    case 'lparen': {
      stream.next();
      const node = grammar.tuple({ parentheses: true });
      stream.expect('rparen');
      return { ...node, ...placeFrom(grammar, token.start) };
    }
    case 'lbracket': {
      const items = parseItems(grammar, 'rbracket', () => grammar.expression());
      return { kind: 'list', items, ...placeFrom(grammar, token.start) };
    }
    case 'lbrace': {
      const pairs = parseItems(grammar, 'rbrace', () => parsePair(grammar));
      return { kind: 'dict', pairs, ...placeFrom(grammar, token.start) };
    }
    default:
      return stream.fail(`unexpected '${describe(token)}'`);
  }
}

// Literals that follow each other are one, as in Python.
function parseString(grammar: Grammar): Expression {
  const { stream } = grammar;
  const { start } = stream.current;
  let value = '';
  while (stream.is('string')) value += stream.next().text;
  return { kind: 'const', value, ...placeFrom(grammar, start) };
}

function parseItems<T>({ stream }: Grammar, close: TokenType, item: () => T): T[] {
  stream.next();
  const items: T[] = [];
  while (!stream.is(close)) {
    if (items.length > 0) stream.expect('comma');
    if (stream.is(close)) break;
    items.push(item());
  }
  stream.expect(close);
  return items;
}

function parsePair(grammar: Grammar): { readonly key: Expression; readonly value: Expression } {
  const key = grammar.expression();
  grammar.stream.expect('colon');
  return { key, value: grammar.expression() };
}

function nameOrConst(name: string, place: Place): Expression {
  switch (name) {
    case 'true':
    case 'True':
      return { kind: 'const', value: true, ...place };
    case 'false':
    case 'False':
      return { kind: 'const', value: false, ...place };
    case 'none':
    case 'None':
      return { kind: 'const', value: null, ...place };
    default:
      return { kind: 'name', name, ...place };
  }
}
