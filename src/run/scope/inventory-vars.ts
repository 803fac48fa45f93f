// What the inventory and the vars files beside it and beside the playbook say of a host: levels 3 to 10 of the order of precedence.

import { type GroupLevel, hostLayers, type InventoryLayer } from '../../load/inventory/layers.ts';
import type { HashBehaviour } from '../../load/vars/merge.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { groupNamesOf, type Host, type Inventory, type Variable, type VarsDirectory } from '../../model/inventory.ts';
import type { Binding } from '../../template/index.ts';
import { type Layer, type Level, mapLayer, writtenLayer } from './layer.ts';

const LEVELS: Readonly<Record<InventoryLayer['level'], Level>> = {
  all_inventory: 'inventory group',
  groups_inventory: 'inventory group',
  all_plugins_inventory: 'inventory group_vars/all',
  all_plugins_play: 'playbook group_vars/all',
  groups_plugins_inventory: 'inventory group_vars',
  groups_plugins_play: 'playbook group_vars',
  host_inventory: 'inventory host',
  host_plugins_inventory: 'inventory host_vars',
  host_plugins_play: 'playbook host_vars',
};

export interface InventoryVarsOptions {
  readonly inventory: Inventory;
  readonly playbookVars: readonly VarsDirectory[];
  /** VARIABLE_PRECEDENCE. */
  readonly precedence?: readonly GroupLevel[];
  readonly hashBehaviour: HashBehaviour;
  /** Takes what is wrong with a vars file; the file's variables are then missing, so the run must not go on. */
  readonly problem: (problems: readonly Diagnostic[]) => void;
}

/** Layers of inventory variables, kept until the inventory changes. */
export class InventoryVars {
  readonly #options: InventoryVarsOptions;
  readonly #hosts = new Map<string, readonly Layer[]>();
  /** Hosts of one group share its layers: the same list of variables gives the same layer. */
  readonly #shared = new WeakMap<readonly Variable[], Layer>();

  constructor(options: InventoryVarsOptions) {
    this.#options = options;
  }

  /** Forgets everything: hosts or groups were added. */
  invalidate(): void {
    this.#hosts.clear();
  }

  /** The layers of a host, the strongest first. */
  layers(host: Host): readonly Layer[] {
    const known = this.#hosts.get(host.name);
    if (known) return known;
    const { inventory, playbookVars, precedence, problem } = this.#options;
    const read = hostLayers(host, inventory, { playbook: playbookVars, ...(precedence && { precedence }) });
    if (!read.ok) problem(read.problems);
    const written = read.ok ? read.value.map((layer) => this.#layer(layer)) : [];
    // Of what Ansible itself says of a host the inventory can say otherwise.
    const own = written.findLastIndex(({ level }) => level.endsWith('group') || level.includes('group_vars')) + 1;
    const layers = [...written.slice(0, own), builtin(host), ...written.slice(own)].reverse();
    this.#hosts.set(host.name, layers);
    return layers;
  }

  #layer({ level, owner, variables }: InventoryLayer): Layer {
    const known = this.#shared.get(variables);
    if (known) return known;
    const layer = writtenLayer(LEVELS[level], variables, { behaviour: this.#options.hashBehaviour, owner });
    this.#shared.set(variables, layer);
    return layer;
  }
}

function builtin(host: Host): Layer {
  const short = host.name.split('.')[0] ?? host.name;
  const variables: readonly (readonly [string, Binding])[] = [
    ['inventory_hostname', { kind: 'value', value: host.name }],
    ['inventory_hostname_short', { kind: 'value', value: short }],
    ['group_names', { kind: 'value', value: [...groupNamesOf(host)] }],
  ];
  return mapLayer('inventory host', new Map(variables));
}
