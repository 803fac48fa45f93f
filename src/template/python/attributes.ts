// Attributes and methods of values: what `value.name` means in Python, limited to what a sandbox allows.

import { Dict, PyFloat, Tuple, type Value } from '../../model/value.ts';
import type { Call } from '../callable.ts';
import { type Kwargs, PyFunction, PyInstance, PyMapping } from './instance.ts';
import { contains, itemOf, length } from './items.ts';
import { dictMethods, listMethods, mappingMethods, tupleMethods } from './methods/containers.ts';
import { floatMethods, integerMethods, numberAttribute } from './methods/numbers.ts';
import { bytesMethods, textMethods } from './methods/text-methods.ts';
import { textQuestions } from './methods/text-questions.ts';
import { NamedTuple } from './named-tuple.ts';
import { PyBytes } from './objects.ts';
import { str } from './text.ts';
import { isNumber, typeName } from './types.ts';

// A method that is not called but looked at.
class BoundMethod extends PyFunction {
  readonly #of: string;
  constructor(name: string, body: (call: Call) => Value, of: string) {
    super(name, body, 'builtin_function_or_method');
    this.#of = of;
  }
  override str(): string {
    return `<built-in method ${this.name} of ${this.#of} object at 0x7f0000000000>`;
  }
}

// The class of a value: good for its name, which playbooks do ask for, and for nothing that leads further.
class PyClass extends PyInstance {
  readonly typeName = 'type';
  readonly #name: string;
  constructor(name: string) {
    super();
    this.#name = name;
  }
  override get(name: Value): Value | undefined {
    return name === '__name__' ? this.#name : undefined;
  }
  override str(): string {
    return `<class '${this.#name}'>`;
  }
}

type Invoke = (args: readonly Value[], kwargs: Kwargs) => Value;

/** A method of a built-in type, bound to its value; `undefined` where the type has none of that name. */
export function methodOf(value: Value, name: string): Invoke | undefined {
  if (name.startsWith('__')) return special(value, name);
  if (typeof value === 'string') return bound(textMethods.get(name) ?? textQuestions.get(name), value);
  if (value instanceof Dict) return bound(mappingMethods.get(name), value) ?? bound(dictMethods.get(name), value);
  if (Array.isArray(value)) return bound(listMethods.get(name), value);
  if (value instanceof Tuple) return bound(tupleMethods.get(name), value);
  if (value instanceof PyFloat) return bound(floatMethods.get(name), value);
  if (value instanceof PyMapping) return bound(mappingMethods.get(name), value);
  if (value instanceof PyBytes) return bound(bytesMethods.get(name), value);
  return value !== null && isNumber(value) ? bound(integerMethods.get(name), value) : undefined;
}

function bound<T>(
  method: ((self: T, args: readonly Value[], kwargs: Kwargs) => Value) | undefined,
  self: T,
): Invoke | undefined {
  return method && ((args, kwargs) => method(self, args, kwargs));
}

// The few double-underscore methods that people do write; the rest would lead out of the sandbox.
function special(value: Value, name: string): Invoke | undefined {
  switch (name) {
    case '__len__':
      return () => length(value);
    case '__str__':
      return () => str(value);
    case '__contains__':
      return ([item = null]) => contains(value, item);
    case '__getitem__':
      return ([key = null]) => itemOf(value, key) ?? null;
    default:
      return undefined;
  }
}

/** Python's getattr(value, name), or `undefined` where there is no such attribute. */
export function attributeOf(value: Value, name: string): Value | undefined {
  if (value !== null && isNumber(value)) {
    const number = numberAttribute(value, name);
    if (number !== undefined) return number;
  }
  const field = value instanceof NamedTuple ? value.field(name) : undefined;
  if (field !== undefined) return field;
  const method = methodOf(value, name);
  if (method) return new BoundMethod(name, ({ args, kwargs }: Call) => method(args, kwargs), typeName(value));
  if (name === '__class__') return new PyClass(typeName(value));
  return undefined;
}
