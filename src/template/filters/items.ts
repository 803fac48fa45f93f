// How filters name a part of their items: `attribute='a.b.0'`, and the keys they compare by.

import type { Value } from '../../model/value.ts';
import { getItem, isInteger, str, Undefined } from '../python/index.ts';

/** Reads a part of an item. */
export type Getter = (item: Value) => Value;

/** A getter for `name`, `name.deeper`, `name.0` or a bare index; `fallback` stands in for what is undefined. */
export function attributeGetter(attribute: Value, fallback: Value = null): Getter {
  const path = attributePath(attribute);
  return (item) => {
    let value = item;
    for (const part of path) {
      value = getItem(value, part);
      if (value instanceof Undefined && fallback !== null) value = fallback;
    }
    return value;
  };
}

/** Getters for `name,other`, as `sort` takes them. */
export function attributeGetters(attribute: Value): readonly Getter[] {
  if (typeof attribute !== 'string') return [attributeGetter(attribute)];
  return attribute.split(',').map((part) => attributeGetter(part));
}

function attributePath(attribute: Value): readonly Value[] {
  if (attribute === null) return [];
  if (isInteger(attribute)) return [attribute];
  return str(attribute)
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Text compares without its case unless the filter is told otherwise. */
export function comparisonKey(value: Value, caseSensitive: boolean): Value {
  return typeof value === 'string' && !caseSensitive ? value.toLowerCase() : value;
}

/** The getter of an optional attribute: the item itself without one. */
export function keyGetter(attribute: Value, caseSensitive: boolean): Getter {
  const get = attributeGetter(attribute);
  return (item) => comparisonKey(get(item), caseSensitive);
}
