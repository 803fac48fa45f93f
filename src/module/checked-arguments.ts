// The arguments of a task as its module takes them, or all that is wrong with them.

import type { Value } from '../model/value.ts';
import { unsupportedText } from './argument-words.ts';
import { type AllCoerced, type CoerceContext, coerceAll, supported, unknownIn } from './param-types.ts';
import type { Params } from './params.ts';

export interface NamedContext extends CoerceContext {
  /** The module's name for messages: `ansible.builtin.copy`. */
  readonly moduleName?: string;
}

/** What a declaration says of its arguments. */
export interface Declared<P extends Params> {
  readonly params: P;
  /** What results say where a required parameter is missing, in place of the common words. */
  readonly missing?: string;
}

/** Converts what is given; what no parameter is there for is told last, as Ansible does. */
export function checkedArguments<P extends Params>(
  { params, missing }: Declared<P>,
  args: ReadonlyMap<string, Value>,
  context: NamedContext,
): AllCoerced<P> {
  const all = coerceAll(params, args, context);
  const unknown = unknownIn(params, args);
  const problems = all.ok ? [] : all.problems;
  const own = !all.ok && all.missing.length > 0 && missing !== undefined ? [missing, ...problems.slice(1)] : problems;
  const strange = unknown.length === 0 ? [] : [unsupportedText(context.moduleName, unknown, supported(params))];
  if (all.ok && strange.length === 0) return all;
  return { ok: false, problems: [...own, ...strange], missing: all.ok ? [] : all.missing };
}
