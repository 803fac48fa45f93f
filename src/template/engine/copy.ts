// Deep copies of containers, for templates that change what they are given.

import { Dict, type Value } from '../../model/value.ts';

/** A copy whose lists and dicts can be changed without touching the original. */
export function copyDeep(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyDeep);
  if (!(value instanceof Dict)) return value;
  const copy = new Dict();
  for (const [key, item] of value.entries()) copy.set(key, copyDeep(item));
  return copy;
}
