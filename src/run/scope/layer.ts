// Layers of variables, each with its place in Ansible's order of precedence, and scopes made of them.

import { type HashBehaviour, mergeVariables } from '../../load/vars/merge.ts';
import type { Variable } from '../../model/inventory.ts';
import type { MapEntry, Node } from '../../model/source.ts';
import type { Value } from '../../model/value.ts';
import type { Binding, Scope } from '../../template/index.ts';
import { isMapping, mergeBindings } from './merge-bindings.ts';

/** Where a variable can come from, from the weakest to the strongest. */
export const levels = [
  'connection defaults',
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
  /** The group or host whose variables these are. */
  readonly owner?: string;
  /** Of a variable that the layer has from several places, each, the weakest first; without it there is one. */
  readonly all?: (name: string) => readonly Binding[];
}

/** One place that sets a variable. */
export interface Origin {
  readonly level: Level;
  readonly owner?: string;
  readonly binding: Binding;
}

/** Levels that hide what is below them even where dicts are merged. */
const HIDING: ReadonlySet<Level> = new Set(['magic', 'loop']);

/** Layers on top of each other, the strongest first. */
export class LayeredScope implements Scope {
  readonly layers: readonly Layer[];
  readonly #behaviour: HashBehaviour;

  constructor(layers: readonly Layer[], behaviour: HashBehaviour = 'replace') {
    this.layers = layers;
    this.#behaviour = behaviour;
  }

  lookup(name: string): Binding | undefined {
    let found: Binding | undefined;
    for (const layer of this.layers) {
      const binding = layer.lookup(name);
      if (!binding) continue;
      found = found ? mergeBindings(binding, found) : binding;
      if (this.#behaviour === 'replace' || HIDING.has(layer.level) || !isMapping(binding)) break;
    }
    return found;
  }

  names(): Iterable<string> {
    const names = new Set<string>();
    for (const layer of this.layers) for (const name of layer.names()) names.add(name);
    return names;
  }

  /** The same with stronger layers in front. */
  with(...layers: readonly Layer[]): LayeredScope {
    return new LayeredScope([...layers, ...this.layers], this.#behaviour);
  }

  /** The same with a weaker layer below. */
  above(layer: Layer): LayeredScope {
    return new LayeredScope([...this.layers, layer], this.#behaviour);
  }

  /** Every place that sets a variable, the one that holds first: for `tsplay why`. */
  *origins(name: string): Generator<Origin> {
    for (const layer of this.layers) {
      const { level, owner } = layer;
      const binding = layer.lookup(name);
      const bindings = layer.all?.(name).toReversed() ?? (binding ? [binding] : []);
      for (const one of bindings) yield { level, ...(owner !== undefined && { owner }), binding: one };
    }
  }
}

/** A layer over a map that may go on changing. */
export function mapLayer(
  level: Level,
  bindings: ReadonlyMap<string, Binding>,
  more: Pick<Layer, 'owner' | 'all'> = {},
): Layer {
  return { level, lookup: (name) => bindings.get(name), names: () => bindings.keys(), ...more };
}

/** A layer of variables that were written, of which each place can be told. */
export function writtenLayer(
  level: Level,
  variables: readonly Variable[],
  { behaviour, owner }: { readonly behaviour: HashBehaviour; readonly owner?: string },
): Layer {
  const all = (name: string): readonly Binding[] => variables.filter((one) => one.name === name).map(bindingOf);
  return mapLayer(level, variableBindings(variables, behaviour), { all, ...(owner !== undefined && { owner }) });
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

/** Variables as the inventory, files and `-e` give them; of two with one name the later holds, or is merged into the earlier. */
export function variableBindings(
  variables: readonly Variable[],
  behaviour: HashBehaviour = 'replace',
): ReadonlyMap<string, Binding> {
  const chosen = behaviour === 'merge' ? mergeVariables(variables, behaviour).values() : variables;
  return new Map([...chosen].map((variable) => [variable.name, bindingOf(variable)]));
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

/** The variables of the entries of a mapping. */
export function entryBindings(entries: readonly MapEntry[]): ReadonlyMap<string, Binding> {
  return new Map(entries.map(({ key, value }) => [String(key.value), { kind: 'node', node: value }]));
}
