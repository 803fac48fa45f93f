// Ansible's filters on lists: as sets, in combinations, flattened.

import { Dict, isKey, Tuple, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import {
  asSequence,
  equals,
  integerArgument,
  isInteger,
  isNumber,
  toList,
  truth,
  typeName,
  Undefined,
} from '../python/index.ts';
import { combinations, permutations, product } from '../text/combinatorics.ts';
import { type FilterDefinition, filter, keywords, required, rest } from './define.ts';
import { keyGetter } from './items.ts';

export const listFilters: readonly FilterDefinition[] = [
  filter('flatten', { levels: null, skip_nulls: true }, (input, { levels, skip_nulls }) => {
    if (levels !== null && !isNumber(levels))
      throw new TemplateError(`'>=' not supported between instances of '${typeName(levels)}' and 'int'`);
    return flatten(toList(input), levels === null ? Number.POSITIVE_INFINITY : Number(levels), truth(skip_nulls));
  }),
  filter('unique', { case_sensitive: null, attribute: null }, (input, { case_sensitive, attribute }) =>
    unique(toList(input), case_sensitive, attribute),
  ),
  filter('union', { other: required }, (input, { other }) => distinct([...toList(input), ...toList(other)])),
  filter('intersect', { other: required }, (input, { other }) => {
    const wanted = membership(toList(other));
    return distinct(toList(input).filter(wanted));
  }),
  filter('difference', { other: required }, (input, { other }) => {
    const excluded = membership(toList(other));
    return distinct(toList(input).filter((item) => !excluded(item)));
  }),
  filter('symmetric_difference', { other: required }, (input, { other }) => {
    const inFirst = membership(toList(input));
    const inSecond = membership(toList(other));
    return distinct([...toList(input), ...toList(other)].filter((item) => inFirst(item) !== inSecond(item)));
  }),
  filter('zip', { others: rest }, (input, { others }) => {
    const lists = [input, ...others].map(toList);
    return rows(lists, Math.min(...lists.map((list) => list.length)), null);
  }),
  filter('zip_longest', { others: rest, kwargs: keywords }, (input, { others, kwargs }) => {
    for (const name of kwargs.keys())
      if (name !== 'fillvalue') throw new TemplateError('zip_longest() got an unexpected keyword argument');
    const lists = [input, ...others].map(toList);
    return rows(lists, Math.max(...lists.map((list) => list.length)), kwargs.get('fillvalue') ?? null);
  }),
  filter('product', { others: rest, kwargs: keywords }, (input, { others, kwargs }) => {
    const repeat = integerArgument(kwargs.get('repeat') ?? 1);
    const lists = [input, ...others].map(toList);
    return product(Array.from({ length: repeat }, () => lists).flat()).map((items) => new Tuple(items));
  }),
  filter('combinations', { r: required }, (input, { r }) =>
    combinations(toList(input), count(r)).map((items) => new Tuple(items)),
  ),
  filter('permutations', { r: null }, (input, { r }) => {
    const items = toList(input);
    return permutations(items, r === null ? items.length : count(r)).map((chosen) => new Tuple(chosen));
  }),
];

// Ansible leaves out what YAML and people write for nothing.
const nulls: readonly Value[] = [null, 'None', 'null'];

function flatten(items: readonly Value[], levels: number, skipNulls: boolean): Value[] {
  const flat: Value[] = [];
  for (const item of items) {
    if (skipNulls && nulls.includes(item)) continue;
    const inner = levels >= 1 ? asSequence(item) : undefined;
    if (inner) flat.push(...flatten(inner, levels - 1, skipNulls));
    else flat.push(item);
  }
  return flat;
}

// Jinja's unique needs keys that can be hashed; where they cannot, Ansible compares whole items, with their case.
function unique(items: readonly Value[], caseSensitive: Value, attribute: Value): Value[] {
  const key = keyGetter(attribute, caseSensitive !== null && truth(caseSensitive));
  const culprit = items.map(key).find((item) => !isKey(item) && !(item instanceof Undefined));
  if (culprit === undefined) return distinct(items, key);
  if (attribute === null && (caseSensitive === null || truth(caseSensitive))) return distinct(items);
  throw new TemplateError(
    `Jinja2's unique filter failed and we cannot fall back to Ansible's version as it does not support the parameters supplied. unhashable type: '${typeName(culprit)}'`,
  );
}

function distinct(items: readonly Value[], key: (item: Value) => Value = (item) => item): Value[] {
  const seen = new ValueSet();
  return items.filter((item) => seen.add(key(item)));
}

function membership(items: readonly Value[]): (item: Value) => boolean {
  const set = new ValueSet();
  for (const item of items) set.add(item);
  return (item) => set.has(item);
}

/** A set of values by Python's equality; what can be a key is found at once, the rest is searched. */
class ValueSet {
  readonly #keys = new Dict();
  readonly #others: Value[] = [];

  has(item: Value): boolean {
    return isKey(item) ? this.#keys.has(item) : this.#others.some((other) => other === item || equals(other, item));
  }

  /** Whether it was new. */
  add(item: Value): boolean {
    if (this.has(item)) return false;
    if (isKey(item)) this.#keys.set(item, true);
    else this.#others.push(item);
    return true;
  }
}

function rows(lists: readonly (readonly Value[])[], size: number, fill: Value): Value[] {
  return Array.from({ length: size }, (_, index) => new Tuple(lists.map((list) => list[index] ?? fill)));
}

function count(value: Value): number {
  if (!isInteger(value)) throw new TemplateError('Expected int as r');
  if (Number(value) < 0) throw new TemplateError('r must be non-negative');
  return Number(value);
}
