// The arguments of a task as its module takes them, or all that is wrong with them.

import type { Value } from '../model/value.ts';
import { unsupportedText } from './argument-words.ts';
import { type AllCoerced, type CoerceContext, coerceAll, supported, unknownIn } from './param-types.ts';
import type { Params } from './params.ts';

export interface NamedContext extends CoerceContext {
  /** The module's name for messages: `ansible.builtin.copy`. */
  readonly moduleName?: string;
}

/** Converts what is given; what no parameter is there for is told last, as Ansible does. */
export function checkedArguments<P extends Params>(
  params: P,
  args: ReadonlyMap<string, Value>,
  context: NamedContext,
): AllCoerced<P> {
  const all = coerceAll(params, args, context);
  const unknown = unknownIn(params, args);
  if (unknown.length === 0) return all;
  const problems = all.ok ? [] : all.problems;
  return { ok: false, problems: [...problems, unsupportedText(context.moduleName, unknown, supported(params))] };
}
