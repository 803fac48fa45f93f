// `ansible_facts` of a host of which only those facts were gathered that can be asked for.

import type { Dict, Key, Value } from '../../model/value.ts';
import { PyMapping, repr } from '../../template/index.ts';

export interface Rest {
  /** Whether the name, without `ansible_`, is that of a fact that was left out. */
  leftOut(name: string): boolean;
  /** Has the evaluation wait for the other facts; gives all of them. */
  rest(): Dict;
}

/** Single facts are as ever; whoever wants all of them, or one that is not there, has the rest gathered. */
export class PartialFacts extends PyMapping {
  readonly typeName = 'dict';
  readonly #known: Dict;
  readonly #rest: Rest;

  constructor(known: Dict, rest: Rest) {
    super();
    this.#known = known;
    this.#rest = rest;
  }
  override at(key: Key): Value | undefined {
    const known = this.#known.get(key);
    if (known !== undefined || typeof key !== 'string' || !this.#rest.leftOut(key)) return known;
    return this.#rest.rest().get(key);
  }
  override keys(): Iterable<Key> {
    return this.toDict().keys();
  }
  override toDict(): Dict {
    return this.#rest.rest();
  }
  override str(): string {
    return repr(this.toDict());
  }
}
