// The inventory: hosts, groups and what was said about them, each variable with the place it was written.

import type { Checked } from './diagnostic.ts';
import type { Node, Span } from './source.ts';
import type { Value } from './value.ts';

/** A variable of a host or group: as it was written, or as a plugin or a task computed it. */
export type Variable = WrittenVariable | ComputedVariable;

export interface WrittenVariable {
  readonly name: string;
  readonly node: Node;
}

export interface ComputedVariable {
  readonly name: string;
  readonly value: Value;
  /** Who computed it: the name of an inventory plugin, or `add_host`. */
  readonly by: string;
  /** The expression or task it came from. */
  readonly span?: Span;
}

/** Where a variable was written, for `tsplay why` and for messages. */
export function spanOf(variable: Variable): Span | undefined {
  return 'node' in variable ? variable.node.span : variable.span;
}

export interface Host {
  readonly name: string;
  /** The groups that list it themselves, in the order they did; `groupsOf` gives their ancestors too. */
  readonly groups: readonly Group[];
  /** What inventory sources and `add_host` said of it, in the order they did: of two with one name the later one holds. */
  readonly variables: readonly Variable[];
  /** The localhost that nobody listed: usable by name, but in no group. */
  readonly implicit: boolean;
}

export interface Group {
  readonly name: string;
  readonly parents: readonly Group[];
  readonly children: readonly Group[];
  /** Hosts that it lists itself; `hostsOf` gives those of its children too. */
  readonly hosts: readonly Host[];
  /** As `Host.variables`. `ansible_group_priority` is not among them: it became `priority`. */
  readonly variables: readonly Variable[];
  /** The longest way down from `all`. A deeper group overrides its ancestors. */
  readonly depth: number;
  /** `ansible_group_priority`: among groups of one depth, the greater overrides. */
  readonly priority: number;
}

/** The `group_vars/` and `host_vars/` in one directory, read when a name is asked for. Both give an empty list where there is no file. */
export interface VarsDirectory {
  /** The directory that holds `group_vars/` and `host_vars/`. */
  readonly path: string;
  group(name: string): Checked<readonly Variable[]>;
  host(name: string): Checked<readonly Variable[]>;
}

/** One `-i`, as it was given. */
export interface InventorySource {
  readonly given: string;
  /** Absolute path; absent for a list of hosts (`a,b,`). */
  readonly path?: string;
  /** What lies beside it. It overrides that of the sources before it. */
  readonly vars?: VarsDirectory;
}

export interface Inventory {
  readonly sources: readonly InventorySource[];
  /** In the order they were first named. Without the implicit localhost. */
  readonly hosts: ReadonlyMap<string, Host>;
  /** In the order they were first named; `all` and `ungrouped` lead. */
  readonly groups: ReadonlyMap<string, Group>;
  readonly all: Group;
  readonly ungrouped: Group;
  /** The host of that name. `localhost`, `127.0.0.1` and `::1` mean the first of them that is listed, or else the implicit localhost. */
  host(name: string): Host | undefined;
}

/** Names that mean this machine even where no inventory lists it. */
export const localhostNames: readonly string[] = ['localhost', '127.0.0.1', '::1'];

/** All groups a host belongs to, `all` included, ordered as their variables override: later ones win. */
export function groupsOf(host: Host): readonly Group[] {
  const found = new Set<Group>();
  const visit = (group: Group): void => {
    if (found.has(group)) return;
    found.add(group);
    group.parents.forEach(visit);
  };
  host.groups.forEach(visit);
  return [...found].sort(byOverride);
}

/** Orders groups so that the variables of later ones win: by depth, then priority, then name. */
export function byOverride(a: Group, b: Group): number {
  return a.depth - b.depth || a.priority - b.priority || compareText(a.name, b.name);
}

/** `group_names`: the groups of a host without `all`, sorted. */
export function groupNamesOf(host: Host): readonly string[] {
  return groupsOf(host)
    .map((group) => group.name)
    .filter((name) => name !== 'all')
    .sort(compareText);
}

/** The hosts of a group and of its descendants, nearest groups first, each host once: the order in which plays take them. */
export function hostsOf(group: Group): readonly Host[] {
  const found = new Set<Host>();
  for (const member of withDescendants(group)) for (const host of member.hosts) found.add(host);
  return [...found];
}

/** A group and all below it, level by level, each once. */
export function withDescendants(group: Group): readonly Group[] {
  const seen = new Set<Group>([group]);
  // A set yields what is added while it is walked: this is the queue as well.
  for (const member of seen) for (const child of member.children) seen.add(child);
  return [...seen];
}

/** By code points, as Python sorts text; JavaScript's own order differs beyond the basic plane. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const left = [...a];
  const right = [...b];
  for (const [index, char] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (char !== other) return (char.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
  }
  return -1;
}
