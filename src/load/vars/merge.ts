// Puts variables of several places together: later ones replace earlier ones, or dicts are merged (`hash_behaviour = merge`).

import type { ComputedVariable, Variable, WrittenVariable } from '../../model/inventory.ts';
import type { MapEntry, MapNode, Node, Span } from '../../model/source.ts';
import { Dict, type Value } from '../../model/value.ts';
import { valueNode } from '../text/value-node.ts';

/** DEFAULT_HASH_BEHAVIOUR. */
export type HashBehaviour = 'replace' | 'merge';

/** One variable for each name. Places are kept: what is merged points at its last writer, and its entries each at their own. */
export function mergeVariables(
  variables: Iterable<Variable>,
  behaviour: HashBehaviour = 'replace',
): ReadonlyMap<string, Variable> {
  const merged = new Map<string, Variable>();
  for (const variable of variables) {
    const earlier = behaviour === 'merge' ? merged.get(variable.name) : undefined;
    merged.set(variable.name, earlier ? mergeTwo(earlier, variable) : variable);
  }
  return merged;
}

function mergeTwo(earlier: Variable, later: Variable): Variable {
  if ('node' in earlier && 'node' in later) return mergeWritten(earlier, later);
  if ('value' in earlier && 'value' in later) return mergeComputed(earlier, later);
  return mergeMixed(earlier, later);
}

function mergeMixed(earlier: Variable, later: Variable): Variable {
  const [left, right] = [nodeOf(earlier, later), nodeOf(later, earlier)];
  return left && right ? mergeWritten({ ...earlier, node: left }, { ...later, node: right }) : later;
}

function nodeOf(variable: Variable, other: Variable): Node | undefined {
  if ('node' in variable) return variable.node;
  const span = variable.span ?? ('node' in other ? other.node.span : other.span);
  return span && dataNode(variable.value, span);
}

/** A value as a node whose text is never a template, so that it can be merged with what was written; `undefined` for what YAML has no word for. */
export function dataNode(value: Value, span: Span): Node | undefined {
  const node = valueNode(value, span);
  return node && asData(node);
}

function asData(node: Node): Node {
  if (node.kind === 'scalar') return typeof node.value === 'string' ? { ...node, tag: 'unsafe' } : node;
  if (node.kind === 'list') return { ...node, items: node.items.map(asData) };
  return { ...node, entries: node.entries.map(({ key, value }) => ({ key, value: asData(value) })) };
}

function mergeWritten(earlier: WrittenVariable, later: WrittenVariable): Variable {
  if (earlier.node.kind !== 'map' || later.node.kind !== 'map') return later;
  return { ...later, node: mergeMaps(earlier.node, later.node) };
}

function mergeComputed(earlier: ComputedVariable, later: ComputedVariable): Variable {
  if (!(earlier.value instanceof Dict) || !(later.value instanceof Dict)) return later;
  return { ...later, value: mergeDicts(earlier.value, later.value) };
}

/** Both mappings as one: at the same key the later holds, mappings in them are merged alike, lists are replaced. */
export function mergeMaps(earlier: MapNode, later: MapNode): MapNode {
  const entries = new Map<unknown, MapEntry>(earlier.entries.map((entry) => [entry.key.value, entry]));
  for (const entry of later.entries) {
    const known = entries.get(entry.key.value);
    const both = known?.value.kind === 'map' && entry.value.kind === 'map';
    entries.set(entry.key.value, both ? { ...entry, value: mergeMaps(known.value, entry.value) } : entry);
  }
  return { ...later, entries: [...entries.values()] };
}

/** Both dicts as one, in the same way. */
export function mergeDicts(earlier: Dict, later: Dict): Dict {
  const merged = earlier.copy();
  for (const [key, value] of later.entries()) {
    const known = merged.get(key);
    merged.set(key, known instanceof Dict && value instanceof Dict ? mergeDicts(known, value) : value);
  }
  return merged;
}
