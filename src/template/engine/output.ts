// What a template has written becomes its value: text, or the data that the text looks like.

import { Dict, PyFloat, Tuple, type Value } from '../../model/value.ts';
import { checkDefined, DictView, orElse, PyBytes, PyRange, str } from '../python/index.ts';
import { parseLiteral, parsePythonLiteral } from '../python/literal.ts';
import type { Written } from './frame.ts';
import { KeptText } from './kept-text.ts';

/**
 * How output becomes a value: `text` as it is, `data` with what looks like a list, dict or bool becoming one, `native` with single
 * expressions keeping their type, `native text` for template files beside that: text in which None is a word.
 */
export type Conversion = 'text' | 'data' | 'native' | 'native text';

/** What `{{ }}` makes of a value before it is written: None is nothing, views and ranges are lists, bytes are text. */
export function finalize(value: Value, conversion: Conversion): Value {
  if (value === null) return conversion === 'native' || conversion === 'native text' ? null : '';
  if (typeof value !== 'object') return value;
  if (value instanceof DictView || value instanceof PyRange) return [...value.iterate()];
  if (value instanceof PyBytes) return value.bytes.toString('utf8');
  return value;
}

/** The value of what was written. */
export function conclude(written: Written | undefined, conversion: Conversion): Value {
  if (!written) return conversion === 'native' ? null : '';
  if ('text' in written) {
    if (conversion === 'data') return dataOf(written.text);
    return conversion === 'native' ? nativeOf(written.text) : written.text;
  }
  const { value } = written;
  if (value instanceof KeptText) return value.text;
  checkDefined(value);
  switch (conversion) {
    case 'text':
    case 'native text':
      return str(value);
    case 'data':
      return asData(value);
    case 'native':
      return typeof value === 'string' ? nativeOf(value) : value;
  }
}

// The detour over text is spared where it would give the same value back.
function asData(value: Value): Value {
  if (typeof value === 'string') return dataOf(value);
  if (typeof value === 'boolean') return value;
  if ((Array.isArray(value) || value instanceof Dict) && isLiteral(value)) return value;
  return dataOf(str(value));
}

function isLiteral(value: Value): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (value instanceof PyFloat) return Number.isFinite(value.value);
  if (Array.isArray(value)) return value.every(isLiteral);
  if (value instanceof Tuple) return value.items.every(isLiteral);
  if (!(value instanceof Dict)) return false;
  for (const [key, item] of value.entries()) if (!isLiteral(key) || !isLiteral(item)) return false;
  return true;
}

/** Text that looks like a list, dict or bool as what it looks like. */
export function dataOf(text: string): Value {
  if (text === 'True') return true;
  if (text === 'False') return false;
  const first = text.charAt(0);
  if (first !== '[' && first !== '{') return text;
  return orElse(parseLiteral(text), () => text);
}

// Text that is a Python literal becomes its value, but quotes around text stay.
function nativeOf(text: string): Value {
  const value = /^[ \t]/.test(text) ? undefined : parsePythonLiteral(text);
  return value === undefined || typeof value === 'string' ? text : value;
}
