// Merges dicts as `combine` does, and as variables merge where the configuration says so.

import type { Dict, Value } from '../../model/value.ts';
import { asDict, equals } from '../python/index.ts';

/** What becomes of two lists under the same key; `_rp`: what is in both stays only once, in its newer place. */
export const listMerges = ['replace', 'keep', 'append', 'prepend', 'append_rp', 'prepend_rp'] as const;
export type ListMerge = (typeof listMerges)[number];

/** A new dict of the first with the second's entries over it. */
export function mergeDicts(first: Dict, second: Dict, recursive: boolean, lists: ListMerge): Dict {
  const merged = first.copy();
  for (const [key, value] of second.entries()) merged.set(key, mergeValues(merged.get(key), value, recursive, lists));
  return merged;
}

function mergeValues(old: Value | undefined, value: Value, recursive: boolean, lists: ListMerge): Value {
  if (old === undefined) return value;
  const oldDict = recursive ? asDict(old) : undefined;
  const newDict = recursive ? asDict(value) : undefined;
  if (oldDict && newDict) return mergeDicts(oldDict, newDict, recursive, lists);
  if (!Array.isArray(old) || !Array.isArray(value)) return value;
  return mergeLists(old, value, lists);
}

function mergeLists(old: Value[], value: Value[], how: ListMerge): Value[] {
  switch (how) {
    case 'replace':
      return value;
    case 'keep':
      return old;
    case 'append':
      return [...old, ...value];
    case 'prepend':
      return [...value, ...old];
    case 'append_rp':
      return [...without(old, value), ...value];
    case 'prepend_rp':
      return [...value, ...without(old, value)];
  }
}

function without(items: readonly Value[], excluded: readonly Value[]): Value[] {
  return items.filter((item) => !excluded.some((other) => equals(item, other)));
}
