// `tsplay inventory`: what ansible-inventory shows.

import { settings } from '../load/config/settings/index.ts';
import { inventoryAsGraph } from '../load/inventory/dump/graph.ts';
import { hostAsJson, inventoryAsJson } from '../load/inventory/dump/list.ts';
import { hostAsYaml, inventoryAsYaml } from '../load/inventory/dump/yaml.ts';
import type { Checked } from '../model/diagnostic.ts';
import type { SourceOptions } from './options.ts';
import { InputError } from './problems.ts';
import { openSession } from './session.ts';

export interface InventoryCommandOptions extends SourceOptions {
  readonly list: boolean;
  readonly host?: string;
  readonly graph?: string | true;
  readonly vars: boolean;
  readonly yaml: boolean;
  readonly export: boolean;
}

/** The text to print. Throws `InputError`. */
export async function showInventory(options: InventoryCommandOptions): Promise<string> {
  const session = await openSession(options);
  const inventory = await session.inventory();
  const hashBehaviour = session.config.get(settings.DEFAULT_HASH_BEHAVIOUR);
  const precedence = session.config.get(settings.VARIABLE_PRECEDENCE);
  const dump = {
    hashBehaviour,
    precedence,
    extraVars: session.extraVars,
    export: options.export || session.config.get(settings.INVENTORY_EXPORT),
  };
  if (options.graph !== undefined) {
    const name = options.graph === true ? 'all' : options.graph;
    const group = inventory.groups.get(name);
    if (!group) throw InputError.of(`there is no group '${name}' in the inventory`);
    return line(inventoryAsGraph(inventory, group, { ...dump, vars: options.vars }));
  }
  if (options.host === undefined)
    return line(options.yaml ? inventoryAsYaml(inventory, dump) : inventoryAsJson(inventory, dump));
  const host = inventory.host(options.host);
  const shown = host && (options.yaml ? hostAsYaml(host, inventory, dump) : hostAsJson(options.host, inventory, dump));
  if (shown === undefined) throw InputError.of(`there is no host '${options.host}' in the inventory`);
  return line(shown);
}

function line(text: Checked<string>): string {
  if (!text.ok) throw new InputError(text.problems);
  return text.value.endsWith('\n') ? text.value : `${text.value}\n`;
}
