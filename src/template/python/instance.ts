// Objects that take part in Python's protocols: calling, len(), `in`, operators, comparison.

import { type Dict, type Key, PyObject, type Value } from '../../model/value.ts';
import type { Call } from '../callable.ts';
import type { SliceBounds } from './items.ts';

/** Keyword arguments of a call. */
export type Kwargs = ReadonlyMap<string, Value>;

export const noKwargs: Kwargs = new Map();

/** The binary operators that an object may answer itself. */
export type Operator = '+' | '-' | '*' | '/' | '//' | '%' | '**';

/** An object with more of Python's protocols than `PyObject` has; every answer defaults to "does not support it". */
export abstract class PyInstance extends PyObject {
  /** Python's len(), or `undefined` where it has none. */
  length(): number | undefined {
    return undefined;
  }
  /** Python's `item in self`; `undefined`: the items are searched instead. */
  contains(_item: Value): boolean | undefined {
    return undefined;
  }
  /** Python's `self[start:stop:step]`; `undefined` where it cannot be sliced. */
  slice(_bounds: SliceBounds): Value | undefined {
    return undefined;
  }
  /** What calling it gives; `undefined` where it is not callable. */
  call(_call: Call): Value | undefined {
    return undefined;
  }
  /** `self OPERATOR other`, or `other OPERATOR self` where reflected; `undefined` where unsupported. */
  operate(_operator: Operator, _other: Value, _reflected: boolean): Value | undefined {
    return undefined;
  }
  /** Python's `==`; identity unless a class says otherwise. */
  equals(other: Value): boolean {
    return this === other;
  }
  /** Negative, zero or positive as `self` sorts before, with or after the other; `undefined` where they have no order. */
  order(_other: Value): number | undefined {
    return undefined;
  }
  /** Python's format(self, spec); `undefined`: only an empty spec is understood. */
  format(_spec: string): string | undefined {
    return undefined;
  }
  /** A copy that a template may change without touching the original. */
  copy(): Value {
    return this;
  }
  repr(): string {
    return this.str();
  }
}

/** A function that templates can call. */
export class PyFunction extends PyInstance {
  readonly typeName: string;
  readonly name: string;
  readonly #body: (call: Call) => Value;

  constructor(name: string, body: (call: Call) => Value, typeName = 'function') {
    super();
    this.name = name;
    this.typeName = typeName;
    this.#body = body;
  }
  override call(call: Call): Value {
    return this.#body(call);
  }
  override str(): string {
    if (this.typeName === 'type') return `<class '${this.name}'>`;
    return `<${this.typeName} ${this.name} at 0x7f0000000000>`;
  }
}

/** Something that reads as a dict but makes its values when asked: `hostvars`, `vars`. It has a dict's methods that do not change it. */
export abstract class PyMapping extends PyInstance {
  abstract keys(): Iterable<Key>;
  abstract at(key: Key): Value | undefined;
  /** All of it, as a dict. */
  abstract toDict(): Dict;
  override get(name: Value): Value | undefined {
    return typeof name === 'object' && name !== null ? undefined : this.at(name);
  }
  override length(): number {
    return [...this.keys()].length;
  }
  override truth(): boolean {
    for (const _ of this.keys()) return true;
    return false;
  }
  override iterate(): Iterable<Value> {
    return this.keys();
  }
}
