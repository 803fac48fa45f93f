// The words that Ansible takes for true and false.

import { PyFloat, type Value } from '../../model/value.ts';
import { isInteger } from '../python/index.ts';

const words: ReadonlyMap<string, boolean> = new Map([
  ...['y', 'yes', 'on', '1', 'true', 't'].map((word) => [word, true] as const),
  ...['n', 'no', 'off', '0', 'false', 'f'].map((word) => [word, false] as const),
]);

/** What a word or number says, or `undefined` where it is none of those that mean true or false. */
export function wordTruth(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return words.get(value.toLowerCase().trim());
  const number = value instanceof PyFloat ? value.value : isInteger(value) ? Number(value) : undefined;
  return number === 1 ? true : number === 0 ? false : undefined;
}
