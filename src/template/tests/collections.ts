// Tests of lists, and of truth as people write it.

import { Dict, type Value } from '../../model/value.ts';
import { contains, iterate, toKey, toList, truth } from '../python/index.ts';
import { wordTruth } from '../text/words.ts';
import { required, type TestDefinition, test } from './define.ts';

export const collectionTests: readonly TestDefinition[] = [
  test(['subset', 'issubset'], { other: required }, (input, { other }) => isSubset(input, other)),
  test(['superset', 'issuperset'], { other: required }, (input, { other }) => isSubset(other, input)),
  test('contains', { value: required }, (input, { value }) => contains(input, value)),
  test('all', {}, (input) => toList(input).every(truth)),
  test('any', {}, (input) => toList(input).some(truth)),
  test('truthy', { convert_bool: false }, (input, { convert_bool }) => isTruthy(input, truth(convert_bool))),
  test('falsy', { convert_bool: false }, (input, { convert_bool }) => !isTruthy(input, truth(convert_bool))),
];

function isSubset(part: Value, whole: Value): boolean {
  const members = keysOf(whole);
  return [...keysOf(part).keys()].every((key) => members.has(key));
}

function keysOf(value: Value): Dict {
  const keys = new Dict();
  for (const item of iterate(value)) keys.set(toKey(item), true);
  return keys;
}

function isTruthy(value: Value, convert: boolean): boolean {
  return (convert ? wordTruth(value) : undefined) ?? truth(value);
}
