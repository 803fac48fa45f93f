// The `generator` inventory: a host for each combination of the values of several layers, in groups named after them.

import { entryOf, type MapNode, type Node } from '../../model/source.ts';
import type { Value } from '../../model/value.ts';
import { type Engine, evaluateAsync, literalOf, type Pass, renderNode, str, valueScope } from '../../template/index.ts';
import { type InventoryWriter, keyText } from './inventory-writer.ts';
import { PluginOptions } from './plugin-options.ts';

/** Adds the hosts and groups. */
export async function readGenerator(root: MapNode, writer: InventoryWriter, engine: Engine): Promise<void> {
  const options = new PluginOptions(root, ['plugin', 'hosts', 'layers'], writer);
  const hosts = options.node('hosts');
  const layers = readLayers(options, writer);
  if (hosts?.kind !== 'map' || !entryOf(hosts, 'name')) {
    writer.error("A generator needs 'hosts' with a 'name'", hosts?.span ?? root.span);
    return;
  }
  if (!options.node('layers')) writer.error("A generator needs 'layers'", root.span);
  for (const combination of combinations(layers)) {
    const generated = await evaluateAsync(engine, valueScope(combination), (pass) => generate(pass, hosts));
    if (generated.ok) addGenerated(generated.value, writer);
    else return writer.error(generated.problem.message, generated.problem.span ?? hosts.span, generated.problem.hint);
  }
}

/** A host or group with its names and variables rendered. */
interface Generated {
  readonly name: string;
  readonly node: Node;
  readonly parents: readonly Generated[];
  readonly variables: readonly { readonly name: string; readonly value: Value; readonly node: Node }[];
}

function generate(pass: Pass, map: MapNode): Generated {
  const name = entryOf(map, 'name')?.value;
  const parents = entryOf(map, 'parents')?.value;
  const variables = entryOf(map, 'vars')?.value;
  return {
    name: name ? str(renderNode(pass, name)) : '',
    node: name ?? map,
    parents:
      parents?.kind === 'list'
        ? parents.items.flatMap((item) => (item.kind === 'map' ? generate(pass, item) : []))
        : [],
    variables:
      variables?.kind === 'map'
        ? variables.entries.map(({ key, value }) => ({
            name: keyText(key),
            value: renderNode(pass, value),
            node: value,
          }))
        : [],
  };
}

function addGenerated(host: Generated, writer: InventoryWriter): void {
  writer.addHost(host.name, { span: host.node.span });
  for (const { name, value, node } of host.variables) {
    writer.inventory.setHostVariable(host.name, { name, value, by: 'generator', span: node.span });
  }
  for (const parent of host.parents) addParents(host.name, 'host', parent, writer);
}

function addParents(child: string, kind: 'host' | 'group', parent: Generated, writer: InventoryWriter): void {
  const { span } = parent.node;
  if (parent.name === '') {
    writer.error(`A parent of '${child}' has no name`, span);
    return;
  }
  const group = writer.addGroup(parent.name, span);
  for (const { name, value, node } of parent.variables) {
    writer.setGroupVariable(group, { name, value, by: 'generator', span: node.span }, node.span);
  }
  if (kind === 'host') writer.addHost(child, { group, span });
  else writer.addChild(group, child, span);
  for (const grandparent of parent.parents) addParents(group, 'group', grandparent, writer);
}

function readLayers(options: PluginOptions, writer: InventoryWriter): ReadonlyMap<string, readonly Value[]> {
  return new Map(
    options.entries('layers').map(({ key, value }) => {
      if (value.kind !== 'list') writer.error(`The layer '${keyText(key)}' must be a list`, value.span);
      return [keyText(key), value.kind === 'list' ? value.items.map(literalOf) : []];
    }),
  );
}

/** Every way to take one value of each layer, the last layer changing first. */
function combinations(layers: ReadonlyMap<string, readonly Value[]>): readonly ReadonlyMap<string, Value>[] {
  let found: readonly (readonly (readonly [string, Value])[])[] = [[]];
  for (const [name, values] of layers) {
    found = found.flatMap((combination) => values.map((value) => [...combination, [name, value] as const]));
  }
  return found.map((combination) => new Map(combination));
}
