// Jinja's namespace(): an object whose attributes `set` can change from inside loops.

import type { Value } from '../../model/value.ts';
import { makeDict, PyInstance, repr } from '../python/index.ts';

/** What `namespace(a=1)` gives. */
export class Namespace extends PyInstance {
  readonly typeName = 'Namespace';
  readonly #attributes = new Map<string, Value>();

  constructor(source: Value | undefined, kwargs: ReadonlyMap<string, Value>) {
    super();
    for (const [key, value] of makeDict(source, kwargs).entries()) this.#attributes.set(String(key), value);
  }
  override get(name: Value): Value | undefined {
    return typeof name === 'string' ? this.#attributes.get(name) : undefined;
  }
  set(name: string, value: Value): void {
    this.#attributes.set(name, value);
  }
  override str(): string {
    return `<Namespace ${repr(makeDict(undefined, this.#attributes))}>`;
  }
}
