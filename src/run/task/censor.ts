// Stars in place of secrets in what modules give back: values of parameters that are declared secret.

import { Dict, Tuple, type Value } from '../../model/value.ts';
import type { Params } from '../../module/params.ts';

const STARS = '********';
/** Shorter values would star out half of the alphabet. */
const SHORTEST = 3;

/** The values of secret parameters in a task's arguments. */
export function secretsIn(params: Params, args: ReadonlyMap<string, Value>): readonly string[] {
  return Object.entries(params).flatMap(([name, { info }]) => {
    if (!info.secret) return [];
    return [name, ...info.aliases]
      .flatMap((word) => textsIn(args.get(word) ?? null))
      .filter((text) => text.length >= SHORTEST);
  });
}

function textsIn(value: Value): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return value instanceof Dict ? [...value.values()].flatMap(textsIn) : [];
}

/** The value with every secret in it starred. */
export function starred(value: Value, secrets: readonly string[]): Value {
  if (secrets.length === 0) return value;
  if (typeof value === 'string') return secrets.reduce((text, secret) => text.replaceAll(secret, STARS), value);
  if (Array.isArray(value)) return value.map((item) => starred(item, secrets));
  if (value instanceof Tuple) return new Tuple(value.items.map((item) => starred(item, secrets)));
  if (value instanceof Dict) return starredDict(value, secrets);
  return value;
}

export function starredDict(dict: Dict, secrets: readonly string[]): Dict {
  return secrets.length === 0 ? dict : Dict.of([...dict.entries()].map(([key, item]) => [key, starred(item, secrets)]));
}
