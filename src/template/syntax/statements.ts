// The grammar of templates: text, `{{ }}` and every statement of Jinja2.

import type { BlockNode, Expression, IfNode, Parameter, Place, Statement, Target } from './ast.ts';
import { ExpressionParser } from './expressions.ts';
import { tokenize, tokenizeExpression } from './lexer.ts';
import { playbookSpelling, type Spelling } from './settings.ts';
import type { Token } from './tokens.ts';

/** Parses a template. Throws `TemplateSyntaxError`. */
export function parseTemplate(text: string, spelling: Spelling, offset = 0): readonly Statement[] {
  return new TemplateParser(tokenize(text, spelling, offset)).template();
}

/** Parses an expression that stands alone; `conditions`: whether `a if b` is one here. Throws `TemplateSyntaxError`. */
export function parseExpression(text: string, conditions = true): Expression {
  return new TemplateParser(tokenizeExpression(text, playbookSpelling)).alone(conditions);
}

type Parse = (this: TemplateParser, start: number) => Statement | readonly Statement[];

class TemplateParser extends ExpressionParser {
  // The tags that are open, and what would close each: for the message at an unknown or missing tag.
  readonly #open: string[] = [];
  readonly #ends: (readonly string[])[] = [];

  template(): readonly Statement[] {
    return this.#body();
  }

  alone(conditions: boolean): Expression {
    const node = this.tuple({ conditions });
    if (!this.stream.is('eof')) this.stream.expect('block_end');
    return node;
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
        const end = this.stream.expect('variable_end').end;
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

  // The statements of a block, and the name of the tag that ended them.
  #block(...ends: readonly string[]): { readonly body: Statement[]; readonly end: string } {
    this.stream.skip('colon');
    this.stream.expect('block_end');
    const body = this.#body(ends);
    if (this.stream.is('eof')) this.#unclosed(undefined, [...this.#ends, ends]);
    return { body, end: this.stream.next().text };
  }

  #statement(begin: Token): readonly Statement[] {
    const token = this.stream.current;
    if (token.type !== 'name') this.stream.fail('tag name expected', token);
    const parse = statements.get(token.text);
    if (!parse) return this.#unclosed(token.text, this.#ends);
    this.#open.push(token.text);
    this.stream.next();
    const parsed = parse.call(this, begin.start);
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

