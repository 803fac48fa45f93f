// Pairs every item with each element of a list inside it: the filter and the lookup of that name.

import { Tuple, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { asDict, asSequence, repr, toKey, Undefined } from '../python/index.ts';

/** `(item, element)` for every element of the list at `path` in every item. */
export function subelements(input: Value, path: Value, skipMissing: boolean): Tuple[] {
  const items = itemsOf(input instanceof Undefined ? input.fail() : input);
  const keys = typeof path === 'string' ? path.split('.') : asSequence(path);
  if (!keys) throw new TemplateError('subelements must be a list or a string');
  return items.flatMap((item) => elementsOf(item, keys, skipMissing).map((element) => new Tuple([item, element])));
}

function itemsOf(input: Value): readonly Value[] {
  const dict = asDict(input);
  const items = dict ? [...dict.values()] : asSequence(input);
  if (!items) throw new TemplateError('obj must be a list of dicts or a nested dict');
  return items;
}

function elementsOf(item: Value, keys: readonly Value[], skipMissing: boolean): readonly Value[] {
  let value = item;
  for (const key of keys) {
    const dict = asDict(value);
    if (!dict)
      throw new TemplateError(`the key '${repr(key).slice(1, -1)}' should point to a dictionary, got '${repr(value)}'`);
    const found = dict.get(toKey(key));
    if (found === undefined) {
      if (skipMissing) return [];
      throw new TemplateError(`could not find ${repr(key)} key in iterated item ${repr(value)}`);
    }
    value = found;
  }
  const elements = asSequence(value);
  if (!elements)
    throw new TemplateError(`the key ${repr(keys.at(-1) ?? null)} should point to a list, got ${repr(value)}`);
  return elements;
}
