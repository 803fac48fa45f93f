// The grammar of expressions, with Jinja's precedence.

import type { Operator } from '../python/instance.ts';
import type { Arguments, CompareOperator, ConditionNode, Expression, FilterNode, Place } from './ast.ts';
import { TokenStream } from './stream.ts';
import { describe, type Token, type TokenType } from './tokens.ts';

const comparisons: ReadonlyMap<TokenType, CompareOperator> = new Map([
  ['eq', '=='],
  ['ne', '!='],
  ['lt', '<'],
  ['lteq', '<='],
  ['gt', '>'],
  ['gteq', '>='],
]);
const sums: ReadonlyMap<TokenType, Operator> = new Map([
  ['add', '+'],
  ['sub', '-'],
]);
const products: ReadonlyMap<TokenType, Operator> = new Map([
  ['mul', '*'],
  ['div', '/'],
  ['floordiv', '//'],
  ['mod', '%'],
]);

export interface TupleOptions {
  /** Whether `a if b` is an expression here; not where an `if` of its own may follow. */
  readonly conditions?: boolean;
  /** A name that ends the tuple. */
  readonly endName?: string;
  readonly parentheses?: boolean;
}

const noArguments: Arguments = { args: [], kwargs: [], rest: undefined, keywords: undefined };

// How deep expressions may nest before it is taken for a runaway, well before the stack ends.
const deepest = 150;

