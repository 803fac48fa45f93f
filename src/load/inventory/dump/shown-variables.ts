// The variables of hosts and groups as data, for people and programs to read: nothing is rendered or decrypted.

import type { Checked } from '../../../model/diagnostic.ts';
import type { Group, Host, Inventory, Variable } from '../../../model/inventory.ts';
import type { Node, ScalarNode } from '../../../model/source.ts';
import { Dict, type Value } from '../../../model/value.ts';
import { type HashBehaviour, mergeVariables } from '../../vars/merge.ts';
import { groupLayers, hostLayers, type InventoryLayer, type LayerOptions } from '../layers.ts';

export interface DumpOptions extends LayerOptions {
  readonly hashBehaviour?: HashBehaviour;
  /** `-e`; over everything. */
  readonly extraVars?: readonly Variable[];
  /** Shows variables where they were set, not what comes of them for each host. */
  readonly export?: boolean;
}

// What the engine itself tells hosts about the inventory is not part of it.
const internal: ReadonlySet<string> = new Set(['inventory_file', 'inventory_dir']);

/** Text that is never a template, and text that is encrypted: how each is shown. */
export interface MarkedText {
  unsafe(text: string): Value;
  vault(ciphertext: string): Value;
}

/** As Ansible's JSON has them. */
export const jsonMarks: MarkedText = {
  unsafe: (text) => Dict.of([['__ansible_unsafe', text]]),
  vault: (ciphertext) => Dict.of([['__ansible_vault', ciphertext]]),
};

/** The variables of a host: all that hold for it, or with `export` only its own. */
export function shownHostVariables(
  host: Host,
  inventory: Inventory,
  options: DumpOptions,
  marks: MarkedText,
): Checked<Dict> {
  const layers = hostLayers(host, inventory, options);
  if (!layers.ok) return layers;
  const own = (layer: InventoryLayer): boolean => !options.export || layer.level.startsWith('host_');
  const variables = layers.value.filter(own).flatMap((layer) => layer.variables);
  return { ok: true, value: shown([...variables, ...(options.extraVars ?? [])], options, marks) };
}

/** The variables that a group sets itself. */
export function shownGroupVariables(
  group: Group,
  inventory: Inventory,
  options: DumpOptions,
  marks: MarkedText,
): Checked<Dict> {
  const layers = groupLayers(group, inventory, options);
  if (!layers.ok) return layers;
  const dict = shown(
    layers.value.flatMap((layer) => layer.variables),
    options,
    marks,
  );
  if (group.priority !== 1) dict.set('ansible_group_priority', group.priority);
  return { ok: true, value: dict };
}

function shown(variables: readonly Variable[], { hashBehaviour }: DumpOptions, marks: MarkedText): Dict {
  const merged = mergeVariables(variables, hashBehaviour);
  const visible = [...merged.values()].filter(({ name }) => !internal.has(name));
  return Dict.of(
    visible.map((variable) => [variable.name, 'node' in variable ? shownNode(variable.node, marks) : variable.value]),
  );
}

/** A node as data. */
export function shownNode(node: Node, marks: MarkedText, unsafe = false): Value {
  const isUnsafe = unsafe || node.tag === 'unsafe';
  if (node.kind === 'scalar') return scalarValue(node, marks, isUnsafe);
  if (node.kind === 'list') return node.items.map((item) => shownNode(item, marks, isUnsafe));
  return Dict.of(node.entries.map(({ key, value }) => [key.value, shownNode(value, marks, isUnsafe)]));
}

function scalarValue({ value, tag }: ScalarNode, marks: MarkedText, unsafe: boolean): Value {
  if (typeof value !== 'string') return value;
  if (tag === 'vault') return marks.vault(value);
  return unsafe ? marks.unsafe(value) : value;
}
