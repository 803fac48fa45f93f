// The grammar of expressions, with Jinja's precedence.

import type { Operator } from '../python/instance.ts';
import type { CompareOperator, ConditionNode, Expression } from './ast.ts';
import { type Grammar, placeFrom, type TupleOptions } from './grammar.ts';
import { parsePrimary } from './primary.ts';
import { TokenStream } from './stream.ts';
import { parseFilters, parsePostfix } from './suffixes.ts';
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

const powers: ReadonlyMap<TokenType, Operator> = new Map([['pow', '**']]);

// How deep expressions may nest before it is taken for a runaway, well before the stack ends.
const deepest = 150;

/** Parses expressions from tokens. */
export class ExpressionParser implements Grammar {
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
    return { kind: 'tuple', items, ...placeFrom(this, start) };
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

  #condition(): Expression {
    const start = this.stream.current.start;
    let node = this.#or();
    while (this.stream.skipName('if')) {
      const test = this.#or();
      const otherwise = this.stream.skipName('else') ? this.#nested(() => this.#condition()) : undefined;
      const condition: ConditionNode = { kind: 'condition', test, value: node, otherwise, ...placeFrom(this, start) };
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
    while (this.stream.skipName('or')) left = { kind: 'or', left, right: this.#and(), ...placeFrom(this, start) };
    return left;
  }

  #and(): Expression {
    const start = this.stream.current.start;
    let left = this.#not();
    while (this.stream.skipName('and')) left = { kind: 'and', left, right: this.#not(), ...placeFrom(this, start) };
    return left;
  }

  #not(): Expression {
    const start = this.stream.current.start;
    if (!this.stream.skipName('not')) return this.#compare();
    return { kind: 'not', of: this.#nested(() => this.#not()), ...placeFrom(this, start) };
  }

  #compare(): Expression {
    const start = this.stream.current.start;
    const first = this.#sum();
    const rest: { operator: CompareOperator; value: Expression }[] = [];
    for (let operator = this.#comparison(); operator; operator = this.#comparison()) {
      rest.push({ operator, value: this.#sum() });
    }
    return rest.length === 0 ? first : { kind: 'compare', first, rest, ...placeFrom(this, start) };
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
      left = { kind: 'binary', operator, left, right: operand(), ...placeFrom(this, start) };
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
    return { kind: 'concat', parts, ...placeFrom(this, start) };
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
      const of = this.#nested(() => this.#unary(false));
      node = { kind: 'unary', operator: type === 'sub' ? '-' : '+', of, ...placeFrom(this, start) };
    } else {
      node = parsePrimary(this);
    }
    node = parsePostfix(this, node);
    return filters ? parseFilters(this, node) : node;
  }
}
