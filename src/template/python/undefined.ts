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
  readonly typeName: string = 'AnsibleUndefined';
  readonly missing: Missing;
  /** Where in which template it came up; the evaluator fills it in. */
  origin: object | undefined;

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
  override iterate(): Iterable<Value> {
    return this.fail();
  }
  override truth(): boolean {
    return this.fail();
  }
  override str(): string {
    return this.fail();
  }
  override length(): number {
    return this.fail();
  }
  override contains(_item: Value): boolean | undefined {
    return this.fail();
  }
  override call(): Value {
    return this.fail();
  }
  override operate(): Value {
    return this.fail();
  }
  override equals(_other: Value): boolean {
    return this.fail();
  }
  override order(): number {
    return this.fail();
  }
  override repr(): string {
    const { name, parent, hint } = this.missing;
    const text = hint === undefined ? 'None' : repr(hint);
    return `AnsibleUndefined(hint=${text}, obj=${parent === undefined ? 'missing' : repr(parent)}, name=${repr(name)})`;
  }
}

/** What an inline `if` without an else gives where its test fails: undefined too, but it prints as nothing, is false and has no items. */
export class LenientUndefined extends Undefined {
  override readonly typeName = 'Undefined';

  constructor() {
    super({ name: 'else', hint: 'the inline if-expression evaluated to false and no else section was defined.' });
  }
  override get(_name: Value): Value {
    return this.fail();
  }
  override iterate(): Iterable<Value> {
    return [];
  }
  override truth(): boolean {
    return false;
  }
  override str(): string {
    return '';
  }
  override length(): number {
    return 0;
  }
  override contains(): boolean | undefined {
    return undefined;
  }
  override equals(other: Value): boolean {
    return other instanceof LenientUndefined;
  }
  override repr(): string {
    return 'Undefined';
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
  if (value instanceof LenientUndefined) return;
  if (value instanceof Undefined) value.fail();
  else if (value instanceof Dict) for (const item of value.values()) checkDefined(item);
  else if (value instanceof Tuple) for (const item of value.items) checkDefined(item);
  else if (!(value instanceof PyObject)) for (const item of value) checkDefined(item);
}
