// Reads inventories in YAML or JSON: groups with `hosts`, `vars` and `children`.

import type { MapEntry, MapNode, Node, ScalarNode } from '../../model/source.ts';
import { didYouMean } from '../diagnostics/nearest.ts';
import { type InventoryWriter, keyText } from './inventory-writer.ts';

const parts = ['hosts', 'vars', 'children'];

/** Reads a document into the inventory. */
export function readYamlInventory(root: MapNode, writer: InventoryWriter): void {
  for (const entry of root.entries) readGroup(entry, writer);
}

/** Reads a group and those below it. */
function readGroup({ key, value: definition }: MapEntry, writer: InventoryWriter, parent?: string): void {
  const written = keyText(key);
  const isEmpty = definition.kind === 'scalar' && definition.value === null;
  if (definition.kind !== 'map' && !isEmpty) {
    writer.error(`The group '${written}' is no mapping`, definition.span, 'it can have hosts, vars and children');
    return;
  }
  const group = writer.addGroup(written, key.span);
  if (parent !== undefined) writer.addChild(parent, group, key.span);
  if (definition.kind === 'map') for (const entry of definition.entries) readPart(group, entry, writer);
}

function readPart(group: string, { key, value }: MapEntry, writer: InventoryWriter): void {
  const name = keyText(key);
  if (!parts.includes(name)) {
    const hint = didYouMean(name, parts) ?? "only 'hosts', 'vars' and 'children' have a meaning here";
    writer.warn(`'${name}' of the group '${group}' is left out`, key.span, hint);
    return;
  }
  const map = asMap(value);
  if (!map) {
    const hint =
      value.kind === 'list' ? "write a mapping: end each name with ':' instead of beginning it with '-'" : undefined;
    writer.error(`The ${name} of the group '${group}' are no mapping`, value.span, hint);
  } else if (name === 'vars') writer.setGroupVariables(group, map);
  else if (name === 'hosts') for (const entry of map.entries) readHost(group, entry, writer);
  else for (const entry of map.entries) readGroup(entry, writer, group);
}

function readHost(group: string, { key, value }: MapEntry, writer: InventoryWriter): void {
  if (typeof key.value !== 'string') {
    writer.error(`The host '${keyText(key)}' is no text`, key.span, 'put quotes around it');
    return;
  }
  const names = writer.addHosts(key.value, group, key.span);
  if (value.kind === 'map') for (const name of names) writer.setHostVariables(name, value);
  else if (value.kind === 'list' || value.value !== null) {
    writer.error(`The variables of the host '${key.value}' are no mapping`, value.span);
  }
}

/** Nothing is an empty mapping, and a single word a mapping with only that key, as Ansible has it. */
function asMap(node: Node): MapNode | undefined {
  if (node.kind !== 'scalar') return node.kind === 'map' ? node : undefined;
  if (node.value === null) return { kind: 'map', entries: [], span: node.span };
  if (typeof node.value !== 'string') return undefined;
  const nothing: ScalarNode = { kind: 'scalar', value: null, span: node.span };
  return { kind: 'map', entries: [{ key: node, value: nothing }], span: node.span };
}

/** Whether a document is the configuration of an inventory plugin: it says which. */
export function pluginEntry(root: MapNode): MapEntry | undefined {
  return root.entries.find(({ key }) => key.value === 'plugin');
}
