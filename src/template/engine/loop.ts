// The `loop` object of for loops.

import { Tuple, type Value } from '../../model/value.ts';
import { type Call, TemplateError } from '../callable.ts';
import { equals, lengthOf, orElse, PyFunction, PyInstance, Undefined } from '../python/index.ts';

/** Renders a loop's body over other items, for `loop(...)` in recursive loops. */
export type Recurse = (items: Value, depth: number) => Value;

// A loop that appends to what it goes over has no end; Python's would take all memory.
const mostRounds = 10_000_000;

/** The state of a loop that is running. Items are taken one by one, so that a loop's filter sees what the body did. */
export class LoopContext extends PyInstance {
  readonly typeName = 'jinja2.runtime.LoopContext';
  readonly #depth: number;
  readonly #recurse: Recurse | undefined;
  readonly #source: Value | undefined;
  #items: Iterator<Value>;
  #index = -1;
  #length: number | undefined;
  #before: Value | undefined;
  #current: Value | undefined;
  // The next item, where it was asked for too early; `null` inside means that there is none.
  #after: { readonly item: Value | undefined } | undefined;
  #changed: Value | undefined;

  /** `source` is what is iterated over, where its length is the loop's length. */
  constructor(items: Iterable<Value>, source: Value | undefined, depth: number, recurse: Recurse | undefined) {
    super();
    this.#items = items[Symbol.iterator]();
    this.#source = source;
    this.#depth = depth;
    this.#recurse = recurse;
  }

  /** Goes to the next item; `undefined` at the end. */
  next(): Value | undefined {
    const item = this.#peek();
    this.#after = undefined;
    if (item === undefined) return undefined;
    if (++this.#index >= mostRounds)
      throw new TemplateError(`a loop went round ${mostRounds} times, probably without end`);
    this.#before = this.#current;
    this.#current = item;
    return item;
  }

  #peek(): Value | undefined {
    if (!this.#after) {
      const next = this.#items.next();
      this.#after = { item: next.done ? undefined : next.value };
    }
    return this.#after.item;
  }

  override length(): number {
    this.#length ??= (this.#source === undefined ? undefined : lengthOf(this.#source)) ?? this.#count();
    return this.#length;
  }

  // Without a length of its own the rest is read, and kept.
  #count(): number {
    const ahead = this.#after?.item;
    const rest: Value[] = [];
    for (let next = this.#items.next(); !next.done; next = this.#items.next()) rest.push(next.value);
    this.#items = rest[Symbol.iterator]();
    return this.#index + 1 + rest.length + (ahead === undefined ? 0 : 1);
  }

  override get(name: Value): Value | undefined {
    switch (name) {
      case 'index':
        return this.#index + 1;
      case 'index0':
        return this.#index;
      case 'first':
        return this.#index === 0;
      case 'last':
        return this.#peek() === undefined;
      case 'length':
        return this.length();
      case 'revindex':
        return this.length() - this.#index;
      case 'revindex0':
        return this.length() - this.#index - 1;
      case 'depth':
        return this.#depth + 1;
      case 'depth0':
        return this.#depth;
      case 'previtem':
        return this.#index === 0 || this.#before === undefined
          ? new Undefined({ name: 'previtem', hint: 'there is no previous item' })
          : this.#before;
      case 'nextitem':
        return orElse(this.#peek(), () => new Undefined({ name: 'nextitem', hint: 'there is no next item' }));
      case 'cycle':
        return new PyFunction('cycle', ({ args }) => this.#cycle(args), 'method');
      case 'changed':
        return new PyFunction('changed', ({ args }) => this.#isChanged(new Tuple(args)), 'method');
      default:
        return undefined;
    }
  }

  #cycle(args: readonly Value[]): Value {
    const value = args[this.#index % args.length];
    if (value === undefined) throw new TemplateError('no items for cycling given');
    return value;
  }

  #isChanged(value: Value): boolean {
    if (this.#changed !== undefined && equals(this.#changed, value)) return false;
    this.#changed = value;
    return true;
  }

  override call({ args }: Call): Value {
    const [items] = args;
    if (!this.#recurse) throw new TemplateError("The loop must have the 'recursive' marker to be called recursively.");
    if (items === undefined) throw new TemplateError('loop() needs what to loop over');
    return this.#recurse(items, this.#depth + 1);
  }

  override str(): string {
    return `<LoopContext ${this.#index + 1}/${this.length()}>`;
  }
}
