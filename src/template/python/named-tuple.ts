// A tuple whose items have names too, as Python's namedtuple has.

import { Tuple, type Value } from '../../model/value.ts';

/** A tuple with named items: `groupby` gives these, with `grouper` and `list`. */
export class NamedTuple extends Tuple {
  readonly #names: readonly string[];

  constructor(fields: Readonly<Record<string, Value>>) {
    super(Object.values(fields));
    this.#names = Object.keys(fields);
  }

  /** The item of this name, or `undefined`. */
  field(name: string): Value | undefined {
    const index = this.#names.indexOf(name);
    return index < 0 ? undefined : this.items[index];
  }
}
