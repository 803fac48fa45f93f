// How a test is declared: its names, its parameters with their defaults, and what it asks.

import type { Value } from '../../model/value.ts';
import type { CallContext, Test } from '../callable.ts';
import { type Arguments, binder, type Parameters } from '../signature.ts';

export { choiceArgument, keywords, required, rest } from '../signature.ts';

/** A test under its names, without the collection's. */
export interface TestDefinition {
  readonly names: readonly string[];
  readonly call: Test;
}

/** Declares a test; several names are the name and its aliases. */
export function test<P extends Parameters>(
  names: string | readonly string[],
  parameters: P,
  body: (input: Value, args: Arguments<P>, context: CallContext) => boolean,
): TestDefinition {
  const all = typeof names === 'string' ? [names] : names;
  const bindArguments = binder(all[0] ?? '', parameters);
  return {
    names: all,
    call: (input, call) => body(input, bindArguments(call.args, call.kwargs), call.context),
  };
}
