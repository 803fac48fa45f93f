// Jinja's tests: what a value is, and how it compares.

import { Dict, PyFloat, PyObject, Tuple, type Value } from '../../model/value.ts';
import {
  compare,
  contains,
  equals,
  isNumber,
  iterableOf,
  type Ordering,
  operate,
  PyInstance,
  PyMapping,
  PyRange,
  str,
  Undefined,
} from '../python/index.ts';
import { required, type TestDefinition, test } from './define.ts';

export const valueTests: readonly TestDefinition[] = [
  test('defined', {}, (input) => !(input instanceof Undefined)),
  test('undefined', {}, (input) => input instanceof Undefined),
  test('none', {}, (input) => input === null),
  test('boolean', {}, (input) => typeof input === 'boolean'),
  test('true', {}, (input) => input === true),
  test('false', {}, (input) => input === false),
  test('number', {}, (input) => isNumber(input)),
  test('integer', {}, (input) => typeof input === 'number' || typeof input === 'bigint'),
  test('float', {}, (input) => input instanceof PyFloat),
  test('string', {}, (input) => typeof input === 'string'),
  test('mapping', {}, (input) => input instanceof Dict || input instanceof PyMapping),
  test('sequence', {}, isSequence),
  test('iterable', {}, (input) => iterableOf(input) !== undefined),
  test('callable', {}, (input) => input instanceof PyInstance && input.call !== PyInstance.prototype.call),
  test('lower', {}, (input) => isCased(str(input), (text) => text.toLowerCase())),
  test('upper', {}, (input) => isCased(str(input), (text) => text.toUpperCase())),
  test('escaped', {}, () => false),
  test('odd', {}, (input) => equals(operate('%', input, 2), 1)),
  test('even', {}, (input) => equals(operate('%', input, 2), 0)),
  test('divisibleby', { num: required }, (input, { num }) => equals(operate('%', input, num), 0)),
  test('sameas', { other: required }, (input, { other }) => input === other),
  test('in', { seq: required }, (input, { seq }) => contains(seq, input)),
  test(['eq', 'equalto', '=='], { other: required }, (input, { other }) => equals(input, other)),
  test(['ne', '!='], { other: required }, (input, { other }) => !equals(input, other)),
  ordering(['lt', 'lessthan', '<'], '<'),
  ordering(['le', '<='], '<='),
  ordering(['gt', 'greaterthan', '>'], '>'),
  ordering(['ge', '>='], '>='),
];

function ordering(names: readonly string[], operator: Ordering): TestDefinition {
  return test(names, { other: required }, (input, { other }) => compare(operator, input, other));
}

// What has both len() and items by index, as Jinja asks it; dicts do.
function isSequence(input: Value): boolean {
  if (input instanceof PyObject) return input instanceof PyRange || input instanceof PyMapping;
  return typeof input === 'string' || Array.isArray(input) || input instanceof Tuple || input instanceof Dict;
}

function isCased(text: string, cased: (text: string) => string): boolean {
  return text === cased(text) && text.toLowerCase() !== text.toUpperCase();
}
