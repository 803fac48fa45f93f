// The variables of a host as an inventory source sees them while the inventory is being read.

import { groupNamesOf, type Host, type Variable } from '../../model/inventory.ts';
import type { MutableInventory } from '../../model/mutable-inventory.ts';
import { mergeVariables } from '../vars/merge.ts';
import { hostLayers } from './layers.ts';
import type { InventoryOptions } from './options.ts';

/** Looks up the variables of hosts. `files`: with those of `group_vars/` and `host_vars/`; `extra`: with those of `-e`. */
export function mergeableVariables(
  inventory: MutableInventory,
  { extraVars = [], settings }: InventoryOptions,
): (name: string, wanted: { readonly files: boolean; readonly extra: boolean }) => ReadonlyMap<string, Variable> {
  return (name, { files, extra }) => {
    const host = inventory.host(name);
    if (!host) return new Map();
    const layers = hostLayers(host, inventory, files ? {} : { beside: [] });
    const written = layers.ok ? layers.value.flatMap((layer) => layer.variables) : [];
    const variables = [...builtinVariables(host), ...written, ...(extra ? extraVars : [])];
    return mergeVariables(variables, settings.hashBehaviour);
  };
}

/** What every host knows of itself. */
export function builtinVariables(host: Host): readonly Variable[] {
  const by = 'the inventory';
  return [
    { name: 'inventory_hostname', value: host.name, by },
    { name: 'inventory_hostname_short', value: host.name.split('.')[0] ?? host.name, by },
    { name: 'group_names', value: [...groupNamesOf(host)], by },
  ];
}
