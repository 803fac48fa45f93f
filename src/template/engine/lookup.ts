// The functions lookup() and query(): they call a lookup plugin and shape what it gives.

import type { Value } from '../../model/value.ts';
import { type Call, TemplateError } from '../callable.ts';
import { findLookup } from '../lookups/index.ts';
import { checkDefined, str, truth } from '../python/index.ts';
import { unknownLookup } from './registry.ts';

/** `lookup('name', terms..., wantlist=, errors=, options...)`: text joined by commas, or the items where they are no text. */
export function lookupFunction(call: Call): Value {
  const wantlist = call.kwargs.get('wantlist');
  const found = run(call);
  if (found === undefined) return wantlist !== undefined && truth(wantlist) ? [] : null;
  if (wantlist !== undefined && truth(wantlist)) return found;
  const [only = null] = found;
  if (found.length === 0) return found;
  if (found.every((item) => typeof item === 'string')) return found.length === 1 ? only : found.join(',');
  return found.length === 1 ? only : found;
}

/** `query('name', terms...)`: always a list. */
export function queryFunction(call: Call): Value {
  return run(call) ?? [];
}

// The items, or `undefined` where the lookup failed and `errors` says to go on.
function run({ args, kwargs, context }: Call): Value[] | undefined {
  const [name, ...terms] = args;
  if (name === undefined) throw new TemplateError('lookup() needs the name of a lookup plugin');
  const plugin = str(name);
  if (!findLookup(plugin)) throw new TemplateError(unknownLookup(plugin));
  const options = new Map(kwargs);
  const errors = options.get('errors') ?? 'strict';
  for (const own of ['wantlist', 'errors', 'allow_unsafe']) options.delete(own);
  for (const term of terms) checkDefined(term);
  try {
    return context.lookup(plugin, terms, options);
  } catch (error) {
    if (!(error instanceof TemplateError) || errors === 'strict') throw error;
    if (errors === 'warn') context.warn(`lookup('${plugin}'): ${error.message}`);
    return undefined;
  }
}
