// Loads inventories for tests, and shows what came of them in few words.

import { Config } from '../../../src/load/config/config.ts';
import { loadInventory } from '../../../src/load/inventory/load-inventory.ts';
import { inventorySettings, type LoadedInventory } from '../../../src/load/inventory/options.ts';
import { vaultedReader } from '../../../src/load/vault/read-vaulted.ts';
import { Vault } from '../../../src/load/vault/vault.ts';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import { groupsOf, hostsOf, type Inventory, type Variable } from '../../../src/model/inventory.ts';
import { lineAndColumn } from '../../../src/model/source.ts';
import { toPlain } from '../../../src/model/value.ts';
import { type Engine, literalOf } from '../../../src/template/index.ts';

/** An engine for templates that need nothing of the controller. */
export const engine: Engine = {
  controller: {
    searchPath: () => [],
    playbookDir: '/',
    environment: {},
    decrypt: () => Buffer.alloc(0),
    config: () => undefined,
  },
};

export interface TestLoad {
  readonly environment?: Readonly<Record<string, string>>;
  readonly extraVars?: readonly Variable[];
  readonly vault?: Vault;
}

/** Loads sources that are below a directory. */
export function load(
  cwd: string,
  sources: readonly string[],
  { environment = {}, extraVars = [], vault = new Vault() }: TestLoad = {},
): Promise<LoadedInventory> {
  const config = new Config({ cwd, environment });
  return loadInventory({
    sources,
    cwd,
    settings: inventorySettings(config),
    read: vaultedReader(vault),
    engine,
    extraVars,
  });
}

/** Problems as one line each: where, how bad, what, and what to do. */
export function told({ severity, message, span, hint }: Diagnostic): string {
  const place = span ? [lineAndColumn(span.file, span.start)].map(({ line, column }) => `${line}:${column}`) : ['-'];
  return [...place, severity, message, ...(hint === undefined ? [] : [hint])].join(' | ');
}

/** Groups with their children and hosts, as `group: child/ host`. */
export function groupLines(inventory: Inventory): readonly string[] {
  return [...inventory.groups.values()].map((group) =>
    [
      `${group.name}:`,
      ...group.children.map((child) => `${child.name}/`),
      ...group.hosts.map((host) => host.name),
    ].join(' '),
  );
}

/** What sources said of a host or group, without what the inventory says of itself. */
export function written(variables: readonly Variable[]): Readonly<Record<string, unknown>> {
  const own = variables.filter(({ name }) => name !== 'inventory_file' && name !== 'inventory_dir');
  return Object.fromEntries(
    own.map((variable) => [variable.name, toPlain('node' in variable ? literalOf(variable.node) : variable.value)]),
  );
}

export function hostNames(inventory: Inventory, group = 'all'): readonly string[] {
  const found = inventory.groups.get(group);
  return found ? hostsOf(found).map((host) => host.name) : [];
}

export { groupsOf };
