// Calls to closures: methods of values, macros, global functions.

import { PyObject, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import type { Evaluate, Frame } from '../engine/frame.ts';
import { getAttribute, methodOf, PyInstance, PyMapping, typeName, Undefined } from '../python/index.ts';
import type { AttributeNode, CallNode } from '../syntax/ast.ts';
import { compileArguments, type Given } from './arguments.ts';
import { compileExpression } from './expression.ts';
import { isLookup, withNested } from './lookup-terms.ts';
import type { Names } from './names.ts';

const mutating: ReadonlySet<string> = new Set([
  'append',
  'clear',
  'extend',
  'insert',
  'pop',
  'popitem',
  'remove',
  'reverse',
  'setdefault',
  'sort',
  'update',
]);

/** Compiles a call. */
export function compileCall(node: CallNode, names: Names): Evaluate {
  const { callee } = node;
  const given = compileArguments(isLookup(callee) ? withNested(node.arguments) : node.arguments, names);
  if (callee.kind === 'attribute') return compileMethod(node, callee, given, names);
  const target = compileExpression(callee, names);
  return (frame) => {
    const value = target(frame);
    const args = given(frame);
    frame.run.at = node;
    return frame.originate(callValue(value, args, frame), node);
  };
}

// A method of a built-in type is called right away, without making a function of it first.
function compileMethod(node: CallNode, callee: AttributeNode, given: (frame: Frame) => Given, names: Names): Evaluate {
  const of = compileExpression(callee.of, names);
  const { name } = callee;
  if (mutating.has(name)) names.found.mutates = true;
  return (frame) => {
    const self = of(frame);
    const method = self instanceof PyObject && !(self instanceof PyMapping) ? undefined : methodOf(self, name);
    if (!method) {
      frame.run.at = callee;
      const value = frame.originate(getAttribute(self, name), callee);
      const args = given(frame);
      frame.run.at = node;
      return frame.originate(callValue(value, args, frame), node);
    }
    const { args, kwargs } = given(frame);
    frame.run.at = node;
    return method(args, kwargs);
  };
}

/** Calls a value, with Python's error where it is not callable. */
export function callValue(value: Value, { args, kwargs }: Given, frame: Frame): Value {
  if (value instanceof Undefined) return value.fail();
  const result = value instanceof PyInstance ? value.call({ args, kwargs, context: frame.run.pass }) : undefined;
  if (result === undefined) throw new TemplateError(`'${typeName(value)}' object is not callable`);
  return result;
}
