// Assignment targets to closures: names, tuples of them, attributes of namespaces.

import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import type { Frame } from '../engine/frame.ts';
import { Namespace } from '../engine/namespace.ts';
import { toList } from '../python/index.ts';
import type { Target } from '../syntax/ast.ts';

/** Stores a value in a frame. */
export type Assign = (frame: Frame, value: Value) => void;

/** Compiles a target of `set`, `for` or `with`. */
export function compileTarget(node: Target): Assign {
  switch (node.kind) {
    case 'name': {
      const { name } = node;
      return (frame, value) => frame.vars.set(name, value);
    }
    case 'namespace': {
      const { name, attribute } = node;
      return (frame, value) => {
        frame.run.at = node;
        const namespace = frame.lookup(name);
        if (!(namespace instanceof Namespace))
          throw new TemplateError('cannot assign attribute on non-namespace object');
        namespace.set(attribute, value);
      };
    }
    case 'targets': {
      const targets = node.items.map(compileTarget);
      return (frame, value) => {
        frame.run.at = node;
        for (const [index, item] of unpack(value, targets.length).entries()) targets[index]?.(frame, item);
      };
    }
  }
}

function unpack(value: Value, count: number): Value[] {
  const items = toList(value);
  if (items.length > count) throw new TemplateError(`too many values to unpack (expected ${count})`);
  if (items.length < count)
    throw new TemplateError(`not enough values to unpack (expected ${count}, got ${items.length})`);
  return items;
}
