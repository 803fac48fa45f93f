// The names that a keyed group gets from the value of its key.

import { Dict, type Value } from '../../model/value.ts';
import { str } from '../../template/index.ts';

export interface NameOptions {
  /** What all names begin with, separator included. */
  readonly prefix: string;
  /** What stands between the key and the value of a mapping. */
  readonly separator: string;
  /** What stands for an empty value. */
  readonly whenEmpty: string | undefined;
  /** Whether the separator stays where the value behind it is empty. */
  readonly trailingSeparator: boolean;
}

/** The names for a text, for each item of a list, or for each pair of a mapping; or why there can be none. */
export function keyedNames(value: Value, options: NameOptions): readonly string[] | string {
  const names = bareNames(value, options);
  return typeof names === 'string' ? names : names.map((name) => options.prefix + name);
}

function bareNames(value: Value, { separator, whenEmpty, trailingSeparator }: NameOptions): readonly string[] | string {
  if (value === '' || value === null) return whenEmpty === undefined || value === null ? [] : [whenEmpty];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value))
    return value.map((item) => (item === '' && whenEmpty !== undefined ? whenEmpty : str(item)));
  if (!(value instanceof Dict)) return 'is neither text nor a list nor a mapping';
  return [...value.entries()].map(([key, item]) => {
    if (item !== '') return `${str(key)}${separator}${str(item)}`;
    if (whenEmpty !== undefined) return `${str(key)}${separator}${whenEmpty}`;
    return trailingSeparator ? `${str(key)}${separator}` : str(key);
  });
}
