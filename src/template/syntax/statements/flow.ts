// The grammar of statements that choose, repeat and assign.

import type { Expression, Statement, Target } from '../ast.ts';
import { parseFilter } from '../suffixes.ts';
import { parseTarget } from '../targets.ts';
import type { ParseStatement, TemplateParser } from '../template-parser.ts';

function parseIf(parser: TemplateParser, start: number): Statement {
  const branches: { test: Expression; body: readonly Statement[] }[] = [];
  for (;;) {
    const test = parser.tuple({ conditions: false });
    const { body, end } = parser.block('elif', 'else', 'endif');
    branches.push({ test, body });
    if (end === 'elif') continue;
    const otherwise = end === 'else' ? parser.block('endif').body : [];
    return { kind: 'if', branches, otherwise, ...parser.placeOfTag(start) };
  }
}

function parseFor(parser: TemplateParser, start: number): Statement {
  const { stream } = parser;
  const target = parseTarget(parser, { endName: 'in' });
  stream.expectName('in');
  const items = parser.tuple({ conditions: false, endName: 'recursive' });
  const test = stream.skipName('if') ? parser.expression() : undefined;
  const recursive = stream.skipName('recursive');
  const { body, end } = parser.block('endfor', 'else');
  const otherwise = end === 'else' ? parser.block('endfor').body : [];
  return { kind: 'for', target, items, test, recursive, body, otherwise, ...parser.placeOfTag(start) };
}

function parseSet(parser: TemplateParser, start: number): Statement {
  const target = parseTarget(parser, { namespace: true });
  if (parser.stream.skip('assign')) {
    return { kind: 'set', target, value: parser.tuple(), ...parser.placeOfTag(start) };
  }
  const filter = parseFilter(parser, undefined);
  const { body } = parser.block('endset');
  return { kind: 'set block', target, filter, body, ...parser.placeOfTag(start) };
}

function parseWith(parser: TemplateParser, start: number): Statement {
  const { stream } = parser;
  const bindings: { target: Target; value: Expression }[] = [];
  while (!stream.is('block_end')) {
    if (bindings.length > 0) stream.expect('comma');
    const target = parseTarget(parser);
    stream.expect('assign');
    bindings.push({ target, value: parser.expression() });
  }
  return { kind: 'with', bindings, body: parser.block('endwith').body, ...parser.placeOfTag(start) };
}

function parseAutoescape(parser: TemplateParser, start: number): Statement {
  parser.expression();
  return { kind: 'scope', body: parser.block('endautoescape').body, ...parser.placeOfTag(start) };
}

function parsePrint(parser: TemplateParser): readonly Statement[] {
  const out: Statement[] = [];
  while (!parser.stream.is('block_end')) {
    if (out.length > 0) parser.stream.expect('comma');
    const expression = parser.expression();
    out.push({ kind: 'output', expression, start: expression.start, end: expression.end });
  }
  return out;
}

/** The statements by their tags. */
export const flowStatements: Readonly<Record<string, ParseStatement>> = {
  autoescape: parseAutoescape,
  break: (parser, start) => ({ kind: 'break', ...parser.placeOfTag(start) }),
  continue: (parser, start) => ({ kind: 'continue', ...parser.placeOfTag(start) }),
  do: (parser, start) => ({ kind: 'do', expression: parser.tuple(), ...parser.placeOfTag(start) }),
  for: parseFor,
  if: parseIf,
  print: parsePrint,
  set: parseSet,
  with: parseWith,
};
