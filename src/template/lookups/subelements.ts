// The subelements lookup: every item with each element of a list inside of it.

import { type Dict, Tuple, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { asDict, asSequence, repr, str, toKey } from '../python/index.ts';
import { flagOf } from './define.ts';

/** `(item, element)`; the item comes without the list. Items that say they were skipped are left out. */
export function subelements(terms: readonly Value[]): Value[] {
  const [input, path, flags] = terms;
  if (input === undefined || path === undefined || terms.length > 3)
    throw new TemplateError('subelements lookup expects a list of two or three items');
  if (typeof path !== 'string')
    throw new TemplateError(
      'subelements lookup expects a list of two or three items, first a dict or a list, second a string pointing to the subkey',
    );
  const skipMissing = asDict(flags ?? null)?.get('skip_missing') ?? false;
  const keys = path.split('.');
  return itemsOf(input).flatMap((item) => {
    const dict = asDict(item);
    if (!dict) throw new TemplateError(`subelements lookup expects a dictionary, got '${str(item)}'`);
    if (isSkipped(dict)) return [];
    const found = takeOut(dict, keys, flagOf(skipMissing));
    return found ? found.elements.map((element) => new Tuple([found.item, element])) : [];
  });
}

function itemsOf(input: Value): readonly Value[] {
  const list = asSequence(input);
  if (list) return list;
  const dict = asDict(input);
  if (!dict) throw new TemplateError(`subelements lookup expects a dictionary, got '${str(input)}'`);
  return isSkipped(dict) ? [] : [...dict.values()];
}

function isSkipped(dict: Dict): boolean {
  const skipped = dict.get('skipped');
  return skipped !== undefined && skipped !== false;
}

interface Found {
  readonly item: Dict;
  readonly elements: readonly Value[];
}

function takeOut(item: Dict, [key = '', ...deeper]: readonly string[], skipMissing: boolean): Found | undefined {
  const value = item.get(toKey(key));
  if (value === undefined) {
    if (skipMissing) return undefined;
    throw new TemplateError(`could not find '${key}' key in iterated item '${repr(item)}'`);
  }
  const copy = item.copy();
  if (deeper.length === 0) {
    const elements = asSequence(value);
    if (!elements) throw new TemplateError(`the key ${key} should point to a list, got ${repr(value)}`);
    copy.delete(key);
    return { item: copy, elements };
  }
  const inner = asDict(value);
  if (!inner) throw new TemplateError(`the key ${key} should point to a dictionary, got ${repr(value)}`);
  const found = takeOut(inner, deeper, skipMissing);
  return found && { item: copy.set(key, found.item), elements: found.elements };
}
