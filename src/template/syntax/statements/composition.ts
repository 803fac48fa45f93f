// The grammar of statements that put templates together.

import type { Statement } from '../ast.ts';
import type { ParseStatement, TemplateParser } from '../template-parser.ts';

function parseBlock(parser: TemplateParser, start: number): Statement {
  const { stream } = parser;
  const name = stream.expect('name').text;
  const scoped = stream.skipName('scoped');
  const required = stream.skipName('required');
  if (stream.is('sub')) {
    stream.fail(
      'Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.',
    );
  }
  const { body } = parser.block('endblock');
  if (required && body.some((node) => node.kind !== 'data' || node.text.trim() !== '')) {
    stream.fail('Required blocks can only contain comments or whitespace');
  }
  stream.skipName(name);
  return { kind: 'block', name, scoped, required, body, ...parser.placeOfTag(start) };
}

function parseExtends(parser: TemplateParser, start: number): Statement {
  return { kind: 'extends', template: parser.expression(), ...parser.placeOfTag(start) };
}

// Whether two names follow: `ignore missing`, `with context`.
function follows({ stream }: TemplateParser, first: string, second: string): boolean {
  const next = stream.look();
  return stream.isName(first) && next.type === 'name' && next.text === second;
}

// `with context`, `without context`; `undefined` where neither follows.
function parseContext(parser: TemplateParser): boolean | undefined {
  const withContext = follows(parser, 'with', 'context');
  if (!withContext && !follows(parser, 'without', 'context')) return undefined;
  parser.stream.next();
  parser.stream.next();
  return withContext;
}

function parseInclude(parser: TemplateParser, start: number): Statement {
  const template = parser.expression();
  const ignoreMissing = follows(parser, 'ignore', 'missing');
  if (ignoreMissing) {
    parser.stream.next();
    parser.stream.next();
  }
  const withContext = parseContext(parser) ?? true;
  return { kind: 'include', template, ignoreMissing, withContext, ...parser.placeOfTag(start) };
}

function parseImport(parser: TemplateParser, start: number): Statement {
  const template = parser.expression();
  parser.stream.expectName('as');
  const target = parser.stream.expect('name').text;
  const withContext = parseContext(parser) ?? false;
  return { kind: 'import', template, target, withContext, ...parser.placeOfTag(start) };
}

function parseFrom(parser: TemplateParser, start: number): Statement {
  const { stream } = parser;
  const template = parser.expression();
  stream.expectName('import');
  const names: { name: string; as: string }[] = [];
  let withContext: boolean | undefined;
  do {
    if (names.length > 0) stream.expect('comma');
    withContext = parseContext(parser);
    if (withContext !== undefined) break;
    const token = stream.expect('name');
    if (token.text.startsWith('_')) stream.fail('names starting with an underline can not be imported', token);
    names.push({ name: token.text, as: stream.skipName('as') ? stream.expect('name').text : token.text });
    withContext = parseContext(parser);
  } while (withContext === undefined && stream.is('comma'));
  return { kind: 'from import', template, names, withContext: withContext ?? false, ...parser.placeOfTag(start) };
}

/** The statements by their tags. */
export const compositionStatements: Readonly<Record<string, ParseStatement>> = {
  block: parseBlock,
  extends: parseExtends,
  from: parseFrom,
  import: parseImport,
  include: parseInclude,
};
