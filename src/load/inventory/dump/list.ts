// The whole inventory as inventory scripts print it: groups, and the variables of hosts under `_meta`.

import type { Checked, Diagnostic } from '../../../model/diagnostic.ts';
import { type Group, type Inventory, withDescendants } from '../../../model/inventory.ts';
import { Dict } from '../../../model/value.ts';
import { dumpJson } from '../../../template/text/json-dump.ts';
import { type DumpOptions, jsonMarks, shownGroupVariables, shownHostVariables } from './shown-variables.ts';

/** What `ansible-inventory --list` prints. */
export function inventoryAsJson(inventory: Inventory, options: DumpOptions = {}): Checked<string> {
  const problems: Diagnostic[] = [];
  const take = (checked: Checked<Dict>): Dict => {
    if (checked.ok) return checked.value;
    problems.push(...checked.problems);
    return new Dict();
  };
  const list = new Dict();
  for (const group of withDescendants(inventory.all)) {
    const variables = options.export ? take(shownGroupVariables(group, inventory, options, jsonMarks)) : new Dict();
    const entry = groupEntry(group, inventory, variables);
    if (entry.size > 0 || group === inventory.all) list.set(group.name, entry);
  }
  const hostvars = new Dict();
  for (const host of inventory.hosts.values()) {
    const variables = take(shownHostVariables(host, inventory, options, jsonMarks));
    if (variables.size > 0) hostvars.set(host.name, variables);
  }
  list.set('_meta', Dict.of([['hostvars', hostvars]]));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: asJson(list) };
}

/** What `ansible-inventory --host NAME` prints. */
export function hostAsJson(name: string, inventory: Inventory, options: DumpOptions = {}): Checked<string> | undefined {
  const host = inventory.host(name);
  if (!host) return undefined;
  const variables = shownHostVariables(host, inventory, options, jsonMarks);
  return variables.ok ? { ok: true, value: asJson(variables.value) } : variables;
}

// Every host is in a group below `all`, which therefore lists none itself.
function groupEntry(group: Group, inventory: Inventory, variables: Dict): Dict {
  const entry = new Dict();
  const children = group.children.map((child) => child.name);
  const hosts = group === inventory.all ? [] : group.hosts.map((host) => host.name);
  if (children.length > 0) entry.set('children', children);
  if (hosts.length > 0) entry.set('hosts', hosts);
  if (variables.size > 0) entry.set('vars', variables);
  return entry;
}

function asJson(dict: Dict): string {
  return dumpJson(dict, { indent: '    ', sortKeys: true, ensureAscii: false });
}
