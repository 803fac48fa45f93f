// What the inventory and the vars files beside it and beside the playbook say of a host: levels 3 to 10 of the order of precedence.

import type { Diagnostic } from '../../model/diagnostic.ts';
import {
  type Group,
  groupNamesOf,
  groupsOf,
  type Host,
  type Inventory,
  type Variable,
  type VarsDirectory,
} from '../../model/inventory.ts';
import type { Binding } from '../../template/index.ts';
import { type Layer, type Level, mapLayer, variableBindings } from './layer.ts';

/** Layers of inventory variables, kept until the inventory changes. */
export class InventoryVars {
  readonly #inventory: Inventory;
  readonly #playbookVars: readonly VarsDirectory[];
  readonly #problem: (problems: readonly Diagnostic[]) => void;
  readonly #hosts = new Map<string, readonly Layer[]>();
  /** Hosts in the same groups share their layers. */
  readonly #groups = new Map<string, readonly Layer[]>();

  /** `problem` takes what is wrong with a vars file; the file's variables are then missing, so the run must not go on. */
  constructor(
    inventory: Inventory,
    playbookVars: readonly VarsDirectory[],
    problem: (problems: readonly Diagnostic[]) => void,
  ) {
    this.#inventory = inventory;
    this.#playbookVars = playbookVars;
    this.#problem = problem;
  }

  /** Forgets everything: hosts or groups were added. */
  invalidate(): void {
    this.#hosts.clear();
    this.#groups.clear();
  }

  /** The layers of a host, the strongest first. */
  layers(host: Host): readonly Layer[] {
    const known = this.#hosts.get(host.name);
    if (known) return known;
    const layers = [...this.#hostLayers(host), ...this.#groupLayers(groupsOf(host))];
    this.#hosts.set(host.name, layers);
    return layers;
  }

  #hostLayers(host: Host): readonly Layer[] {
    const ofHost = (directory: VarsDirectory): readonly Variable[] => this.#read(directory.host(host.name));
    const written = new Map([...builtin(host), ...variableBindings(host.variables)]);
    return [
      ...filled('playbook host_vars', variableBindings(this.#playbookVars.flatMap(ofHost))),
      ...filled('inventory host_vars', variableBindings(this.#sourceVars().flatMap(ofHost))),
      mapLayer('inventory host', written),
    ];
  }

  #groupLayers(groups: readonly Group[]): readonly Layer[] {
    const key = groups.map((group) => group.name).join('\0');
    const known = this.#groups.get(key);
    if (known) return known;
    const others = groups.filter((group) => group !== this.#inventory.all);
    const all = [this.#inventory.all];
    const layers = [
      ...filled('playbook group_vars', this.#fileVars(this.#playbookVars, others)),
      ...filled('inventory group_vars', this.#fileVars(this.#sourceVars(), others)),
      ...filled('playbook group_vars/all', this.#fileVars(this.#playbookVars, all)),
      ...filled('inventory group_vars/all', this.#fileVars(this.#sourceVars(), all)),
      ...filled('inventory group', variableBindings([...all, ...others].flatMap((group) => group.variables))),
    ];
    this.#groups.set(key, layers);
    return layers;
  }

  // Ansible takes one directory after the other, and in each the groups in their order.
  #fileVars(directories: readonly VarsDirectory[], groups: readonly Group[]): ReadonlyMap<string, Binding> {
    return variableBindings(
      directories.flatMap((directory) => groups.flatMap((group) => this.#read(directory.group(group.name)))),
    );
  }

  #sourceVars(): readonly VarsDirectory[] {
    return this.#inventory.sources.flatMap((source) => source.vars ?? []);
  }

  #read(read: ReturnType<VarsDirectory['host']>): readonly Variable[] {
    if (read.ok) return read.value;
    this.#problem(read.problems);
    return [];
  }
}

function filled(level: Level, bindings: ReadonlyMap<string, Binding>): readonly Layer[] {
  return bindings.size > 0 ? [mapLayer(level, bindings)] : [];
}

// What Ansible gives every host as if its inventory had said so; a real variable of that name is stronger.
function builtin(host: Host): readonly (readonly [string, Binding])[] {
  const short = host.name.split('.')[0] ?? host.name;
  return [
    ['inventory_hostname', { kind: 'value', value: host.name }],
    ['inventory_hostname_short', { kind: 'value', value: short }],
    ['group_names', { kind: 'value', value: [...groupNamesOf(host)] }],
  ];
}
