// The grammar of macros, and of the blocks that are given to macros and filters.

import type { Parameter, Statement } from '../ast.ts';
import { parseFilter } from '../suffixes.ts';
import type { ParseStatement, TemplateParser } from '../template-parser.ts';

function parseSignature(parser: TemplateParser): readonly Parameter[] {
  const { stream } = parser;
  const parameters: Parameter[] = [];
  stream.expect('lparen');
  while (!stream.is('rparen')) {
    if (parameters.length > 0) stream.expect('comma');
    const { text: name, start, end } = stream.expect('name');
    const value = stream.skip('assign') ? parser.expression() : undefined;
    if (!value && parameters.at(-1)?.default) stream.fail('non-default argument follows default argument');
    parameters.push({ name, default: value, start, end });
  }
  stream.expect('rparen');
  return parameters;
}

function parseMacro(parser: TemplateParser, start: number): Statement {
  const name = parser.stream.expect('name').text;
  const parameters = parseSignature(parser);
  return { kind: 'macro', name, parameters, body: parser.block('endmacro').body, ...parser.placeOfTag(start) };
}

function parseCallBlock(parser: TemplateParser, start: number): Statement {
  const parameters = parser.stream.is('lparen') ? parseSignature(parser) : [];
  const call = parser.expression();
  if (call.kind !== 'call') return parser.stream.fail('expected call', call);
  return { kind: 'call block', call, parameters, body: parser.block('endcall').body, ...parser.placeOfTag(start) };
}

function parseFilterBlock(parser: TemplateParser, start: number): Statement {
  const filter = parseFilter(parser, undefined, true) ?? parser.stream.fail('expected a filter');
  return { kind: 'filter block', filter, body: parser.block('endfilter').body, ...parser.placeOfTag(start) };
}

/** The statements by their tags. */
export const macroStatements: Readonly<Record<string, ParseStatement>> = {
  call: parseCallBlock,
  filter: parseFilterBlock,
  macro: parseMacro,
};
