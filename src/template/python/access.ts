// Jinja's `value.name` and `value[key]`: attributes and items of a value, each falling back on the other.

import { PyObject, type Value } from '../../model/value.ts';
import { attributeOf } from './attributes.ts';
import { PyMapping } from './instance.ts';
import { itemOf } from './items.ts';
import { orElse } from './or-else.ts';
import { Undefined } from './undefined.ts';

/** `value.name`: an attribute or method first, then the item. Gives an `Undefined` where there is neither. */
export function getAttribute(value: Value, name: string): Value {
  const found = lookup(value, name, true);
  return found === undefined ? new Undefined({ name, parent: value }) : found;
}

/** `value[key]`: the item first, then the attribute. Gives an `Undefined` where there is neither. */
export function getItem(value: Value, key: Value): Value {
  if (value instanceof Undefined) return value.get(key);
  const found = orElse(itemOf(value, key), () => (typeof key === 'string' ? lookup(value, key, false) : undefined));
  return found === undefined ? new Undefined({ name: key, parent: value }) : found;
}

function lookup(value: Value, name: string, items: boolean): Value | undefined {
  if (value instanceof PyObject && !(value instanceof PyMapping))
    return orElse(value.get(name), () => attributeOf(value, name));
  return orElse(attributeOf(value, name), () => (items ? itemOf(value, name) : undefined));
}
