// `hostvars`: every host of the inventory with all its variables, made when they are asked for.

import { Dict, type Key, type Value } from '../../model/value.ts';
import { PyMapping } from '../../template/index.ts';

/** The hosts by name. */
export class HostVars extends PyMapping {
  readonly typeName = 'HostVars';
  readonly #names: () => Iterable<string>;
  readonly #of: (host: string) => PyMapping | undefined;

  /** `of` gives a host's variables; for names outside of `names` too, where there is such a host (an implicit localhost). */
  constructor(names: () => Iterable<string>, of: (host: string) => PyMapping | undefined) {
    super();
    this.#names = names;
    this.#of = of;
  }

  override at(key: Key): Value | undefined {
    return typeof key === 'string' ? this.#of(key) : undefined;
  }

  override keys(): Iterable<Key> {
    return this.#names();
  }

  override toDict(): Dict {
    const dict = new Dict();
    for (const name of this.#names()) {
      const vars = this.#of(name);
      if (vars) dict.set(name, vars);
    }
    return dict;
  }

  override str(): string {
    return '<HostVars>';
  }
}
