// The frame of the grammar of templates: text, `{{ }}`, and tags that open and close.

import type { Expression, Place, Statement } from './ast.ts';
import { ExpressionParser } from './expressions.ts';
import type { Token } from './tokens.ts';

/** Reads a statement behind its tag's name; `start` is where the tag begins. */
export type ParseStatement = (parser: TemplateParser, start: number) => Statement | readonly Statement[];

/** Parses templates from tokens, with the given statements. */
export class TemplateParser extends ExpressionParser {
  readonly #statements: ReadonlyMap<string, ParseStatement>;
  // The tags that are open, and what would close each: for the message at an unknown or missing tag.
  readonly #open: string[] = [];
  readonly #ends: (readonly string[])[] = [];

  constructor(tokens: readonly Token[], statements: ReadonlyMap<string, ParseStatement>) {
    super(tokens);
    this.#statements = statements;
  }

  /** A whole template. */
  template(): readonly Statement[] {
    return this.#body();
  }

  /** An expression that is all there is. */
  alone(conditions: boolean): Expression {
    const node = this.tuple({ conditions });
    if (!this.stream.is('eof')) this.stream.expect('block_end');
    return node;
  }

  /** The statements of a block up to one of the tags that may end it, and that tag's name. */
  block(...ends: readonly string[]): { readonly body: readonly Statement[]; readonly end: string } {
    this.stream.skip('colon');
    this.stream.expect('block_end');
    const body = this.#body(ends);
    if (this.stream.is('eof')) this.#unclosed(undefined, [...this.#ends, ends]);
    return { body, end: this.stream.next().text };
  }

  /** From an offset to the end of the tag that is being read. */
  placeOfTag(start: number): Place {
    return { start, end: this.stream.current.end };
  }

  // Statements up to the end, or up to one of the tags that close the innermost block; that tag's name is then the current token.
  #body(ends?: readonly string[]): Statement[] {
    const out: Statement[] = [];
    if (ends) this.#ends.push(ends);
    for (let token = this.stream.current; token.type !== 'eof'; token = this.stream.current) {
      this.stream.next();
      if (token.type === 'data') {
        out.push({ kind: 'data', text: token.text, start: token.start, end: token.end });
      } else if (token.type === 'variable_begin') {
        const expression = this.tuple();
        const { end } = this.stream.expect('variable_end');
        out.push({ kind: 'output', expression, start: token.start, end });
      } else {
        if (ends && this.stream.is('name') && ends.includes(this.stream.current.text)) break;
        out.push(...this.#statement(token));
        this.stream.expect('block_end');
      }
    }
    if (ends) this.#ends.pop();
    return out;
  }

  #statement(begin: Token): readonly Statement[] {
    const token = this.stream.current;
    if (token.type !== 'name') this.stream.fail('tag name expected', token);
    const parse = this.#statements.get(token.text);
    if (!parse) return this.#unclosed(token.text, this.#ends);
    this.#open.push(token.text);
    this.stream.next();
    const parsed = parse(this, begin.start);
    this.#open.pop();
    return 'kind' in parsed ? [parsed] : parsed;
  }

  #unclosed(unknown: string | undefined, ends: readonly (readonly string[])[]): never {
    const wanted = ends
      .at(-1)
      ?.map((name) => `'${name}'`)
      .join(' or ');
    const sentences = [unknown === undefined ? 'Unexpected end of template.' : `Encountered unknown tag '${unknown}'.`];
    if (wanted !== undefined) {
      const misplaced = unknown !== undefined && ends.some((names) => names.includes(unknown));
      sentences.push(
        misplaced
          ? `You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for ${wanted}.`
          : `Jinja was looking for the following tags: ${wanted}.`,
      );
    }
    const innermost = this.#open.at(-1);
    if (innermost !== undefined) sentences.push(`The innermost block that needs to be closed is '${innermost}'.`);
    return this.stream.fail(sentences.join(' '));
  }
}
