// The inventory while it grows: sources fill it, and `add_host` and `group_by` add to it at run time.

import type { ComputedVariable, Group, Host, Inventory, InventorySource, Variable } from './inventory.ts';
import { localhostNames, withDescendants } from './inventory.ts';

interface MutableHost extends Host {
  readonly groups: MutableGroup[];
  readonly variables: Variable[];
}

interface MutableGroup extends Group {
  readonly parents: MutableGroup[];
  readonly children: MutableGroup[];
  readonly hosts: MutableHost[];
  readonly variables: Variable[];
  depth: number;
  priority: number;
}

/** What came of putting one group under another; a cycle is refused and changes nothing. */
export type ChildResult = 'added' | 'present' | 'cycle';

/** An inventory that can be added to. Names are taken as they are: the caller has made them valid. */
export class MutableInventory implements Inventory {
  readonly #hosts = new Map<string, MutableHost>();
  readonly #groups = new Map<string, MutableGroup>();
  readonly #sources: InventorySource[] = [];
  readonly #all: MutableGroup;
  readonly #ungrouped: MutableGroup;
  readonly #implicitVariables: readonly ComputedVariable[];
  #implicit: MutableHost | undefined;

  /** `implicitVariables`: what an implicit localhost knows about itself, its connection above all. */
  constructor(
    implicitVariables: readonly ComputedVariable[] = [
      { name: 'ansible_connection', value: 'local', by: 'implicit localhost' },
    ],
  ) {
    this.#implicitVariables = implicitVariables;
    this.#all = this.#group('all');
    this.#ungrouped = this.#group('ungrouped');
    this.addChild('all', 'ungrouped');
  }

  get hosts(): ReadonlyMap<string, Host> {
    return this.#hosts;
  }

  get groups(): ReadonlyMap<string, Group> {
    return this.#groups;
  }

  get sources(): readonly InventorySource[] {
    return this.#sources;
  }

  get all(): Group {
    return this.#all;
  }

  get ungrouped(): Group {
    return this.#ungrouped;
  }

  host(name: string): Host | undefined {
    const listed = this.#hosts.get(name);
    if (listed || !localhostNames.includes(name)) return listed;
    for (const host of this.#hosts.values()) if (localhostNames.includes(host.name)) return host;
    this.#implicit ??= { name, groups: [], variables: [...this.#implicitVariables], implicit: true };
    return this.#implicit;
  }

  addSource(source: InventorySource): void {
    this.#sources.push(source);
  }

  /** Adds a host unless it is there; into a group, which is made where it is missing. Tells whether anything changed. */
  addHost(name: string, group?: string): boolean {
    const known = this.#hosts.has(name);
    const host = this.#host(name);
    if (group === undefined) return !known;
    const joined = join(host, this.#group(group));
    return joined || !known;
  }

  /** Adds a group unless it is there. Tells whether it was new. */
  addGroup(name: string): boolean {
    const known = this.#groups.has(name);
    this.#group(name);
    return !known;
  }

  /** Puts one group under another; both are made where they are missing. `all` is above every group, so it can be the child of none. */
  addChild(parentName: string, childName: string): ChildResult {
    const parent = this.#group(parentName);
    const child = this.#group(childName);
    if (parent.children.includes(child)) return 'present';
    if (child === this.#all || withDescendants(child).includes(parent)) return 'cycle';
    parent.children.push(child);
    child.parents.push(parent);
    deepen(child, parent.depth + 1);
    return 'added';
  }

  /** Sets a variable of a host, over what was said of it before. */
  setHostVariable(name: string, variable: Variable): void {
    this.#host(name).variables.push(variable);
  }

  /** Sets a variable of a group, over what was said of it before. */
  setGroupVariable(name: string, variable: Variable): void {
    this.#group(name).variables.push(variable);
  }

  /** Sets `ansible_group_priority`. */
  setPriority(name: string, priority: number): void {
    this.#group(name).priority = priority;
  }

  /** Puts groups without a parent under `all`, and hosts without a group into `ungrouped`. To be called after the last source and after each change at run time. */
  settle(): void {
    for (const group of this.#groups.values()) {
      if (group !== this.#all && group.parents.length === 0) this.addChild('all', group.name);
    }
    for (const host of this.#hosts.values()) {
      const grouped = host.groups.some((group) => group !== this.#all && group !== this.#ungrouped);
      if (grouped) leave(host, this.#ungrouped);
      else join(host, this.#ungrouped);
    }
  }

  #host(name: string): MutableHost {
    const known = this.#hosts.get(name);
    if (known) return known;
    const host: MutableHost = { name, groups: [], variables: [], implicit: false };
    this.#hosts.set(name, host);
    return host;
  }

  #group(name: string): MutableGroup {
    const known = this.#groups.get(name);
    if (known) return known;
    const group: MutableGroup = { name, parents: [], children: [], hosts: [], variables: [], depth: 0, priority: 1 };
    this.#groups.set(name, group);
    return group;
  }
}

function join(host: MutableHost, group: MutableGroup): boolean {
  if (host.groups.includes(group)) return false;
  host.groups.push(group);
  group.hosts.push(host);
  return true;
}

function leave(host: MutableHost, group: MutableGroup): void {
  const place = host.groups.indexOf(group);
  if (place < 0) return;
  host.groups.splice(place, 1);
  group.hosts.splice(group.hosts.indexOf(host), 1);
}

function deepen(group: MutableGroup, depth: number): void {
  if (depth <= group.depth) return;
  group.depth = depth;
  for (const child of group.children) deepen(child, depth + 1);
}
