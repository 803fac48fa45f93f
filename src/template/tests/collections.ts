// Tests of lists, and of truth as people write it.

import { Dict, PyFloat, type Value } from '../../model/value.ts';
import { contains, isInteger, iterate, toKey, toList, truth } from '../python/index.ts';
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

const words: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(['y', 'yes', 'on', '1', 'true', 't'].map((word) => [word, true])),
  ...Object.fromEntries(['n', 'no', 'off', '0', 'false', 'f'].map((word) => [word, false])),
};

function isTruthy(value: Value, convert: boolean): boolean {
  return (convert ? wordTruth(value) : undefined) ?? truth(value);
}

function wordTruth(value: Value): boolean | undefined {
  if (typeof value === 'string') {
    const word = value.toLowerCase().trim();
    return Object.hasOwn(words, word) ? words[word] : undefined;
  }
  const number = value instanceof PyFloat ? value.value : isInteger(value) ? Number(value) : undefined;
  return number === 1 ? true : number === 0 ? false : undefined;
}
