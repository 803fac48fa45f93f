// Truth, length, iteration, membership, items and slices as Python has them.

import { Dict, isKey, type Key, PyFloat, PyObject, Tuple, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { equals } from './compare.ts';
import { PyInstance, PyMapping } from './instance.ts';
import { isInteger, typeName } from './types.ts';

/** Python's truth of a value. Throws for undefined ones. */
export function truth(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (value === null) return false;
  if (typeof value !== 'object') return Boolean(value);
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Dict) return value.size > 0;
  if (value instanceof PyFloat) return value.value !== 0;
  return value instanceof Tuple ? value.items.length > 0 : value.truth();
}

const surrogate = /[\ud800-\udfff]/;

/** The characters of a string, as Python counts them (code points). */
export function characters(text: string): readonly string[] {
  return surrogate.test(text) ? [...text] : text.split('');
}

/** Python's len(), or `undefined` where a value has none. */
export function lengthOf(value: Value): number | undefined {
  if (typeof value === 'string') return surrogate.test(value) ? [...value].length : value.length;
  if (Array.isArray(value)) return value.length;
  if (value instanceof Dict) return value.size;
  if (value instanceof Tuple) return value.items.length;
  return value instanceof PyInstance ? value.length() : undefined;
}

/** Python's len(), with its error. */
export function length(value: Value): number {
  const size = lengthOf(value);
  if (size === undefined) throw new TemplateError(`object of type '${typeName(value)}' has no len()`);
  return size;
}

/** The items of a value as Python iterates it, or `undefined` where it is not iterable. Throws for undefined values. */
export function iterableOf(value: Value): Iterable<Value> | undefined {
  if (Array.isArray(value)) return value;
  if (value instanceof Dict) return value.keys();
  if (typeof value === 'string') return characters(value);
  if (value instanceof Tuple) return value.items;
  return value instanceof PyObject ? value.iterate() : undefined;
}

/** The items of a value as Python iterates it, with its error. */
export function iterate(value: Value): Iterable<Value> {
  const items = iterableOf(value);
  if (items === undefined) throw new TemplateError(`'${typeName(value)}' object is not iterable`);
  return items;
}

/** Python's list(): always a new list. */
export function toList(value: Value): Value[] {
  return [...iterate(value)];
}

/** Python's `item in container`. */
export function contains(container: Value, item: Value): boolean {
  if (typeof container === 'string') {
    if (typeof item === 'string') return container.includes(item);
    if (item instanceof PyInstance) item.truth();
    throw new TemplateError(`'in <string>' requires string as left operand, not ${typeName(item)}`);
  }
  if (container instanceof Dict) return container.has(toKey(item));
  if (container instanceof PyInstance) {
    const answer = container.contains(item);
    if (answer !== undefined) return answer;
    if (container instanceof PyMapping) return container.at(toKey(item)) !== undefined;
  }
  const items = iterableOf(container);
  if (items === undefined) throw new TemplateError(`argument of type '${typeName(container)}' is not iterable`);
  for (const candidate of items) if (candidate === item || equals(candidate, item)) return true;
  return false;
}

/** A value as the key of a dict, with Python's error for what cannot be one. */
export function toKey(value: Value): Key {
  if (isKey(value)) return value;
  if (value instanceof PyInstance) value.truth();
  const culprit = value instanceof Tuple ? value.items.find((item) => !isKey(item)) : value;
  throw new TemplateError(`unhashable type: '${typeName(culprit === undefined ? value : culprit)}'`);
}

/** Python's `value[key]`, or `undefined` where there is no such item or the value has no items. */
export function itemOf(value: Value, key: Value): Value | undefined {
  if (value instanceof Dict) return isKey(key) ? value.get(key) : undefined;
  if (Array.isArray(value)) return isInteger(key) ? value[position(Number(key), value.length)] : undefined;
  if (typeof value === 'string') return isInteger(key) ? characterAt(value, Number(key)) : undefined;
  if (value instanceof Tuple)
    return isInteger(key) ? value.items[position(Number(key), value.items.length)] : undefined;
  return value instanceof PyObject ? value.get(key) : undefined;
}

function position(index: number, size: number): number {
  return index < 0 ? index + size : index;
}

function characterAt(text: string, index: number): string | undefined {
  const chars = surrogate.test(text) ? [...text] : text;
  return chars[position(index, chars.length)];
}

/** The indices that `[start:stop:step]` picks of a sequence of this size. */
export function* sliceIndices(size: number, bounds: SliceBounds): Iterable<number> {
  const step = bound(bounds.step) ?? 1;
  if (step === 0) throw new TemplateError('slice step cannot be zero');
  const lowest = step < 0 ? -1 : 0;
  const highest = step < 0 ? size - 1 : size;
  const clamp = (index: number) =>
    Math.min(highest, Math.max(lowest, position(index, size) < 0 ? lowest : position(index, size)));
  const start = bound(bounds.start);
  const stop = bound(bounds.stop);
  const from = start === undefined ? (step < 0 ? highest : 0) : clamp(start);
  const to = stop === undefined ? (step < 0 ? -1 : highest) : clamp(stop);
  for (let i = from; step < 0 ? i > to : i < to; i += step) yield i;
}

export interface SliceBounds {
  readonly start: Value;
  readonly stop: Value;
  readonly step: Value;
}

function bound(value: Value): number | undefined {
  if (value === null) return undefined;
  if (isInteger(value)) return Number(value);
  if (value instanceof PyInstance) value.truth();
  throw new TemplateError('slice indices must be integers or None or have an __index__ method');
}

/** Python's `value[start:stop:step]`. */
export function slice(value: Value, bounds: SliceBounds): Value {
  if (typeof value === 'string') {
    const chars = characters(value);
    return pick(chars, bounds).join('');
  }
  if (Array.isArray(value)) return pick(value, bounds);
  if (value instanceof Tuple) return new Tuple(pick(value.items, bounds));
  if (value instanceof PyInstance) {
    value.length();
    const items = value instanceof PyMapping ? undefined : value.slice(bounds);
    if (items !== undefined) return items;
  }
  if (value instanceof Dict) throw new TemplateError("unhashable type: 'slice'");
  throw new TemplateError(`'${typeName(value)}' object is not subscriptable`);
}

/** The picked items themselves. */
export function pick<T>(items: readonly T[], bounds: SliceBounds): T[] {
  const out: T[] = [];
  for (const index of sliceIndices(items.length, bounds)) {
    const item = items[index];
    if (item !== undefined) out.push(item);
  }
  return out;
}
