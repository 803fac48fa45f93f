// Python's undefined as Ansible has it: an object that remembers what was looked for and where, and fails when it is used.

import { Dict, PyFloat, PyObject, Tuple, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { PyInstance } from './instance.ts';
import { repr } from './text.ts';
import { typeName } from './types.ts';

/** Why something is undefined. */
export interface Missing {
  /** The variable, attribute, key or index that was looked for. */
  readonly name: Value;
  /** What it was looked for in; absent for a variable. */
  readonly parent?: Value;
  /** A sentence that replaces the usual one (a variable whose own template failed, `undef(hint=...)`). */
  readonly hint?: string;
  /** The failure that made it undefined. */
  readonly cause?: TemplateError;
}

/** An undefined value. Asking it for an attribute or an item gives itself again, everything else is an error that names it. */
export class Undefined extends PyInstance {
  readonly typeName = 'AnsibleUndefined';
  readonly missing: Missing;
  /** Where in the template it came up; the evaluator fills it in. */
  place: unknown;

  constructor(missing: Missing) {
    super();
    this.missing = missing;
  }

  /** Python's message for it. */
  message(): string {
    const { name, parent, hint } = this.missing;
    if (hint !== undefined) return hint;
    if (parent === undefined) return `${repr(name)} is undefined`;
    if (typeof name === 'string') return `'${describe(parent)}' has no attribute ${repr(name)}`;
    return `${describe(parent)} has no element ${repr(name)}`;
  }

  /** The error of using it. */
  fail(): never {
    throw new UndefinedError(this);
  }

  override get(_name: Value): Value {
    return this;
  }
  override iterate(): never {
    this.fail();
  }
  override truth(): never {
    this.fail();
  }
  override str(): never {
    this.fail();
  }
  override length(): never {
    this.fail();
  }
  override contains(): never {
    this.fail();
  }
  override call(): never {
    this.fail();
  }
  override operate(): never {
    this.fail();
  }
  override equals(): never {
    this.fail();
  }
  override order(): never {
    this.fail();
  }
  override repr(): string {
    const { name, parent, hint } = this.missing;
    const text = hint === undefined ? 'None' : repr(hint);
    return `AnsibleUndefined(hint=${text}, obj=${parent === undefined ? 'missing' : repr(parent)}, name=${repr(name)})`;
  }
}

/** Something undefined was used. */
export class UndefinedError extends TemplateError {
  readonly value: Undefined;
  constructor(value: Undefined) {
    const { name } = value.missing;
    super(value.message(), typeof name === 'string' ? name : repr(name));
    this.name = 'UndefinedError';
    this.value = value;
    this.place = value.place;
  }
}

/** An undefined variable. */
export function undefinedVariable(name: string): Undefined {
  return new Undefined({ name });
}

/** The value itself, or the error of using an undefined one. */
export function defined(value: Value): Value {
  return value instanceof Undefined ? value.fail() : value;
}

function describe(parent: Value): string {
  return parent === null ? 'None' : `${typeName(parent)} object`;
}

/** Throws where a value is undefined or holds something undefined, however deep. */
export function checkDefined(value: Value): void {
  if (value === null || typeof value !== 'object' || value instanceof PyFloat) return;
  if (value instanceof Undefined) value.fail();
  else if (value instanceof Dict) for (const item of value.values()) checkDefined(item);
  else if (value instanceof Tuple) for (const item of value.items) checkDefined(item);
  else if (!(value instanceof PyObject)) for (const item of value) checkDefined(item);
}
