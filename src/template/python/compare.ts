// Python's == and <, deep and with its type errors.

import { Dict, PyFloat, type PyObject, Tuple, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { PyInstance, PyMapping } from './instance.ts';
import { isNumber, typeName } from './types.ts';

/** Python's `==`: `1 == 1.0 == True`, containers by content. Throws for undefined values. */
export function equals(a: Value, b: Value): boolean {
  if (typeof a === 'string' || a === null) return b instanceof PyInstance ? b.equals(a) : a === b;
  if (isNumber(a)) {
    if (isNumber(b)) return numberOrder(comparable(a), comparable(b)) === 0;
    return b instanceof PyInstance && b.equals(a);
  }
  if (Array.isArray(a)) {
    if (Array.isArray(b)) return sameItems(a, b);
    return b instanceof PyInstance && b.equals(a);
  }
  if (a instanceof Tuple) {
    if (b instanceof Tuple) return sameItems(a.items, b.items);
    return b instanceof PyInstance && b.equals(a);
  }
  if (a instanceof Dict) return equalsDict(a, b);
  return equalsObject(a, b);
}

function equalsObject(a: PyObject, b: Value): boolean {
  if (a instanceof PyMapping) return b === a || (b instanceof Dict && equalsDict(a.toDict(), b));
  if (a instanceof PyInstance) return a.equals(b);
  return a === b;
}

function equalsDict(a: Dict, b: Value): boolean {
  if (b instanceof PyMapping) return equalsDict(a, b.toDict());
  if (!(b instanceof Dict)) return b instanceof PyInstance && b.equals(a);
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [key, value] of a.entries()) {
    const other = b.get(key);
    if (other === undefined || !same(value, other)) return false;
  }
  return true;
}

function sameItems(a: readonly Value[], b: readonly Value[]): boolean {
  return (
    a.length === b.length &&
    a.every((item, index) => {
      const other = b[index];
      return other !== undefined && same(item, other);
    })
  );
}

// Inside containers Python takes the same object for equal before it asks.
function same(a: Value, b: Value): boolean {
  return a === b || equals(a, b);
}

function comparable(value: number | bigint | boolean | PyFloat): number | bigint {
  if (value instanceof PyFloat) return value.value;
  return typeof value === 'boolean' ? Number(value) : value;
}

/** The ordering operators. */
export type Ordering = '<' | '<=' | '>' | '>=';

/** Python's `a OPERATOR b`, with its type errors. */
export function compare(operator: Ordering, a: Value, b: Value): boolean {
  const order = orderOf(a, b, operator);
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** Negative, zero or positive as a sorts before, with or after b; NaN where one is a float NaN. Throws where Python does. */
export function orderOf(a: Value, b: Value, operator: Ordering = '<'): number {
  if (isNumber(a) && isNumber(b)) return numberOrder(comparable(a), comparable(b));
  if (typeof a === 'string' && typeof b === 'string') return textOrder(a, b);
  if (Array.isArray(a) && Array.isArray(b)) return itemsOrder(a, b, operator);
  if (a instanceof Tuple && b instanceof Tuple) return itemsOrder(a.items, b.items, operator);
  const answer = objectOrder(a, b);
  if (answer !== undefined) return answer;
  throw new TemplateError(`'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

function objectOrder(a: Value, b: Value): number | undefined {
  if (a instanceof PyInstance) {
    const order = a.order(b);
    if (order !== undefined) return order;
  }
  if (!(b instanceof PyInstance)) return undefined;
  const order = b.order(a);
  return order === undefined ? undefined : -order;
}

function numberOrder(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  // Not `===`: a bigint may meet a number. NaN fails both.
  return a <= b && a >= b ? 0 : Number.NaN;
}

const surrogate = /[\ud800-\udfff]/;

// By code point: JavaScript's own order is by UTF-16 unit, which differs beyond the basic plane.
function textOrder(a: string, b: string): number {
  if (a === b) return 0;
  if (!surrogate.test(a) && !surrogate.test(b)) return a < b ? -1 : 1;
  const left = [...a];
  const right = [...b];
  for (const [index, char] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (char !== other) return (char.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
  }
  return -1;
}

function itemsOrder(a: readonly Value[], b: readonly Value[], operator: Ordering): number {
  for (const [index, item] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (!same(item, other)) return orderOf(item, other, operator);
  }
  return a.length - b.length;
}

/** Python's sorted(): stable, by `<` alone; `reverse` keeps equal items in their order. */
export function sorted<T>(items: Iterable<T>, key: (item: T) => Value, reverse = false): T[] {
  const keyed = [...items].map((item) => ({ item, key: key(item) }));
  keyed.sort((a, b) => (reverse ? orderOf(b.key, a.key) : orderOf(a.key, b.key)));
  return keyed.map(({ item }) => item);
}
