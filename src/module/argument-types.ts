// The types of arguments that specifications name, read as Ansible reads them, and its words for what cannot be read.

import { Dict, PyFloat, Tuple, type Value } from '../model/value.ts';
import { str } from '../template/index.ts';
import { humanToBytes } from '../template/text/sizes.ts';
import { className, whyInconvertible } from './argument-words.ts';
import { dictOfText, types } from './param-types.ts';

/** A value as a type wants it, or why it cannot be. */
export type Converted = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly why: string };

type Convert = (value: Value) => Converted;

const good = (value: Value): Converted => ({ ok: true, value });
const bad = (why: string): Converted => ({ ok: false, why });

const cannot = (value: Value, what: string): Converted => bad(`${className(value)} cannot be converted to ${what}`);

const CONVERSIONS: Readonly<Record<string, Convert>> = {
  raw: good,
  str: (value) => good(str(value)),
  path: (value) => good(str(value)),
  int: (value) => {
    const isText = typeof value === 'string' && /^\s*[+-]?\d+(_\d+)*\s*$/.test(value);
    if (isText) return good(Number(value.replaceAll('_', '')));
    return isInteger(value) ? good(value) : cannot(value, 'an int');
  },
  float: (value) => {
    if (value instanceof PyFloat || isInteger(value)) return good(value);
    const read = typeof value === 'string' ? types.float.coerce(value) : undefined;
    return read?.ok ? good(new PyFloat(read.value)) : cannot(value, 'a float');
  },
  bool: (value) => {
    if (typeof value !== 'string' && !(value instanceof PyFloat) && !isInteger(value)) return cannot(value, 'a bool');
    const read = types.bool.coerce(value);
    if (read.ok) return good(read.value);
    return bad(whyInconvertible('bool', value));
  },
  list: (value) => {
    if (Array.isArray(value)) return good(value);
    if (value instanceof Tuple) return good([...value.items]);
    if (typeof value === 'string') return good(value.split(','));
    return value instanceof PyFloat || isInteger(value) ? good([str(value)]) : cannot(value, 'a list');
  },
  dict: (value) => {
    if (value instanceof Dict) return good(value);
    if (typeof value !== 'string') return cannot(value, 'a dict');
    const dict = dictOfText(value);
    if (dict) return good(dict);
    return bad(whyInconvertible('dict', value));
  },
  json: jsonText,
  jsonarg: jsonText,
  bytes: (value) => size(value, false),
  bits: (value) => size(value, true),
};

/** Reads a value as a type; a type that is not known reads nothing. */
export function convert(type: string, value: Value): Converted {
  const conversion = CONVERSIONS[type];
  return conversion ? conversion(value) : bad("'NoneType' object is not callable");
}

function jsonText(value: Value): Converted {
  const isJson = typeof value === 'string' || Array.isArray(value) || value instanceof Tuple || value instanceof Dict;
  return isJson ? good(value) : cannot(value, 'a json string');
}

function size(value: Value, bits: boolean): Converted {
  try {
    if (Array.isArray(value) || value instanceof Dict) throw new TypeError('not a size');
    return good(humanToBytes(str(value), undefined, bits));
  } catch {
    return cannot(value, bits ? 'a Bit value' : 'a Byte value');
  }
}

function isInteger(value: Value): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
}
