// Names of Python's types, as its messages have them, and the questions about types that many places ask.

import { Dict, PyFloat, Tuple, type Value } from '../../model/value.ts';
import { PyMapping } from './instance.ts';

/** The name of the Python type of a value. */
export function typeName(value: Value): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number' || typeof value === 'bigint') return 'int';
  if (value instanceof PyFloat) return 'float';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Tuple) return 'tuple';
  if (value instanceof Dict) return 'dict';
  return value.typeName;
}

/** Whether a value is an int or bool, which Python counts among the ints. */
export function isInteger(value: Value): value is number | bigint | boolean {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
}

/** Whether a value is a number, bools included. */
export function isNumber(value: Value): value is number | bigint | boolean | PyFloat {
  return isInteger(value) || value instanceof PyFloat;
}

/** A dict, or something that reads as one, as a dict; `undefined` for everything else. */
export function asDict(value: Value): Dict | undefined {
  if (value instanceof Dict) return value;
  return value instanceof PyMapping ? value.toDict() : undefined;
}

/** The items of a list or tuple; `undefined` for everything else. */
export function asSequence(value: Value): readonly Value[] | undefined {
  if (Array.isArray(value)) return value;
  return value instanceof Tuple ? value.items : undefined;
}
