// Reads and writes values as the recorded cases spell them: JSON, with marks for what JSON lacks.

import { Dict, isKey, PyFloat, PyObject, Tuple, type Value } from '../../src/model/value.ts';
import { floatText } from '../../src/template/python/index.ts';

/** A recorded value: `{"$float": "2.0"}` a float, `{"$int": "..."}` a big int, `{"$tuple": [...]}`, `{"$dict": [[k, v], ...]}`. */
export function decode(recorded: unknown): Value {
  if (recorded === null || typeof recorded === 'boolean' || typeof recorded === 'string') return recorded;
  if (typeof recorded === 'number') return Number.isInteger(recorded) ? recorded : new PyFloat(recorded);
  if (Array.isArray(recorded)) return recorded.map(decode);
  if (typeof recorded !== 'object') throw new Error(`a case holds ${typeof recorded}`);
  const entries = Object.entries(recorded);
  const [mark = '', content] = entries[0] ?? [];
  if (mark === '$float') return new PyFloat(floatOf(String(content)));
  if (mark === '$int') return BigInt(String(content));
  if (mark === '$tuple' && Array.isArray(content)) return new Tuple(content.map(decode));
  if (mark === '$dict' && Array.isArray(content)) return pairs(content);
  return Dict.of(entries.map(([key, value]) => [key, decode(value)] as const));
}

function floatOf(text: string): number {
  return text === 'inf' ? Number.POSITIVE_INFINITY : text === '-inf' ? Number.NEGATIVE_INFINITY : Number(text);
}

function pairs(content: readonly unknown[]): Dict {
  const dict = new Dict();
  for (const pair of content) {
    if (!Array.isArray(pair)) throw new Error('a recorded dict holds pairs');
    const key = decode(pair[0]);
    if (!isKey(key)) throw new Error('a recorded key is hashable');
    dict.set(key, decode(pair[1]));
  }
  return dict;
}

/** A value in a form that tells every type apart and that assertions can compare and print. */
export function encode(value: Value): unknown {
  if (value instanceof PyFloat) return { $float: floatText(value.value) };
  if (typeof value === 'bigint') return { $int: String(value) };
  if (Array.isArray(value)) return value.map(encode);
  if (value instanceof Tuple) return { $tuple: value.items.map(encode) };
  if (value instanceof Dict) return { $dict: [...value.entries()].map(([key, item]) => [encode(key), encode(item)]) };
  return value instanceof PyObject ? { $obj: value.typeName, str: value.str() } : value;
}
