// Expressions to closures: compiled once, evaluated many times.

import { Dict, Tuple, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { SelfReference } from '../engine/blocks.ts';
import type { Evaluate, Frame } from '../engine/frame.ts';
import {
  compare,
  contains,
  equals,
  getAttribute,
  getItem,
  LenientUndefined,
  negate,
  operate,
  positive,
  slice,
  str,
  toKey,
  truth,
  Undefined,
  undefinedVariable,
} from '../python/index.ts';
import type {
  AttributeNode,
  BinaryNode,
  CompareNode,
  CompareOperator,
  ConcatNode,
  ConditionNode,
  DictNode,
  Expression,
  ItemNode,
  LogicNode,
  NameNode,
  SliceNode,
  UnaryNode,
} from '../syntax/ast.ts';
import { compileCall } from './call.ts';
import { compileFilter, compileTest } from './filter.ts';
import type { Names } from './names.ts';

/** Compiles an expression. `names` are those that its template may define itself. */
export function compileExpression(node: Expression, names: Names): Evaluate {
  switch (node.kind) {
    case 'name':
      return compileName(node, names);
    case 'const': {
      const { value } = node;
      return () => value;
    }
    case 'tuple':
      return compileItems(node.items, names, (items) => new Tuple(items));
    case 'list':
      return compileItems(node.items, names, (items) => items);
    case 'dict':
      return compileDict(node, names);
    case 'condition':
      return compileCondition(node, names);
    case 'and':
    case 'or':
      return compileLogic(node, names);
    case 'not': {
      const of = compileExpression(node.of, names);
      return (frame) => {
        const value = of(frame);
        frame.run.at = node;
        return !truth(value);
      };
    }
    case 'compare':
      return compileCompare(node, names);
    case 'binary':
      return compileBinary(node, names);
    case 'concat':
      return compileConcat(node, names);
    case 'unary':
      return compileUnary(node, names);
    case 'attribute':
      return compileAttribute(node, names);
    case 'item':
      return compileItem(node, names);
    case 'slice':
      return () => {
        throw new TemplateError('a slice cannot be combined with other subscripts');
      };
    case 'call':
      return compileCall(node, names);
    case 'filter':
      return compileFilter(node, names);
    case 'test':
      return compileTest(node, names);
  }
}

function compileName(node: NameNode, names: Names): Evaluate {
  const { name } = node;
  // A name that the template never defines is looked for outside at once.
  const find = names.defined.has(name)
    ? (frame: Frame) => frame.lookup(name)
    : (frame: Frame) => frame.run.resolve(name);
  return (frame) => {
    const value = find(frame);
    return value === undefined ? missing(frame, node) : value;
  };
}

function missing(frame: Frame, node: NameNode): Value {
  if (node.name === 'self') return new SelfReference(frame.run.context);
  return frame.originate(undefinedVariable(node.name), node);
}

function compileItems(nodes: readonly Expression[], names: Names, make: (items: Value[]) => Value): Evaluate {
  const items = nodes.map((node) => compileExpression(node, names));
  return (frame) => make(items.map((item) => item(frame)));
}

function compileDict(node: DictNode, names: Names): Evaluate {
  const pairs = node.pairs.map(
    ({ key, value }) => [compileExpression(key, names), compileExpression(value, names), key] as const,
  );
  return (frame) => {
    const dict = new Dict();
    for (const [key, value, at] of pairs) {
      const name = key(frame);
      frame.run.at = at;
      dict.set(toKey(name), value(frame));
    }
    return dict;
  };
}

function compileCondition(node: ConditionNode, names: Names): Evaluate {
  const test = compileExpression(node.test, names);
  const value = compileExpression(node.value, names);
  const otherwise = node.otherwise ? compileExpression(node.otherwise, names) : () => new LenientUndefined();
  return (frame) => {
    const condition = test(frame);
    frame.run.at = node.test;
    return truth(condition) ? value(frame) : frame.originate(otherwise(frame), node);
  };
}

function compileLogic(node: LogicNode, names: Names): Evaluate {
  const left = compileExpression(node.left, names);
  const right = compileExpression(node.right, names);
  const stop = node.kind === 'or';
  return (frame) => {
    const value = left(frame);
    frame.run.at = node.left;
    return truth(value) === stop ? value : right(frame);
  };
}

function compileCompare(node: CompareNode, names: Names): Evaluate {
  const first = compileExpression(node.first, names);
  const [only, ...more] = node.rest.map(({ operator, value }) => ({
    holds: comparison(operator),
    value: compileExpression(value, names),
  }));
  if (!only) return first;
  if (more.length > 0) return compileChain(node, first, [only, ...more]);
  const { holds, value } = only;
  return (frame) => {
    const left = first(frame);
    const right = value(frame);
    frame.run.at = node;
    return holds(left, right);
  };
}

interface Link {
  readonly holds: (a: Value, b: Value) => boolean;
  readonly value: Evaluate;
}

function compileChain(node: CompareNode, first: Evaluate, links: readonly Link[]): Evaluate {
  return (frame) => {
    let left = first(frame);
    for (const { holds, value } of links) {
      const right = value(frame);
      frame.run.at = node;
      if (!holds(left, right)) return false;
      left = right;
    }
    return true;
  };
}

function comparison(operator: CompareOperator): (a: Value, b: Value) => boolean {
  switch (operator) {
    case '==':
      return equals;
    case '!=':
      return (a, b) => !equals(a, b);
    case 'in':
      return (a, b) => contains(b, a);
    case 'not in':
      return (a, b) => !contains(b, a);
    default:
      return (a, b) => compare(operator, a, b);
  }
}

function compileBinary(node: BinaryNode, names: Names): Evaluate {
  const left = compileExpression(node.left, names);
  const right = compileExpression(node.right, names);
  const { operator } = node;
  return (frame) => {
    const a = left(frame);
    const b = right(frame);
    frame.run.at = node;
    return operate(operator, a, b);
  };
}

function compileConcat(node: ConcatNode, names: Names): Evaluate {
  const parts = node.parts.map((part) => [compileExpression(part, names), part] as const);
  return (frame) => {
    let text = '';
    for (const [part, at] of parts) {
      const value = part(frame);
      frame.run.at = at;
      text += str(value);
    }
    return text;
  };
}

function compileUnary(node: UnaryNode, names: Names): Evaluate {
  const of = compileExpression(node.of, names);
  const apply = node.operator === '-' ? negate : positive;
  return (frame) => {
    const value = of(frame);
    frame.run.at = node;
    return apply(value);
  };
}

function compileAttribute(node: AttributeNode, names: Names): Evaluate {
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

function compileItem(node: ItemNode, names: Names): Evaluate {
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
