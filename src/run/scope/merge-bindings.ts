// `hash_behaviour = merge`: of a variable that several places set, dicts are put together instead of replacing each other.

import { dataNode, type HashBehaviour, mergeDicts, mergeMaps } from '../../load/vars/merge.ts';
import type { Node, Span } from '../../model/source.ts';
import { Dict } from '../../model/value.ts';
import type { Binding } from '../../template/index.ts';

type Named = readonly (readonly [string, Binding])[];

/** Whether a binding is a dict as it is written; a template that gives one is text. */
export function isMapping(binding: Binding): boolean {
  return binding.kind === 'node' ? binding.node.kind === 'map' : binding.value instanceof Dict;
}

/** Both as one, the later over the earlier. What is no dict replaces. */
export function mergeBindings(earlier: Binding, later: Binding): Binding {
  if (!isMapping(earlier) || !isMapping(later)) return later;
  if (earlier.kind === 'value' && later.kind === 'value') {
    const dicts = [earlier.value, later.value];
    const [left, right] = dicts;
    return left instanceof Dict && right instanceof Dict ? { kind: 'value', value: mergeDicts(left, right) } : later;
  }
  const span = spanOf(later) ?? spanOf(earlier);
  const left = span && nodeOf(earlier, span);
  const right = span && nodeOf(later, span);
  if (left?.kind !== 'map' || right?.kind !== 'map') return later;
  return { kind: 'node', node: mergeMaps(left, right) };
}

/** One binding for each name; of two with one name the later replaces or is merged into the earlier. */
export function combined(bindings: Named, behaviour: HashBehaviour): ReadonlyMap<string, Binding> {
  if (behaviour === 'replace') return new Map(bindings);
  const merged = new Map<string, Binding>();
  for (const [name, binding] of bindings) {
    const earlier = merged.get(name);
    merged.set(name, earlier ? mergeBindings(earlier, binding) : binding);
  }
  return merged;
}

function spanOf(binding: Binding): Span | undefined {
  return binding.kind === 'node' ? binding.node.span : undefined;
}

function nodeOf(binding: Binding, span: Span): Node | undefined {
  return binding.kind === 'node' ? binding.node : dataNode(binding.value, span);
}
