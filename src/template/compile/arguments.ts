// Arguments of calls, filters and tests to closures.

import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import type { Frame } from '../engine/frame.ts';
import { asDict, iterate, type Kwargs, noKwargs, typeName, Undefined } from '../python/index.ts';
import type { Arguments } from '../syntax/ast.ts';
import { compileExpression } from './expression.ts';
import type { Names } from './names.ts';

/** Evaluated arguments. */
export interface Given {
  readonly args: readonly Value[];
  readonly kwargs: Kwargs;
}

const none: Given = { args: [], kwargs: noKwargs };

/** Compiles arguments; `*rest` and `**keywords` are spread when they are evaluated. */
export function compileArguments(node: Arguments, names: Names): (frame: Frame) => Given {
  const args = node.args.map((arg) => compileExpression(arg, names));
  if (args.length === 0 && node.kwargs.length === 0 && !node.rest && !node.keywords) return () => none;
  if (node.kwargs.length === 0 && !node.rest && !node.keywords) {
    const [only] = args;
    if (only && args.length === 1) return (frame) => ({ args: [only(frame)], kwargs: noKwargs });
    return (frame) => ({ args: args.map((arg) => arg(frame)), kwargs: noKwargs });
  }
  const kwargs = node.kwargs.map(({ name, value }) => [name, compileExpression(value, names)] as const);
  const rest = node.rest && compileExpression(node.rest, names);
  const keywords = node.keywords && compileExpression(node.keywords, names);
  return (frame) => {
    const positional = args.map((arg) => arg(frame));
    if (rest) positional.push(...iterate(rest(frame)));
    const named = new Map<string, Value>();
    for (const [name, value] of kwargs) named.set(name, value(frame));
    if (keywords) spread(keywords(frame), named);
    return { args: positional, kwargs: named };
  };
}

function spread(value: Value, into: Map<string, Value>): void {
  if (value instanceof Undefined) value.fail();
  const dict = asDict(value);
  if (!dict) throw new TemplateError(`argument after ** must be a mapping, not ${typeName(value)}`);
  for (const [key, item] of dict.entries()) {
    if (typeof key !== 'string') throw new TemplateError('keywords must be strings');
    if (into.has(key)) throw new TemplateError(`got multiple values for keyword argument '${key}'`);
    into.set(key, item);
  }
}
