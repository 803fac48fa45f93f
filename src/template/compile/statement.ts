// Statements to closures.

import type { Value } from '../../model/value.ts';
import type { Ending, Execute, Frame, Output } from '../engine/frame.ts';
import { Frame as InnerFrame, Output as InnerOutput } from '../engine/frame.ts';
import { conclude, finalize } from '../engine/output.ts';
import type { Pass } from '../engine/pass.ts';
import { truth, Undefined } from '../python/index.ts';
import type { IfNode, OutputNode, Statement, WithNode } from '../syntax/ast.ts';
import { compileBlock, compileExtends, compileFromImport, compileImport, compileInclude } from './composition.ts';
import { compileExpression } from './expression.ts';
import { compileFilter } from './filter.ts';
import { keeperOf } from './keeps-text.ts';
import { compileFor } from './loop.ts';
import { compileCallBlock, compileMacro } from './macro.ts';
import type { Names } from './names.ts';
import { compileTarget } from './target.ts';

/** Compiles statements that follow one another. */
export function compileBody(body: readonly Statement[], names: Names): Execute {
  const steps = body.map((node) => compileStatement(node, names));
  const [first, second] = steps;
  if (!first) return () => undefined;
  if (!second) return first;
  return (frame, output) => {
    for (const step of steps) {
      const ending = step(frame, output);
      if (ending !== undefined) return ending;
    }
    return undefined;
  };
}

function compileStatement(node: Statement, names: Names): Execute {
  switch (node.kind) {
    case 'data': {
      const { text } = node;
      return (_, output) => {
        if (!output.muted) output.write(text);
        return undefined;
      };
    }
    case 'output':
      return compileOutput(node, names);
    case 'if':
      return compileIf(node, names);
    case 'for':
      return compileFor(node, names);
    case 'set': {
      const value = compileExpression(node.value, names);
      const assign = compileTarget(node.target);
      const keep = keeperOf(node.value);
      return (frame) => {
        const result = value(frame);
        keep(frame, result);
        assign(frame, result);
        return undefined;
      };
    }
    case 'set block':
      return compileSetBlock(node, names);
    case 'with':
      return compileWith(node, names);
    case 'macro':
      return compileMacro(node, names);
    case 'call block':
      return compileCallBlock(node, names);
    case 'filter block': {
      const filtered = compileFiltered(node.filter, node.body, names);
      const keep = keeperOf(node.filter);
      return (frame, output) => write(output, keep(frame, filtered(frame)), frame.run.pass);
    }
    case 'block':
      return compileBlock(node, names);
    case 'extends':
      return compileExtends(node, names);
    case 'include':
      return compileInclude(node, names);
    case 'import':
      return compileImport(node, names);
    case 'from import':
      return compileFromImport(node, names);
    case 'scope': {
      const body = compileBody(node.body, names);
      return (frame, output) => body(new InnerFrame(frame.run, frame), output);
    }
    case 'do': {
      const expression = compileExpression(node.expression, names);
      return (frame) => {
        expression(frame);
        return undefined;
      };
    }
    case 'break':
    case 'continue': {
      const ending: Ending = node.kind;
      return () => ending;
    }
  }
}

/** Writes a value as `{{ }}` does. */
export function write(output: Output, value: Value, { conversion }: Pass): undefined {
  if (!output.muted) output.write(finalize(value, conversion));
  return undefined;
}

function compileOutput(node: OutputNode, names: Names): Execute {
  const expression = compileExpression(node.expression, names);
  const keep = keeperOf(node.expression);
  return (frame, output) => {
    if (output.muted) return undefined;
    const value = expression(frame);
    frame.run.at = node.expression;
    output.write(finalize(keep(frame, value instanceof Undefined ? value.str() : value), frame.run.pass.conversion));
    return undefined;
  };
}

function compileIf(node: IfNode, names: Names): Execute {
  const soft = { ...names, soft: true };
  const branches = node.branches.map(({ test, body }) => ({
    test: compileExpression(test, names),
    body: compileBody(body, soft),
    at: test,
  }));
  const otherwise = compileBody(node.otherwise, soft);
  return (frame, output) => {
    for (const { test, body, at } of branches) {
      const value = test(frame);
      frame.run.at = at;
      if (truth(value)) return body(frame, output);
    }
    return otherwise(frame, output);
  };
}

/** What statements write, as a value. */
export function captured(body: Execute, frame: Frame): Value {
  const output = new InnerOutput();
  body(frame, output);
  return conclude(output.written, frame.run.pass.conversion);
}

function compileSetBlock(node: Extract<Statement, { kind: 'set block' }>, names: Names): Execute {
  const assign = compileTarget(node.target);
  const value = compileFiltered(node.filter, node.body, names);
  return (frame) => {
    const result = value(frame);
    if (node.filter) keeperOf(node.filter)(frame, result);
    assign(frame, result);
    return undefined;
  };
}

// The text of a block, through a filter where there is one.
function compileFiltered(
  filter: Extract<Statement, { kind: 'set block' }>['filter'],
  statements: readonly Statement[],
  names: Names,
): (frame: Frame) => Value {
  const body = compileBody(statements, names);
  const text = (frame: Frame) => captured(body, new InnerFrame(frame.run, frame));
  return filter ? compileFilter(filter, names, text) : text;
}

function compileWith(node: WithNode, names: Names): Execute {
  const bindings = node.bindings.map(({ target, value }) => ({
    assign: compileTarget(target),
    value: compileExpression(value, names),
  }));
  const body = compileBody(node.body, names);
  return (frame, output) => {
    const inner = new InnerFrame(frame.run, frame);
    // Every value is taken from outside, as in Jinja: `{% with a=1, b=a %}` gives b the outer a.
    const values = bindings.map(({ value }) => value(frame));
    for (const [index, { assign }] of bindings.entries()) assign(inner, values[index] ?? null);
    return body(inner, output);
  };
}
