// Reads rendered keyword values as Ansible does: bools in words, numbers in text, lists in commas.

import { Dict, PyFloat, type Value } from '../../model/value.ts';
import { str } from '../../template/index.ts';
import { TaskError } from './failure.ts';

const YES = new Set(['y', 'yes', 'on', '1', 'true', 't', '1.0']);
const NO = new Set(['n', 'no', 'off', '0', 'false', 'f', '0.0', '']);

/** A yes or no. `what` names the keyword in the message. */
export function toBool(value: Value, what: string): boolean {
  if (typeof value === 'boolean') return value;
  if (value === null) return false;
  const word = str(value).trim().toLowerCase();
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  throw new TaskError(`'${what}' is '${str(value)}', which is neither yes nor no`);
}

export function toInteger(value: Value, what: string): number {
  const number = toNumber(value, what);
  if (!Number.isInteger(number)) throw new TaskError(`'${what}' is '${str(value)}', which is not a whole number`);
  return number;
}

export function toNumber(value: Value, what: string): number {
  if (typeof value === 'number') return value;
  if (value instanceof PyFloat) return value.value;
  if (typeof value === 'string' && /^\s*[+-]?\d+(\.\d*)?\s*$/.test(value)) return Number(value);
  throw new TaskError(`'${what}' is '${str(value)}', which is not a number`);
}

/** Words: a list, or text with commas. */
export function toWords(value: Value): readonly string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value.flatMap(toWords);
  return str(value)
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** The dicts of a value that is one, or a list of them; nothing else is taken. */
export function toDicts(value: Value, what: string): readonly Dict[] {
  if (value === null) return [];
  if (value instanceof Dict) return [value];
  if (Array.isArray(value)) return value.flatMap((item) => toDicts(item, what));
  throw new TaskError(`'${what}' is '${str(value)}', which is not a mapping`);
}
