// The inventory_hostnames lookup.

import { asDict, asSequence, str } from '../python/index.ts';
import { matchHosts } from '../text/host-pattern.ts';
import { type LookupDefinition, lookup } from './define.ts';

export const hostLookups: readonly LookupDefinition[] = [
  lookup('inventory_hostnames', (terms, _options, context) => {
    const groups = asDict(context.variable('groups') ?? null);
    if (!groups) return [];
    const members = new Map(
      Array.from(groups.entries(), ([name, hosts]) => [str(name), (asSequence(hosts) ?? []).map(str)] as const),
    );
    // Several terms are one pattern.
    const pattern = terms.map(str).join(',');
    return pattern === '' ? [] : matchHosts(pattern, members);
  }),
];
