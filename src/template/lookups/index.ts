// Every lookup under every name that templates may call it by.

import type { Lookup } from '../callable.ts';
import { commandLookups } from './commands.ts';
import type { LookupDefinition } from './define.ts';
import { fileLookups } from './files.ts';
import { filetreeLookups } from './filetree.ts';
import { firstFoundLookups } from './first-found.ts';
import { hostLookups } from './hosts.ts';
import { generalListLookups, listLookups } from './lists.ts';
import { passwordLookups } from './password.ts';
import { randomStringLookups } from './random-string.ts';
import { sequenceLookups } from './sequence.ts';
import { tableLookups } from './tables.ts';
import { urlLookups } from './url.ts';
import { utilsLookups } from './utils.ts';
import { variableLookups } from './variables.ts';

const lookups = new Map<string, Lookup>();

function register(definitions: readonly LookupDefinition[], prefixes: readonly string[]): void {
  for (const { names, call } of definitions)
    for (const name of names) for (const prefix of prefixes) lookups.set(prefix + name, call);
}

const builtin = ['', 'ansible.builtin.', 'ansible.legacy.'];
// Ansible still finds these by their short names, from before they moved to the collection.
const general = [...builtin, 'community.general.'];

for (const definitions of [
  commandLookups,
  fileLookups,
  firstFoundLookups,
  hostLookups,
  listLookups,
  passwordLookups,
  sequenceLookups,
  tableLookups,
  urlLookups,
  variableLookups,
])
  register(definitions, builtin);
for (const definitions of [filetreeLookups, generalListLookups, randomStringLookups]) register(definitions, general);
register(utilsLookups, ['ansible.utils.']);

/** The lookup of this name, short or with its collection. */
export function findLookup(name: string): Lookup | undefined {
  return lookups.get(name);
}

/** Every name, for "did you mean". */
export function lookupNames(): Iterable<string> {
  return lookups.keys();
}
