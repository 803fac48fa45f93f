// Filters and tests to closures.

import { TemplateError } from '../callable.ts';
import type { Evaluate } from '../engine/frame.ts';
import { findFilter, findTest, unknownFilter, unknownTest } from '../engine/registry.ts';
import type { FilterNode, TestNode } from '../syntax/ast.ts';
import { TemplateSyntaxError } from '../syntax/stream.ts';
import { compileArguments } from './arguments.ts';
import { compileExpression } from './expression.ts';
import type { Names } from './names.ts';

/** Compiles a filter; `input` is what it works on where the node has no input of its own (a block's text). */
export function compileFilter(node: FilterNode, names: Names, blockText?: Evaluate): Evaluate {
  const from = node.input
    ? node.input.kind === 'filter'
      ? compileFilter(node.input, names, blockText)
      : compileExpression(node.input, names)
    : blockText;
  if (!from) throw new TemplateSyntaxError('a filter without input', node);
  const apply = findFilter(node.name);
  if (!apply) return refuse(unknownFilter(node.name), node, names);
  const given = compileArguments(node.arguments, names);
  return (frame) => {
    const input = from(frame);
    const { args, kwargs } = given(frame);
    frame.run.at = node;
    return frame.originate(apply(input, { args, kwargs, context: frame.run.pass }), node);
  };
}

/** Compiles a test. */
export function compileTest(node: TestNode, names: Names): Evaluate {
  const input = compileExpression(node.input, names);
  const holds = findTest(node.name);
  if (!holds) return refuse(unknownTest(node.name), node, names);
  const given = compileArguments(node.arguments, names);
  return (frame) => {
    const value = input(frame);
    const { args, kwargs } = given(frame);
    frame.run.at = node;
    return holds(value, { args, kwargs, context: frame.run.pass });
  };
}

// As in Jinja: a name that does not exist is a mistake of the template, but inside an `if` only when it is reached.
function refuse(message: string, node: FilterNode | TestNode, names: Names): Evaluate {
  if (!names.soft) throw new TemplateSyntaxError(message, node.nameAt);
  return (frame) => {
    frame.run.at = node.nameAt;
    throw new TemplateError(message);
  };
}
