// The variables that the inventory and the files beside it say of a host, in the order in which they override each other.

import type { Checked, Diagnostic } from '../../model/diagnostic.ts';
import {
  type Group,
  groupsOf,
  type Host,
  type Inventory,
  type Variable,
  type VarsDirectory,
} from '../../model/inventory.ts';

/** Where variables of groups come from: the words of VARIABLE_PRECEDENCE. `plugins` are `group_vars/`, `play` those beside the playbook. */
export type GroupLevel =
  | 'all_inventory'
  | 'groups_inventory'
  | 'all_plugins_inventory'
  | 'all_plugins_play'
  | 'groups_plugins_inventory'
  | 'groups_plugins_play';

/** Ansible's order, the weakest first. */
export const groupLevels: readonly GroupLevel[] = [
  'all_inventory',
  'groups_inventory',
  'all_plugins_inventory',
  'all_plugins_play',
  'groups_plugins_inventory',
  'groups_plugins_play',
];

export interface LayerOptions {
  /** The directories beside the playbook, or what `--playbook-dir` names. */
  readonly playbook?: readonly VarsDirectory[];
  readonly precedence?: readonly GroupLevel[];
  /** The directories beside the sources, where not all of the inventory's are wanted. */
  readonly beside?: readonly VarsDirectory[];
}

/** The variables of one host or group from one place. */
export interface InventoryLayer {
  readonly level: GroupLevel | 'host_inventory' | 'host_plugins_inventory' | 'host_plugins_play';
  /** The name of the group or host. */
  readonly owner: string;
  readonly variables: readonly Variable[];
}

/** The layers of a host, the weakest first; empty ones are left out. */
export function hostLayers(
  host: Host,
  inventory: Inventory,
  options: LayerOptions = {},
): Checked<readonly InventoryLayer[]> {
  const { playbook = [], precedence = groupLevels, beside = directoriesOf(inventory) } = options;
  const collector = new Collector();
  const groups = groupsOf(host).filter((group) => group !== inventory.all);
  for (const level of precedence) {
    const owners = level.startsWith('all') ? [inventory.all] : groups;
    if (level.endsWith('_play')) collector.files(level, owners, playbook);
    else if (level.endsWith('_plugins_inventory')) collector.files(level, owners, beside);
    else for (const group of owners) collector.add(level, group.name, group.variables);
  }
  collector.add('host_inventory', host.name, host.variables);
  for (const directory of beside) collector.read('host_plugins_inventory', host.name, directory.host(host.name));
  for (const directory of playbook) collector.read('host_plugins_play', host.name, directory.host(host.name));
  return collector.result();
}

/** The layers of a group alone, without its parents. */
export function groupLayers(
  group: Group,
  inventory: Inventory,
  { playbook = [], beside = directoriesOf(inventory) }: LayerOptions = {},
): Checked<readonly InventoryLayer[]> {
  const collector = new Collector();
  collector.add('groups_inventory', group.name, group.variables);
  collector.files('groups_plugins_inventory', [group], beside);
  collector.files('groups_plugins_play', [group], playbook);
  return collector.result();
}

/** What is wrong with the vars files of all groups and hosts there are. */
export function checkVarsFiles(inventory: Inventory, playbook: readonly VarsDirectory[] = []): readonly Diagnostic[] {
  const directories = [...new Set([...directoriesOf(inventory), ...playbook])];
  const reads = directories.flatMap((directory) => [
    ...[...inventory.groups.keys()].map((name) => directory.group(name)),
    ...[...inventory.hosts.keys()].map((name) => directory.host(name)),
  ]);
  return reads.flatMap((read) => (read.ok ? (read.warnings ?? []) : read.problems));
}

/** What lies beside the sources of an inventory; twice where two sources share a directory, as the order of sources counts. */
function directoriesOf(inventory: Inventory): readonly VarsDirectory[] {
  return inventory.sources.flatMap(({ vars }) => vars ?? []);
}

class Collector {
  readonly #layers: InventoryLayer[] = [];
  readonly #problems: Diagnostic[] = [];
  readonly #warnings: Diagnostic[] = [];

  add(level: InventoryLayer['level'], owner: string, variables: readonly Variable[]): void {
    if (variables.length > 0) this.#layers.push({ level, owner, variables });
  }

  read(level: InventoryLayer['level'], owner: string, read: Checked<readonly Variable[]>): void {
    if (!read.ok) this.#problems.push(...read.problems);
    else {
      this.add(level, owner, read.value);
      this.#warnings.push(...(read.warnings ?? []));
    }
  }

  /** One directory after the other: a later source overrides an earlier one, however deep its group is. */
  files(level: GroupLevel, owners: readonly Group[], directories: readonly VarsDirectory[]): void {
    for (const directory of directories) {
      for (const group of owners) this.read(level, group.name, directory.group(group.name));
    }
  }

  result(): Checked<readonly InventoryLayer[]> {
    if (this.#problems.length > 0) return { ok: false, problems: this.#problems };
    return { ok: true, value: this.#layers, ...(this.#warnings.length > 0 && { warnings: this.#warnings }) };
  }
}
