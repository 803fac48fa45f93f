// Operators to closures: logic, comparison, arithmetic, `~`.

import type { Value } from '../../model/value.ts';
import type { Evaluate } from '../engine/frame.ts';
import { compare, contains, equals, negate, operate, positive, str, truth } from '../python/index.ts';
import type { BinaryNode, CompareNode, CompareOperator, ConcatNode, LogicNode, UnaryNode } from '../syntax/ast.ts';
import { compileExpression } from './expression.ts';
import type { Names } from './names.ts';

/** `and`, `or`: the value that decides, as in Python. */
export function compileLogic(node: LogicNode, names: Names): Evaluate {
  const left = compileExpression(node.left, names);
  const right = compileExpression(node.right, names);
  const stop = node.kind === 'or';
  return (frame) => {
    const value = left(frame);
    frame.run.at = node.left;
    return truth(value) === stop ? value : right(frame);
  };
}

/** Comparisons, chains of them too. */
export function compileCompare(node: CompareNode, names: Names): Evaluate {
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

/** Arithmetic. */
export function compileBinary(node: BinaryNode, names: Names): Evaluate {
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

/** `a ~ b`: text, whatever the parts are. */
export function compileConcat(node: ConcatNode, names: Names): Evaluate {
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

/** Signs. */
export function compileUnary(node: UnaryNode, names: Names): Evaluate {
  const of = compileExpression(node.of, names);
  const apply = node.operator === '-' ? negate : positive;
  return (frame) => {
    const value = of(frame);
    frame.run.at = node;
    return apply(value);
  };
}
