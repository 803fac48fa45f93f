// Layers of variables, each with its place in Ansible's order of precedence, and scopes made of them.

import type { Variable } from '../../model/inventory.ts';
import type { MapEntry, MapNode, Node } from '../../model/source.ts';
import type { Value } from '../../model/value.ts';
import type { Binding, Scope } from '../../template/index.ts';

/** Where a variable can come from, from the weakest to the strongest. */
export const levels = [
  'role defaults of the play',
  'role defaults',
  'inventory group',
  'inventory group_vars/all',
  'playbook group_vars/all',
  'inventory group_vars',
  'playbook group_vars',
  'inventory host',
  'inventory host_vars',
  'playbook host_vars',
  'facts',
  'play vars',
  'play vars_prompt',
  'play vars_files',
  'role vars of the play',
  'role vars',
  'block and task vars',
  'include_vars',
  'set_fact and register',
  'role parameters',
  'include parameters',
  'extra vars',
  'magic',
  'loop',
] as const;

export type Level = (typeof levels)[number];

/** Variables of one level. */
export interface Layer extends Scope {
  readonly level: Level;
}

/** Layers on top of each other, the strongest first. */
export class LayeredScope implements Scope {
  readonly layers: readonly Layer[];

  constructor(layers: readonly Layer[]) {
    this.layers = layers;
  }

  lookup(name: string): Binding | undefined {
    for (const layer of this.layers) {
      const binding = layer.lookup(name);
      if (binding) return binding;
    }
    return undefined;
  }

  names(): Iterable<string> {
    const names = new Set<string>();
    for (const layer of this.layers) for (const name of layer.names()) names.add(name);
    return names;
  }

  /** The same with stronger layers in front. */
  with(...layers: readonly Layer[]): LayeredScope {
    return new LayeredScope([...layers, ...this.layers]);
  }

  /** Every layer that has a variable, the one that holds first: for `tsplay why`. */
  *origins(name: string): Generator<{ readonly level: Level; readonly binding: Binding }> {
    for (const { level, lookup } of this.layers) {
      const binding = lookup(name);
      if (binding) yield { level, binding };
    }
  }
}

/** A layer over a map that may go on changing. */
export function mapLayer(level: Level, bindings: ReadonlyMap<string, Binding>): Layer {
  return { level, lookup: (name) => bindings.get(name), names: () => bindings.keys() };
}

/** A layer of data over a map that may go on changing. */
export function valueLayer(level: Level, values: ReadonlyMap<string, Value>): Layer {
  return {
    level,
    lookup: (name) => {
      const value = values.get(name);
      return value === undefined ? undefined : { kind: 'value', value };
    },
    names: () => values.keys(),
  };
}

/** Variables as the inventory, files and `-e` give them; of two with one name the later holds. */
export function variableBindings(variables: readonly Variable[]): ReadonlyMap<string, Binding> {
  return new Map(variables.map((variable) => [variable.name, bindingOf(variable)]));
}

function bindingOf(variable: Variable): Binding {
  if ('node' in variable) return { kind: 'node', node: variable.node };
  return { kind: 'value', value: variable.value };
}

const known = new WeakMap<Node, ReadonlyMap<string, Binding>>();

/** The variables of a `vars:`, a mapping or a list of mappings. */
export function nodeBindings(node: Node): ReadonlyMap<string, Binding> {
  const cached = known.get(node);
  if (cached) return cached;
  const maps = node.kind === 'list' ? node.items : [node];
  const bindings = entryBindings(maps.flatMap((map) => (map.kind === 'map' ? map.entries : [])));
  known.set(node, bindings);
  return bindings;
}

/** The variables of several mappings, where a later one overrides. */
export function mergedBindings(maps: readonly MapNode[]): ReadonlyMap<string, Binding> {
  return new Map(maps.flatMap((map) => [...nodeBindings(map)]));
}

/** The variables of the entries of a mapping. */
export function entryBindings(entries: readonly MapEntry[]): ReadonlyMap<string, Binding> {
  return new Map(entries.map(({ key, value }) => [String(key.value), { kind: 'node', node: value }]));
}
