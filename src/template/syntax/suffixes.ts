// The grammar of what follows an operand: attributes, items, calls, filters and tests.

import type { Arguments, Expression, FilterNode, Place } from './ast.ts';
import { noArguments, parseArguments } from './call-arguments.ts';
import { type Grammar, placeFrom } from './grammar.ts';
import { parsePrimary } from './primary.ts';
import type { TokenType } from './tokens.ts';

/** Attributes, items and calls behind an expression. */
export function parsePostfix(grammar: Grammar, first: Expression): Expression {
  const { stream } = grammar;
  let node = first;
  for (;;) {
    if (stream.is('dot')) node = parseAttribute(grammar, node);
    else if (stream.is('lbracket')) node = parseSubscript(grammar, node);
    else if (stream.is('lparen')) node = parseCall(grammar, node);
    else return node;
  }
}

/** Filters, tests and calls of what they give. */
export function parseFilters(grammar: Grammar, first: Expression): Expression {
  const { stream } = grammar;
  let node = first;
  for (;;) {
    if (stream.is('pipe')) node = parseFilter(grammar, node);
    else if (stream.isName('is')) node = parseTest(grammar, node);
    else if (stream.is('lparen')) node = parseCall(grammar, node);
    else return node;
  }
}

function parseAttribute({ stream }: Grammar, of: Expression): Expression {
  stream.next();
  const { type, text, number = 0, start, end } = stream.next();
  const place = { start: of.start, end };
  if (type === 'name') return { kind: 'attribute', of, name: text, ...place };
  if (type !== 'integer') stream.fail('expected name or number', { start, end });
  return { kind: 'item', of, key: { kind: 'const', value: number, start, end }, ...place };
}

function parseSubscript(grammar: Grammar, of: Expression): Expression {
  const { stream } = grammar;
  const { start } = stream.next();
  const keys: Expression[] = [];
  while (!stream.is('rbracket')) {
    if (keys.length > 0) stream.expect('comma');
    keys.push(parseKey(grammar));
  }
  stream.expect('rbracket');
  const [only] = keys;
  const key: Expression =
    only && keys.length === 1 ? only : { kind: 'tuple', items: keys, ...placeFrom(grammar, start) };
  return { kind: 'item', of, key, ...placeFrom(grammar, of.start) };
}

// A key, or a slice.
function parseKey(grammar: Grammar): Expression {
  const { stream } = grammar;
  const { start } = stream.current;
  const from = stream.is('colon') ? undefined : grammar.expression();
  if (from && !stream.is('colon')) return from;
  stream.next();
  const bound = () =>
    stream.is('colon') || stream.is('rbracket') || stream.is('comma') ? undefined : grammar.expression();
  const to = bound();
  const step = stream.skip('colon') ? bound() : undefined;
  return { kind: 'slice', from, to, step, ...placeFrom(grammar, start) };
}

function parseCall(grammar: Grammar, callee: Expression): Expression {
  return { kind: 'call', callee, arguments: parseArguments(grammar), ...placeFrom(grammar, callee.start) };
}

function parseDottedName(grammar: Grammar): { readonly name: string; readonly at: Place } {
  const { stream } = grammar;
  const first = stream.expect('name');
  let name = first.text;
  while (stream.skip('dot')) name += `.${stream.expect('name').text}`;
  return { name, at: placeFrom(grammar, first.start) };
}

/** The filters that follow: `| name(...) | name`. `inline`: the first has no bar, as in `{% filter name %}`. */
export function parseFilter(grammar: Grammar, input: Expression): FilterNode;
export function parseFilter(grammar: Grammar, input: Expression | undefined, inline?: boolean): FilterNode | undefined;
export function parseFilter(grammar: Grammar, input: Expression | undefined, inline = false): FilterNode | undefined {
  const { stream } = grammar;
  let node: FilterNode | undefined;
  for (let first = inline; first || stream.is('pipe'); first = false) {
    if (!first) stream.next();
    const { name, at } = parseDottedName(grammar);
    const args = stream.is('lparen') ? parseArguments(grammar) : noArguments;
    const from: Expression | undefined = node ?? input;
    const place = placeFrom(grammar, from?.start ?? at.start);
    node = { kind: 'filter', input: from, name, arguments: args, nameAt: at, ...place };
  }
  return node;
}

function parseTest(grammar: Grammar, input: Expression): Expression {
  const { stream } = grammar;
  stream.next();
  const negated = stream.skipName('not');
  const { name, at } = parseDottedName(grammar);
  const args = parseTestArguments(grammar);
  const place = placeFrom(grammar, input.start);
  const node: Expression = { kind: 'test', input, name, arguments: args, nameAt: at, ...place };
  return negated ? { kind: 'not', of: node, ...place } : node;
}

const operandStarts: readonly TokenType[] = ['name', 'string', 'integer', 'float', 'lbracket', 'lbrace'];

// A single argument needs no parentheses: `x is divisibleby 3`.
function parseTestArguments(grammar: Grammar): Arguments {
  const { stream } = grammar;
  if (stream.is('lparen')) return parseArguments(grammar);
  const follows = stream.isName('else') || stream.isName('or') || stream.isName('and');
  if (!operandStarts.includes(stream.current.type) || follows) return noArguments;
  if (stream.isName('is')) stream.fail('You cannot chain multiple tests with is');
  return { ...noArguments, args: [parsePostfix(grammar, parsePrimary(grammar))] };
}
