// Attributes, items and slices to closures.

import { Dict } from '../../model/value.ts';
import type { Evaluate } from '../engine/frame.ts';
import { getAttribute, getItem, slice, Undefined } from '../python/index.ts';
import type { AttributeNode, Expression, ItemNode, SliceNode } from '../syntax/ast.ts';
import { compileExpression } from './expression.ts';
import type { Names } from './names.ts';

/** `value.name` */
export function compileAttribute(node: AttributeNode, names: Names): Evaluate {
  const of = compileExpression(node.of, names);
  const { name } = node;
  return (frame) => {
    const value = of(frame);
    if (value instanceof Dict) {
      // The common case: a key that is no method of dict.
      const item = value.get(name);
      if (item !== undefined && !dictMethodNames.has(name)) return item;
    }
    frame.run.at = node;
    return frame.originate(getAttribute(value, name), node);
  };
}

const dictMethodNames: ReadonlySet<string> = new Set([
  'clear',
  'copy',
  'fromkeys',
  'get',
  'items',
  'keys',
  'pop',
  'popitem',
  'setdefault',
  'update',
  'values',
]);

/** `value[key]` and `value[from:to:step]` */
export function compileItem(node: ItemNode, names: Names): Evaluate {
  const of = compileExpression(node.of, names);
  if (node.key.kind === 'slice') return compileSlice(node, of, node.key, names);
  const key = compileExpression(node.key, names);
  return (frame) => {
    const value = of(frame);
    const wanted = key(frame);
    frame.run.at = node;
    return frame.originate(getItem(value, wanted), node);
  };
}

function compileSlice(node: ItemNode, of: Evaluate, bounds: SliceNode, names: Names): Evaluate {
  const bound = (part: Expression | undefined): Evaluate => (part ? compileExpression(part, names) : () => null);
  const [from, to, by] = [bound(bounds.from), bound(bounds.to), bound(bounds.step)];
  return (frame) => {
    const value = of(frame);
    const range = { start: from(frame), stop: to(frame), step: by(frame) };
    frame.run.at = node;
    if (value instanceof Undefined) return value.get(null);
    return slice(value, range);
  };
}
