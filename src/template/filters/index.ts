// Every filter under every name that templates may call it by.

import type { Filter } from '../callable.ts';
import { ansibleTextFilters } from './ansible-text.ts';
import { dateFilters } from './dates.ts';
import type { FilterDefinition } from './define.ts';
import { dictFilters } from './dicts.ts';
import { generalFilters, shortGeneralFilters } from './general.ts';
import { hashingFilters } from './hashing.ts';
import { ipaddrFilters } from './ipaddr.ts';
import { jinjaJsonFilters, jsonFilters } from './json.ts';
import { listFilters } from './lists.ts';
import { markupFilters } from './markup.ts';
import { laterNetcommonFilters, netcommonFilters } from './netcommon.ts';
import { laterNetworkFilters, networkFilters } from './network.ts';
import { jinjaNumberFilters, numberFilters } from './numbers.ts';
import { pathFilters } from './paths.ts';
import { regexFilters } from './regex.ts';
import { selectFilters } from './select.ts';
import { sequenceFilters } from './sequence.ts';
import { structureFilters } from './structure.ts';
import { textFilters } from './text.ts';
import { validateFilters } from './validate.ts';
import { jinjaValueFilters, valueFilters } from './values.ts';
import { vaultFilters } from './vault.ts';
import { xmlFilters } from './xml.ts';
import { yamlFilters } from './yaml.ts';

const jinja = [
  ...jinjaJsonFilters,
  ...jinjaNumberFilters,
  ...jinjaValueFilters,
  ...markupFilters,
  ...selectFilters,
  ...sequenceFilters,
  ...textFilters,
];

// After Jinja's, since some take the place of one of them.
const ansible = [
  ...ansibleTextFilters,
  ...dateFilters,
  ...dictFilters,
  ...hashingFilters,
  ...jsonFilters,
  ...listFilters,
  ...numberFilters,
  ...pathFilters,
  ...regexFilters,
  ...valueFilters,
  ...vaultFilters,
  ...yamlFilters,
];

/** What may stand before the names of a collection's filters; the empty prefix is for short names. */
type Prefixes = readonly string[];

const builtin: Prefixes = ['', 'ansible.builtin.', 'ansible.legacy.'];

const filters = new Map<string, Filter>();

function register(definitions: readonly FilterDefinition[], prefixes: Prefixes): void {
  for (const { names, call } of definitions)
    for (const name of names) for (const prefix of prefixes) filters.set(prefix + name, call);
}

register(jinja, builtin);
register(ansible, builtin);

// Ansible still finds some by the short names that they had before they moved to a collection.
register([...ipaddrFilters, ...networkFilters], [...builtin, 'ansible.netcommon.', 'ansible.utils.']);
register([...laterNetworkFilters, ...structureFilters, ...validateFilters, ...xmlFilters], ['ansible.utils.']);
register(netcommonFilters, [...builtin, 'ansible.netcommon.']);
register(laterNetcommonFilters, ['ansible.netcommon.']);
register(shortGeneralFilters, [...builtin, 'community.general.']);
register(generalFilters, ['community.general.']);

/** The filter of this name, short or with its collection. */
export function findFilter(name: string): Filter | undefined {
  return filters.get(name);
}

/** Every name, for "did you mean". */
export function filterNames(): Iterable<string> {
  return filters.keys();
}
