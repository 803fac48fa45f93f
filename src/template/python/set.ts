// Python's set, which a few expressions give.

import { Dict, type Key, type Value } from '../../model/value.ts';
import { type Operator, PyInstance } from './instance.ts';
import { iterate, toKey } from './items.ts';
import { repr } from './text.ts';

/** Python's set; it keeps the order in which its items came. */
export class PySet extends PyInstance {
  readonly typeName = 'set';
  readonly #items = new Dict();

  constructor(items: Iterable<Value>) {
    super();
    for (const item of items) this.#items.set(toKey(item), null);
  }
  override length(): number {
    return this.#items.size;
  }
  override truth(): boolean {
    return this.#items.size > 0;
  }
  override iterate(): Iterable<Key> {
    return this.#items.keys();
  }
  override contains(item: Value): boolean {
    return this.#items.has(toKey(item));
  }
  override equals(other: Value): boolean {
    return (
      other instanceof PySet &&
      other.length() === this.length() &&
      [...this.iterate()].every((item) => other.contains(item))
    );
  }
  override operate(operator: Operator, other: Value): Value | undefined {
    if (operator !== '-' || !(other instanceof PySet)) return undefined;
    return new PySet([...this.iterate()].filter((item) => !other.contains(item)));
  }
  override copy(): Value {
    return new PySet(iterate(this));
  }
  override str(): string {
    return this.length() === 0 ? 'set()' : `{${[...this.iterate()].map(repr).join(', ')}}`;
  }
}
