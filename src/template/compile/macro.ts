// Macros and call blocks to closures.

import type { Execute } from '../engine/frame.ts';
import { Macro, type MacroShape } from '../engine/macro.ts';
import type { CallBlockNode, Expression, MacroNode, Parameter, Statement } from '../syntax/ast.ts';
import { childrenOf } from '../syntax/walk.ts';
import { compileArguments } from './arguments.ts';
import { callValue } from './call.ts';
import { compileExpression } from './expression.ts';
import type { Names } from './names.ts';
import { compileBody, write } from './statement.ts';

/** Compiles a macro's definition. */
export function compileMacro(node: MacroNode, names: Names): Execute {
  const shape = compileShape(node.name, node.parameters, node.body, names);
  return (frame) => {
    frame.vars.set(node.name, new Macro(shape, frame));
    return undefined;
  };
}

/** Compiles `{% call %}`: the block becomes the macro `caller`, which the called macro may call. */
export function compileCallBlock(node: CallBlockNode, names: Names): Execute {
  const shape = compileShape(undefined, node.parameters, node.body, names);
  const callee = compileExpression(node.call.callee, names);
  const given = compileArguments(node.call.arguments, names);
  return (frame, output) => {
    const value = callee(frame);
    const { args, kwargs } = given(frame);
    const all = new Map(kwargs).set('caller', new Macro(shape, frame));
    frame.run.at = node.call;
    return write(output, callValue(value, { args, kwargs: all }, frame), frame.run.pass);
  };
}

function compileShape(
  name: string | undefined,
  parameters: readonly Parameter[],
  statements: readonly Statement[],
  names: Names,
): MacroShape {
  const used = usedNames(statements);
  return {
    name,
    parameters: parameters.map((parameter) => ({
      name: parameter.name,
      default: parameter.default && compileExpression(parameter.default, names),
    })),
    body: compileBody(statements, names),
    takesCaller: used.has('caller'),
    takesKwargs: used.has('kwargs'),
    takesVarargs: used.has('varargs'),
  };
}

// Jinja looks at what the body uses: a macro that never speaks of `varargs` refuses arguments too many.
function usedNames(statements: readonly Statement[]): Set<string> {
  const names = new Set<string>();
  const visit = (node: Statement | Expression): void => {
    if (node.kind === 'name') names.add(node.name);
    for (const child of childrenOf(node)) visit(child);
  };
  for (const node of statements) visit(node);
  return names;
}
