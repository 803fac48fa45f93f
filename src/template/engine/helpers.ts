// Jinja's small helper objects: cycler() and joiner().

import type { Value } from '../../model/value.ts';
import { type Call, TemplateError } from '../callable.ts';
import { PyFunction, PyInstance } from '../python/index.ts';

/** `cycler('odd', 'even')`: its items in turn, across loops. */
export class Cycler extends PyInstance {
  readonly typeName = 'Cycler';
  readonly #items: readonly Value[];
  #position = 0;

  constructor(items: readonly Value[]) {
    super();
    if (items.length === 0) throw new TemplateError('at least one item has to be provided');
    this.#items = items;
  }
  override get(name: Value): Value | undefined {
    switch (name) {
      case 'current':
        return this.#items[this.#position];
      case 'pos':
        return this.#position;
      case 'next':
        return new PyFunction('next', () => this.#next(), 'method');
      case 'reset':
        return new PyFunction('reset', () => this.#reset(), 'method');
      default:
        return undefined;
    }
  }
  #next(): Value {
    const item = this.#items[this.#position] ?? null;
    this.#position = (this.#position + 1) % this.#items.length;
    return item;
  }
  #reset(): Value {
    this.#position = 0;
    return null;
  }
  override str(): string {
    return '<jinja2.utils.Cycler object>';
  }
}

/** `joiner(', ')`: nothing the first time it is called, then the separator. */
export class Joiner extends PyInstance {
  readonly typeName = 'Joiner';
  readonly #separator: string;
  #used = false;

  constructor(separator: string) {
    super();
    this.#separator = separator;
  }
  override call(_call: Call): Value {
    if (this.#used) return this.#separator;
    this.#used = true;
    return '';
  }
  override get(name: Value): Value | undefined {
    return name === 'sep' ? this.#separator : name === 'used' ? this.#used : undefined;
  }
  override str(): string {
    return '<jinja2.utils.Joiner object>';
  }
}