  #from(start: number): Place {
    return { start, end: this.stream.current.end };
  }

  #target(options: { readonly endName?: string; readonly namespace?: boolean } = {}): Target {
    const { stream } = this;
    if (options.namespace && stream.look().type === 'dot') {
      const name = stream.expect('name');
      stream.next();
      const attribute = stream.expect('name');
      return { kind: 'namespace', name: name.text, attribute: attribute.text, start: name.start, end: attribute.end };
    }
    return this.#assignable(this.#targetTuple(options.endName));
  }

  // Targets are primaries only: `a.b` or `a[0]` cannot be assigned to.
  #targetTuple(endName: string | undefined): Expression {
    const { stream } = this;
    const start = stream.current.start;
    const items: Expression[] = [];
    let isTuple = false;
    for (;;) {
      if (items.length > 0) stream.expect('comma');
      if (
        stream.is('variable_end') ||
        stream.is('block_end') ||
        stream.is('rparen') ||
        (endName !== undefined && stream.isName(endName))
      )
        break;
      items.push(this.primary());
      if (!stream.is('comma')) break;
      isTuple = true;
    }
    const [only] = items;
    if (!isTuple && only) return only;
    if (!isTuple)
      stream.fail(
        `Expected an expression, got '${stream.is('block_end') ? 'end of statement block' : 'end of print statement'}'`,
      );
    return { kind: 'tuple', items, start, end: stream.previous.end };
  }

  #assignable(node: Expression): Target {
    if (node.kind === 'name') return node;
    if (node.kind === 'tuple')
      return {
        kind: 'targets',
        items: node.items.map((item) => this.#assignable(item)),
        start: node.start,
        end: node.end,
      };
    return this.stream.fail(`can't assign to '${node.kind}'`, node);
  }

  set(start: number): Statement {
    const target = this.#target({ namespace: true });
    if (this.stream.skip('assign')) return { kind: 'set', target, value: this.tuple(), ...this.#from(start) };
    const filter = this.filter(undefined);
    return { kind: 'set block', target, filter, body: this.#block('endset').body, ...this.#from(start) };
  }

  for(start: number): Statement {
    const target = this.#target({ endName: 'in' });
    this.stream.expectName('in');
    const items = this.tuple({ conditions: false, endName: 'recursive' });
    const test = this.stream.skipName('if') ? this.expression() : undefined;
    const recursive = this.stream.skipName('recursive');
    const { body, end } = this.#block('endfor', 'else');
    const otherwise = end === 'else' ? this.#block('endfor').body : [];
    return { kind: 'for', target, items, test, recursive, body, otherwise, ...this.#from(start) };
  }

  if(start: number): IfNode {
    const branches: { test: Expression; body: Statement[] }[] = [];
    for (;;) {
      const test = this.tuple({ conditions: false });
      const { body, end } = this.#block('elif', 'else', 'endif');
      branches.push({ test, body });
      if (end === 'elif') continue;
      const otherwise = end === 'else' ? this.#block('endif').body : [];
      return { kind: 'if', branches, otherwise, ...this.#from(start) };
    }
  }

  with(start: number): Statement {
    const bindings: { target: Target; value: Expression }[] = [];
    while (!this.stream.is('block_end')) {
      if (bindings.length > 0) this.stream.expect('comma');
      const target = this.#target();
      this.stream.expect('assign');
      bindings.push({ target, value: this.expression() });
    }
    return { kind: 'with', bindings, body: this.#block('endwith').body, ...this.#from(start) };
  }

  autoescape(start: number): Statement {
    this.expression();
    return { kind: 'scope', body: this.#block('endautoescape').body, ...this.#from(start) };
  }

  block(start: number): BlockNode {
    const { stream } = this;
    const name = stream.expect('name').text;
    const scoped = stream.skipName('scoped');
    const required = stream.skipName('required');
    if (stream.is('sub')) {
      stream.fail(
        'Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.',
      );
    }
    const { body } = this.#block('endblock');
    if (required && body.some((node) => node.kind !== 'data' || node.text.trim() !== '')) {
      stream.fail('Required blocks can only contain comments or whitespace');
    }
    stream.skipName(name);
    return { kind: 'block', name, scoped, required, body, ...this.#from(start) };
  }

  extends(start: number): Statement {
    return { kind: 'extends', template: this.expression(), ...this.#from(start) };
  }

  // `with context`, `without context`, or what is usual.
  #context(usual: boolean): boolean {
    const { stream } = this;
    const next = stream.look();
    if (!(stream.isName('with') || stream.isName('without')) || next.type !== 'name' || next.text !== 'context')
      return usual;
    const withContext = stream.next().text === 'with';
    stream.next();
    return withContext;
  }

  include(start: number): Statement {
    const template = this.expression();
    const next = this.stream.look();
    const ignoreMissing = this.stream.isName('ignore') && next.type === 'name' && next.text === 'missing';
    if (ignoreMissing) {
      this.stream.next();
      this.stream.next();
    }
    return { kind: 'include', template, ignoreMissing, withContext: this.#context(true), ...this.#from(start) };
  }

  import(start: number): Statement {
    const template = this.expression();
    this.stream.expectName('as');
    const target = this.stream.expect('name').text;
    return { kind: 'import', template, target, withContext: this.#context(false), ...this.#from(start) };
  }

  from(start: number): Statement {
    const { stream } = this;
    const template = this.expression();
    stream.expectName('import');
    const names: { name: string; as: string }[] = [];
    let withContext: boolean | undefined;
    const context = () => {
      const next = stream.look();
      if (!(stream.isName('with') || stream.isName('without')) || next.text !== 'context') return false;
      withContext = this.#context(false);
      return true;
    };
    for (;;) {
      if (names.length > 0) stream.expect('comma');
      if (stream.is('name') && context()) break;
      const token = stream.expect('name');
      if (token.text.startsWith('_')) stream.fail('names starting with an underline can not be imported', token);
      names.push({ name: token.text, as: stream.skipName('as') ? stream.expect('name').text : token.text });
      if (context() || !stream.is('comma')) break;
    }
    return { kind: 'from import', template, names, withContext: withContext ?? false, ...this.#from(start) };
  }

  #signature(): Parameter[] {
    const { stream } = this;
    const parameters: Parameter[] = [];
    stream.expect('lparen');
    while (!stream.is('rparen')) {
      if (parameters.length > 0) stream.expect('comma');
      const { text: name, start, end } = stream.expect('name');
      const value = stream.skip('assign') ? this.expression() : undefined;
      if (!value && parameters.at(-1)?.default) stream.fail('non-default argument follows default argument');
      parameters.push({ name, default: value, start, end });
    }
    stream.expect('rparen');
    return parameters;
  }

  macro(start: number): Statement {
    const name = this.stream.expect('name').text;
    const parameters = this.#signature();
    return { kind: 'macro', name, parameters, body: this.#block('endmacro').body, ...this.#from(start) };
  }

  call(start: number): Statement {
    const parameters = this.stream.is('lparen') ? this.#signature() : [];
    const call = this.expression();
    if (call.kind !== 'call') return this.stream.fail('expected call', call);
    return { kind: 'call block', call, parameters, body: this.#block('endcall').body, ...this.#from(start) };
  }

  filterBlock(start: number): Statement {
    const filter = this.filter(undefined, true) ?? this.stream.fail('expected a filter');
    return { kind: 'filter block', filter, body: this.#block('endfilter').body, ...this.#from(start) };
  }

  print(): readonly Statement[] {
    const out: Statement[] = [];
    while (!this.stream.is('block_end')) {
      if (out.length > 0) this.stream.expect('comma');
      const expression = this.expression();
      out.push({ kind: 'output', expression, start: expression.start, end: expression.end });
    }
    return out;
  }

  do(start: number): Statement {
    return { kind: 'do', expression: this.tuple(), ...this.#from(start) };
  }

  loopControl(kind: 'break' | 'continue', start: number): Statement {
    return { kind, ...this.#from(start) };
  }
}

const { prototype } = TemplateParser;

const statements: ReadonlyMap<string, Parse> = new Map<string, Parse>([
  ['autoescape', prototype.autoescape],
  ['block', prototype.block],
  [
    'break',
    function (start) {
      return this.loopControl('break', start);
    },
  ],
  ['call', prototype.call],
  [
    'continue',
    function (start) {
      return this.loopControl('continue', start);
    },
  ],
  ['do', prototype.do],
  ['extends', prototype.extends],
  ['filter', prototype.filterBlock],
  ['for', prototype.for],
  ['from', prototype.from],
  ['if', prototype.if],
  ['import', prototype.import],
  ['include', prototype.include],
  ['macro', prototype.macro],
  ['print', prototype.print],
  ['set', prototype.set],
  ['with', prototype.with],
]);
