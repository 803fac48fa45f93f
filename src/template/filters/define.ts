// How a filter is declared: its names, its parameters with their defaults, and what it does.

import type { Value } from '../../model/value.ts';
import type { CallContext, Filter } from '../callable.ts';
import { type Arguments, binder, type Parameters } from '../signature.ts';

export { choiceArgument, keywords, required, rest } from '../signature.ts';

/** A filter under its names, without the collection's. */
export interface FilterDefinition {
  readonly names: readonly string[];
  readonly call: Filter;
}

/** Declares a filter; several names are the name and its aliases. */
export function filter<P extends Parameters>(
  names: string | readonly string[],
  parameters: P,
  body: (input: Value, args: Arguments<P>, context: CallContext) => Value,
): FilterDefinition {
  const all = typeof names === 'string' ? [names] : names;
  const bindArguments = binder(all[0] ?? '', parameters);
  return {
    names: all,
    call: (input, call) => body(input, bindArguments(call.args, call.kwargs), call.context),
  };
}
