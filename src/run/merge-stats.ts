// How `set_stats` puts a new value together with the one before: numbers add up, texts and lists grow, dicts merge.

import { Dict, PyFloat, type Value } from '../model/value.ts';

/** The value after aggregation. Values of different kinds cannot be put together: the new one holds. */
export function mergeStats(before: Value, next: Value): Value {
  if (typeof before === 'number' && typeof next === 'number') return before + next;
  if (before instanceof PyFloat && next instanceof PyFloat) return new PyFloat(before.value + next.value);
  if (typeof before === 'string' && typeof next === 'string') return before + next;
  if (Array.isArray(before) && Array.isArray(next)) return [...before, ...next];
  if (before instanceof Dict && next instanceof Dict) return Dict.of([...before.entries(), ...next.entries()]);
  return next;
}
