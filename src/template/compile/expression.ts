// Expressions to closures: compiled once, evaluated many times.

import { Dict, Tuple, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { SelfReference } from '../engine/blocks.ts';
import type { Evaluate, Frame } from '../engine/frame.ts';
import { LenientUndefined, toKey, truth, undefinedVariable } from '../python/index.ts';
import type { ConditionNode, DictNode, Expression, NameNode } from '../syntax/ast.ts';
import { compileAttribute, compileItem } from './access.ts';
import { compileCall } from './call.ts';
import { compileFilter, compileTest } from './filter.ts';
import type { Names } from './names.ts';
import { compileBinary, compileCompare, compileConcat, compileLogic, compileUnary } from './operators.ts';

/** Compiles an expression. `names` are those that its template may define itself. */
export function compileExpression(node: Expression, names: Names): Evaluate {
  switch (node.kind) {
    case 'name':
      return compileName(node, names);
    case 'const': {
      const { value } = node;
      return () => value;
    }
    case 'nested': {
      const { text } = node;
      return (frame) => {
        frame.run.at = node;
        return frame.run.pass.render(text);
      };
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
