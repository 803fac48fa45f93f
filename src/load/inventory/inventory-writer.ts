// What all kinds of inventory sources write through: names are made valid, mistakes are collected with their places.

import { type Diagnostic, error } from '../../model/diagnostic.ts';
import type { Variable } from '../../model/inventory.ts';
import type { MutableInventory } from '../../model/mutable-inventory.ts';
import type { MapNode, Node, ScalarNode, Span } from '../../model/source.ts';
import type { Value } from '../../model/value.ts';
import { type GroupNameRule, groupName } from './group-names.ts';
import { expandHosts, splitPort } from './host-range.ts';

/** Which source writes: `inventory_file` and `inventory_dir` of the hosts that it brings. */
export interface SourceName {
  readonly file: string;
  /** A list of hosts lies in no directory. */
  readonly directory: string | null;
}

/** Fills an inventory from one source. */
export class InventoryWriter {
  readonly inventory: MutableInventory;
  readonly problems: Diagnostic[] = [];
  readonly #rule: GroupNameRule;
  readonly #judged = new Set<string>();
  readonly #source: SourceName;

  constructor(inventory: MutableInventory, source: SourceName, rule: GroupNameRule) {
    this.inventory = inventory;
    this.#source = source;
    this.#rule = rule;
  }

  error(message: string, span?: Span, hint?: string): void {
    this.problems.push(discreet(error(message, span, hint)));
  }

  warn(message: string, span?: Span, hint?: string): void {
    this.problems.push(discreet({ ...error(message, span, hint), severity: 'warning' }));
  }

  /** The name a group gets, without adding it. */
  groupName(written: string, span?: Span): string {
    const { name, warn } = groupName(written, this.#rule);
    if (warn && !this.#judged.has(written)) {
      const what = name === written ? 'is no valid name of a variable' : `was changed to '${name}'`;
      this.warn(
        `The group name '${written}' ${what}`,
        span,
        "use only letters, digits and '_' (see force_valid_group_names)",
      );
    }
    this.#judged.add(written);
    return name;
  }

  /** Adds a group, and tells the name it got. */
  addGroup(written: string, span?: Span): string {
    const name = this.groupName(written, span);
    this.inventory.addGroup(name);
    return name;
  }

  /** Puts a group under another one; a cycle is reported. */
  addChild(parent: string, child: string, span?: Span): void {
    if (this.inventory.addChild(parent, child) !== 'cycle') return;
    const why =
      child === 'all'
        ? "'all' holds every group"
        : parent === child
          ? 'a group cannot hold itself'
          : `'${child}' holds '${parent}' already`;
    this.error(`The group '${child}' cannot be a child of '${parent}': ${why}`, span);
  }

  /** Adds the hosts that a name with ranges and a port stands for, and tells their names. */
  addHosts(written: string, group: string, span?: Span): readonly string[] {
    const expanded = expandHosts(written);
    if (!expanded.ok) {
      this.error(`'${written}' names no hosts: ${expanded.problem}`, span);
      return [];
    }
    for (const name of expanded.names)
      this.addHost(name, { group, ...(expanded.port !== undefined && { port: expanded.port }), span });
    return expanded.names;
  }

  /** Adds one host. A port counts only for a host that is new: what was said of it before is not touched. */
  addHost(
    name: string,
    { group, port, span }: { readonly group?: string; readonly port?: number; readonly span: Span | undefined },
  ): void {
    const known = this.inventory.hosts.has(name);
    this.inventory.addHost(name, group);
    if (known) return;
    const set = (variable: string, value: Value): void =>
      this.inventory.setHostVariable(name, { name: variable, value, by: 'the inventory', ...(span && { span }) });
    set('inventory_file', this.#source.file);
    set('inventory_dir', this.#source.directory);
    if (port !== undefined) set('ansible_port', port);
  }

  /** Parts the port from a host's name as it is written on a command line, without ranges. */
  addHostWithPort(written: string, group: string): void {
    this.addHost(splitPort(written).name, { group, ...splitPort(written), span: undefined });
  }

  /** Sets a variable of a group; `ansible_group_priority` is none, it orders the group. */
  setGroupVariable(group: string, variable: Variable, span?: Span): void {
    if (variable.name !== 'ansible_group_priority') {
      this.inventory.setGroupVariable(group, variable);
      return;
    }
    const value = 'node' in variable ? scalarOf(variable.node) : variable.value;
    const priority = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
    if (Number.isInteger(priority)) this.inventory.setPriority(group, priority);
    else this.error(`The ansible_group_priority of '${group}' is no whole number`, span);
  }

  /** Sets the variables of a mapping. */
  setGroupVariables(group: string, map: MapNode): void {
    for (const { key, value } of map.entries)
      this.setGroupVariable(group, { name: keyText(key), node: value }, value.span);
  }

  setHostVariables(host: string, map: MapNode): void {
    for (const { key, value } of map.entries) this.inventory.setHostVariable(host, { name: keyText(key), node: value });
  }
}

/** A key of a mapping as the name of a variable. */
export function keyText(key: ScalarNode): string {
  return String(key.value);
}

function scalarOf(node: Node): ScalarNode['value'] {
  return node.kind === 'scalar' ? node.value : null;
}

/** A message quotes what is wrong, and a vaulted inventory must not be quoted. */
function discreet(problem: Diagnostic): Diagnostic {
  const { severity, span } = problem;
  if (!span?.file.secret) return problem;
  return { severity, message: 'Something is wrong here; what is not told, because the file is encrypted', span };
}
