// Every filter under every name that templates may call it by.

import type { Filter } from '../callable.ts';
import type { FilterDefinition } from './define.ts';
import { dictFilters } from './dicts.ts';
import { hashingFilters } from './hashing.ts';
import { jinjaJsonFilters, jsonFilters } from './json.ts';
import { listFilters } from './lists.ts';
import { jinjaNumberFilters, numberFilters } from './numbers.ts';
import { regexFilters } from './regex.ts';
import { selectFilters } from './select.ts';
import { sequenceFilters } from './sequence.ts';
import { textFilters } from './text.ts';
import { jinjaValueFilters, valueFilters } from './values.ts';
import { yamlFilters } from './yaml.ts';

/** A family of filters and what may stand before their names; an empty prefix is the short name. */
interface Family {
  readonly prefixes: readonly string[];
  readonly filters: readonly (readonly FilterDefinition[])[];
}

const builtin = ['', 'ansible.builtin.', 'ansible.legacy.'];

const families: readonly Family[] = [
  {
    prefixes: builtin,
    filters: [jinjaJsonFilters, jinjaNumberFilters, jinjaValueFilters, selectFilters, sequenceFilters, textFilters],
  },
  // These come later, since some replace a filter of Jinja's.
  {
    prefixes: builtin,
    filters: [
      dictFilters,
      hashingFilters,
      jsonFilters,
      listFilters,
      numberFilters,
      regexFilters,
      valueFilters,
      yamlFilters,
    ],
  },
];

const filters = new Map<string, Filter>();
for (const { prefixes, filters: definitions } of families)
  for (const { names, call } of definitions.flat())
    for (const name of names) for (const prefix of prefixes) filters.set(prefix + name, call);

/** The filter of this name, short or with its collection. */
export function findFilter(name: string): Filter | undefined {
  return filters.get(name);
}

/** Every name, for "did you mean". */
export function filterNames(): Iterable<string> {
  return filters.keys();
}
