// For loops to closures.

import type { Value } from '../../model/value.ts';
import type { Ending, Evaluate, Execute } from '../engine/frame.ts';
import { Frame, Output } from '../engine/frame.ts';
import { LoopContext } from '../engine/loop.ts';
import { conclude } from '../engine/output.ts';
import { iterate, truth } from '../python/index.ts';
import type { ForNode } from '../syntax/ast.ts';
import { compileExpression } from './expression.ts';
import { keepsNothing, type Names } from './names.ts';
import { compileBody } from './statement.ts';
import { type Assign, compileTarget } from './target.ts';

interface Loop {
  readonly assign: Assign;
  readonly test: Evaluate | undefined;
  readonly body: Execute;
  readonly otherwise: Execute;
  readonly recursive: boolean;
  /** Whether rounds can share a frame: nothing in the body defines or keeps variables. */
  readonly shared: boolean;
  readonly at: ForNode;
}

/** Compiles a for loop. */
export function compileFor(node: ForNode, names: Names): Execute {
  const items = compileExpression(node.items, names);
  const loop: Loop = {
    assign: compileTarget(node.target),
    test: node.test && compileExpression(node.test, names),
    body: compileBody(node.body, names),
    otherwise: compileBody(node.otherwise, names),
    recursive: node.recursive,
    shared: node.body.every(keepsNothing),
    at: node,
  };
  return (frame, output) => {
    const value = items(frame);
    return run(loop, value, frame, output, 0);
  };
}

function run(loop: Loop, items: Value, frame: Frame, output: Output, depth: number): Ending {
  frame.run.at = loop.at.items;
  const all = iterate(items);
  const chosen = loop.test ? filtered(loop, loop.test, all, frame) : all;
  const recurse = loop.recursive ? (inner: Value, level: number) => recursed(loop, inner, frame, level) : undefined;
  const context = new LoopContext(chosen, loop.test ? undefined : items, depth, recurse);
  let inner: Frame | undefined;
  for (let item = context.next(); item !== undefined; item = context.next()) {
    if (!inner || !loop.shared) inner = new Frame(frame.run, frame);
    inner.vars.set('loop', context);
    loop.assign(inner, item);
    if (loop.body(inner, output) === 'break') break;
  }
  if (!inner) return loop.otherwise(new Frame(frame.run, frame), output);
  return undefined;
}

function recursed(loop: Loop, items: Value, frame: Frame, depth: number): Value {
  const output = new Output();
  frame.run.pass.nested(() => run(loop, items, frame, output, depth));
  return conclude(output.written, frame.run.pass.conversion);
}

function* filtered(loop: Loop, test: Evaluate, items: Iterable<Value>, frame: Frame): Iterable<Value> {
  for (const item of items) {
    const inner = new Frame(frame.run, frame);
    loop.assign(inner, item);
    if (truth(test(inner))) yield item;
  }
}