/** Parses expressions from tokens. */
export class ExpressionParser {
  readonly stream: TokenStream;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.stream = new TokenStream(tokens);
  }

  /** An expression; without `conditions` an `if` ends it. */
  expression(conditions = true): Expression {
    if (++this.#depth > deepest) this.stream.fail('expressions are nested too deeply');
    const node = conditions ? this.#condition() : this.#or();
    this.#depth--;
    return node;
  }

  /** An expression, or several with commas between them, which are a tuple. */
  tuple({ conditions = true, endName, parentheses = false }: TupleOptions = {}): Expression {
    const start = this.stream.current.start;
    const items: Expression[] = [];
    let isTuple = false;
    for (;;) {
      if (items.length > 0) this.stream.expect('comma');
      if (this.#tupleEnds(endName)) break;
      items.push(this.expression(conditions));
      if (!this.stream.is('comma')) break;
      isTuple = true;
    }
    const [only] = items;
    if (!isTuple && only) return only;
    if (!isTuple && !parentheses) this.stream.fail(`Expected an expression, got '${describe(this.stream.current)}'`);
    return { kind: 'tuple', items, ...this.#from(start) };
  }

  #tupleEnds(endName: string | undefined): boolean {
    const { stream } = this;
    return (
      stream.is('variable_end') ||
      stream.is('block_end') ||
      stream.is('rparen') ||
      (endName !== undefined && stream.isName(endName))
    );
  }

  #from(start: number): Place {
    return { start, end: this.stream.previous.end };
  }

  #condition(): Expression {
    const start = this.stream.current.start;
    let node = this.#or();
    while (this.stream.skipName('if')) {
      const test = this.#or();
      const otherwise = this.stream.skipName('else') ? this.#nested(() => this.#condition()) : undefined;
      const condition: ConditionNode = { kind: 'condition', test, value: node, otherwise, ...this.#from(start) };
      node = condition;
    }
    return node;
  }

  #nested(parse: () => Expression): Expression {
    if (++this.#depth > deepest) this.stream.fail('expressions are nested too deeply');
    const node = parse();
    this.#depth--;
    return node;
  }

  #or(): Expression {
    const start = this.stream.current.start;
    let left = this.#and();
    while (this.stream.skipName('or')) left = { kind: 'or', left, right: this.#and(), ...this.#from(start) };
    return left;
  }

  #and(): Expression {
    const start = this.stream.current.start;
    let left = this.#not();
    while (this.stream.skipName('and')) left = { kind: 'and', left, right: this.#not(), ...this.#from(start) };
    return left;
  }

  #not(): Expression {
    const start = this.stream.current.start;
    if (!this.stream.skipName('not')) return this.#compare();
    return { kind: 'not', of: this.#nested(() => this.#not()), ...this.#from(start) };
  }

  #compare(): Expression {
    const start = this.stream.current.start;
    const first = this.#sum();
    const rest: { operator: CompareOperator; value: Expression }[] = [];
    for (let operator = this.#comparison(); operator; operator = this.#comparison()) {
      rest.push({ operator, value: this.#sum() });
    }
    return rest.length === 0 ? first : { kind: 'compare', first, rest, ...this.#from(start) };
  }

  #comparison(): CompareOperator | undefined {
    const { stream } = this;
    const operator = comparisons.get(stream.current.type);
    if (operator) stream.next();
    if (operator) return operator;
    if (stream.skipName('in')) return 'in';
    const next = stream.look();
    if (!stream.isName('not') || next.type !== 'name' || next.text !== 'in') return undefined;
    stream.next();
    stream.next();
    return 'not in';
  }

  #binary(operators: ReadonlyMap<TokenType, Operator>, operand: () => Expression): Expression {
    const start = this.stream.current.start;
    let left = operand();
    for (
      let operator = operators.get(this.stream.current.type);
      operator;
      operator = operators.get(this.stream.current.type)
    ) {
      this.stream.next();
      left = { kind: 'binary', operator, left, right: operand(), ...this.#from(start) };
    }
    return left;
  }

  #sum(): Expression {
    return this.#binary(sums, () => this.#concat());
  }

  #concat(): Expression {
    const start = this.stream.current.start;
    const first = this.#product();
    if (!this.stream.is('tilde')) return first;
    const parts = [first];
    while (this.stream.skip('tilde')) parts.push(this.#product());
    return { kind: 'concat', parts, ...this.#from(start) };
  }

  #product(): Expression {
    return this.#binary(products, () => this.#power());
  }

  #power(): Expression {
    return this.#binary(powers, () => this.#unary());
  }

  // A sign binds tighter than filters and `**`: `-1|abs` is `(-1)|abs`.
  #unary(filters = true): Expression {
    const { type, start } = this.stream.current;
    let node: Expression;
    if (type === 'sub' || type === 'add') {
      this.stream.next();
      node = this.#nested(() => this.#unary(false));
      node = { kind: 'unary', operator: type === 'sub' ? '-' : '+', of: node, ...this.#from(start) };
    } else {
      node = this.primary();
    }
    node = this.postfix(node);
    return filters ? this.#filters(node) : node;
  }

  /** A name, literal, or something in brackets. */
  primary(): Expression {
    const { stream } = this;
    const token = stream.current;
    const place = { start: token.start, end: token.end };
    switch (token.type) {
      case 'name':
        stream.next();
        return nameOrConst(token.text, place);
      case 'string':
        return this.#string();
      case 'integer':
      case 'float':
        stream.next();
        return { kind: 'const', value: token.number ?? 0, ...place };
      case 'lparen': {
        stream.next();
        const node = this.tuple({ parentheses: true });
        stream.expect('rparen');
        return { ...node, ...this.#from(token.start) };
      }
      case 'lbracket':
        return {
          kind: 'list',
          items: this.#items('lbracket', 'rbracket', () => this.expression()),
          ...this.#from(token.start),
        };
      case 'lbrace':
        return { kind: 'dict', pairs: this.#items('lbrace', 'rbrace', () => this.#pair()), ...this.#from(token.start) };
      default:
        return stream.fail(`unexpected '${describe(token)}'`);
    }
  }

  #string(): Expression {
    const start = this.stream.current.start;
    let value = '';
    while (this.stream.is('string')) value += this.stream.next().text;
    return { kind: 'const', value, ...this.#from(start) };
  }

  #items<T>(open: TokenType, close: TokenType, item: () => T): T[] {
    this.stream.expect(open);
    const items: T[] = [];
    while (!this.stream.is(close)) {
      if (items.length > 0) this.stream.expect('comma');
      if (this.stream.is(close)) break;
      items.push(item());
    }
    this.stream.expect(close);
    return items;
  }

  #pair(): { readonly key: Expression; readonly value: Expression } {
    const key = this.expression();
    this.stream.expect('colon');
    return { key, value: this.expression() };
  }

  /** Attributes, items and calls behind an expression. */
  postfix(first: Expression): Expression {
    let node = first;
    for (;;) {
      if (this.stream.is('dot')) node = this.#attribute(node);
      else if (this.stream.is('lbracket')) node = this.#subscript(node);
      else if (this.stream.is('lparen')) node = this.#call(node);
      else return node;
    }
  }

  #filters(first: Expression): Expression {
    let node = first;
    for (;;) {
      if (this.stream.is('pipe')) node = this.filter(node);
      else if (this.stream.isName('is')) node = this.#test(node);
      else if (this.stream.is('lparen')) node = this.#call(node);
      else return node;
    }
  }

  #attribute(of: Expression): Expression {
    this.stream.next();
    const token = this.stream.next();
    const place = { start: of.start, end: token.end };
    if (token.type === 'name') return { kind: 'attribute', of, name: token.text, ...place };
    if (token.type !== 'integer') this.stream.fail('expected name or number', token);
    return {
      kind: 'item',
      of,
      key: { kind: 'const', value: token.number ?? 0, start: token.start, end: token.end },
      ...place,
    };
  }

  #subscript(of: Expression): Expression {
    const start = this.stream.next().start;
    const keys: Expression[] = [];
    while (!this.stream.is('rbracket')) {
      if (keys.length > 0) this.stream.expect('comma');
      keys.push(this.#subscribed());
    }
    this.stream.expect('rbracket');
    const [only] = keys;
    const key: Expression = only && keys.length === 1 ? only : { kind: 'tuple', items: keys, ...this.#from(start) };
    return { kind: 'item', of, key, ...this.#from(of.start) };
  }

  #subscribed(): Expression {
    const { stream } = this;
    const start = stream.current.start;
    const from = stream.is('colon') ? undefined : this.expression();
    if (from && !stream.is('colon')) return from;
    stream.next();
    const bound = () =>
      stream.is('colon') || stream.is('rbracket') || stream.is('comma') ? undefined : this.expression();
    const to = bound();
    const step = stream.skip('colon') ? bound() : undefined;
    return { kind: 'slice', from, to, step, ...this.#from(start) };
  }

  #call(callee: Expression): Expression {
    return { kind: 'call', callee, arguments: this.#arguments(), ...this.#from(callee.start) };
  }

  #arguments(): Arguments {
    const { stream } = this;
    const open = stream.expect('lparen');
    const args: Expression[] = [];
    const kwargs: { name: string; value: Expression }[] = [];
    let rest: Expression | undefined;
    let keywords: Expression | undefined;
    const ensure = (allowed: boolean) => allowed || stream.fail('invalid syntax for function call expression', open);
    for (let first = true; !stream.is('rparen'); first = false) {
      if (!first) stream.expect('comma');
      if (stream.is('rparen')) break;
      if (stream.skip('mul')) {
        ensure(!rest && !keywords);
        rest = this.expression();
      } else if (stream.skip('pow')) {
        ensure(!keywords);
        keywords = this.expression();
      } else if (stream.is('name') && stream.look().type === 'assign') {
        ensure(!keywords);
        const name = stream.next().text;
        stream.next();
        kwargs.push({ name, value: this.expression() });
      } else {
        ensure(!rest && !keywords && kwargs.length === 0);
        args.push(this.expression());
      }
    }
    stream.expect('rparen');
    return { args, kwargs, rest, keywords };
  }

  #dottedName(): { readonly name: string; readonly at: Place } {
    const first = this.stream.expect('name');
    let name = first.text;
    while (this.stream.skip('dot')) name += `.${this.stream.expect('name').text}`;
    return { name, at: this.#from(first.start) };
  }

  /** The filters that follow: `| name(...) | name`. */
  filter(input: Expression): FilterNode;
  filter(input: Expression | undefined, inline?: boolean): FilterNode | undefined;
  filter(input: Expression | undefined, inline = false): FilterNode | undefined {
    let node: FilterNode | undefined;
    for (let first = inline; first || this.stream.is('pipe'); first = false) {
      if (!first) this.stream.next();
      const { name, at } = this.#dottedName();
      const args = this.stream.is('lparen') ? this.#arguments() : noArguments;
      const from: Expression | undefined = node ?? input;
      node = { kind: 'filter', input: from, name, arguments: args, nameAt: at, ...this.#from(from?.start ?? at.start) };
    }
    return node;
  }

  #test(input: Expression): Expression {
    const { stream } = this;
    stream.next();
    const negated = stream.skipName('not');
    const { name, at } = this.#dottedName();
    const node: Expression = {
      kind: 'test',
      input,
      name,
      arguments: this.#testArguments(),
      nameAt: at,
      ...this.#from(input.start),
    };
    return negated ? { kind: 'not', of: node, start: node.start, end: node.end } : node;
  }

  #testArguments(): Arguments {
    const { stream } = this;
    if (stream.is('lparen')) return this.#arguments();
    const starts: readonly TokenType[] = ['name', 'string', 'integer', 'float', 'lbracket', 'lbrace'];
    const follows = stream.isName('else') || stream.isName('or') || stream.isName('and');
    if (!starts.includes(stream.current.type) || follows) return noArguments;
    if (stream.isName('is')) stream.fail('You cannot chain multiple tests with is');
    return { ...noArguments, args: [this.postfix(this.primary())] };
  }
}

const powers: ReadonlyMap<TokenType, Operator> = new Map([['pow', '**']]);

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
