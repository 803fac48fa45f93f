// Makes nodes of values that were read from text other than YAML, so that templates in them are rendered as in YAML.

import type { Node, ScalarNode, Span } from '../../model/source.ts';
import { Dict, type Key, PyObject, Tuple, type Value } from '../../model/value.ts';

/** A value as a node, all of it at one place; `undefined` for what YAML has no word for (a set, a dict with tuples as keys). */
export function valueNode(value: Value, span: Span): Node | undefined {
  if (value instanceof PyObject) return undefined;
  if (Array.isArray(value) || value instanceof Tuple) {
    const items = [...(value instanceof Tuple ? value.items : value)].map((item) => valueNode(item, span));
    return items.every((item) => item !== undefined) ? { kind: 'list', items, span } : undefined;
  }
  if (!(value instanceof Dict)) return { kind: 'scalar', value, span };
  const entries = [...value.entries()].map(([key, item]) => ({
    key: keyNode(key, span),
    value: valueNode(item, span),
  }));
  const complete = entries.flatMap(({ key, value: item }) => (key && item ? [{ key, value: item }] : []));
  return complete.length === entries.length ? { kind: 'map', entries: complete, span } : undefined;
}

function keyNode(key: Key, span: Span): ScalarNode | undefined {
  return key instanceof Tuple ? undefined : { kind: 'scalar', value: key, span };
}
