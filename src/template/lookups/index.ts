// Every lookup under every name that templates may call it by.

import type { Lookup } from '../callable.ts';

const lookups = new Map<string, Lookup>();

/** The lookup of this name, short or with its collection. */
export function findLookup(name: string): Lookup | undefined {
  return lookups.get(name);
}

/** Every name, for "did you mean". */
export function lookupNames(): Iterable<string> {
  return lookups.keys();
}
