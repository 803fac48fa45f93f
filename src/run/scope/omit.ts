// `omit`: the value that makes a parameter absent.

import { Dict, type Value } from '../../model/value.ts';
import { omitToken } from '../../template/index.ts';

/** The value without what is omitted in it; `undefined` where it is itself. */
export function withoutOmitted(value: Value): Value | undefined {
  if (value === omitToken) return undefined;
  if (Array.isArray(value))
    return value.some(touchesOmit) ? value.flatMap((item) => withoutOmitted(item) ?? []) : value;
  if (!(value instanceof Dict) || !touchesOmit(value)) return value;
  const dict = new Dict();
  for (const [key, item] of value.entries()) {
    const kept = withoutOmitted(item);
    if (kept !== undefined) dict.set(key, kept);
  }
  return dict;
}

function touchesOmit(value: Value): boolean {
  if (Array.isArray(value)) return value.some(touchesOmit);
  return value instanceof Dict ? [...value.values()].some(touchesOmit) : value === omitToken;
}
