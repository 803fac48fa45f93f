// The dependent lookup: nested loops whose inner lists may depend on the outer items.

import { Dict, type Value } from '../../model/value.ts';
import { type CallContext, TemplateError } from '../callable.ts';
import { asDict, asSequence, str, toKey, typeName } from '../python/index.ts';

/** One dict for every way through the lists, with the chosen item of each under its name. */
export function dependent(terms: readonly Value[], context: CallContext): Value[] {
  const levels = terms.map((term, index) => level(term, index));
  let chosen: Dict[] = [new Dict()];
  for (const { name, source } of levels) {
    chosen = chosen.flatMap((item) =>
      choices(name, source, item, context).map((value) => item.copy().set(toKey(name), value)),
    );
  }
  return terms.length === 0 ? [] : chosen;
}

function level(term: Value, index: number): { readonly name: Value; readonly source: Value } {
  const dict = asDict(term);
  if (dict?.size !== 1) {
    const got = dict ? `${dict.size} elements` : typeName(term);
    throw new TemplateError(`Parameter ${index} must be a one-element dictionary, got ${got}`);
  }
  const [[name, source] = [null, null]] = dict.entries();
  return { name, source };
}

function choices(name: Value, source: Value, item: Dict, context: CallContext): readonly Value[] {
  const variables = new Map<string, Value>([['item', item]]);
  const value = typeof source === 'string' ? context.render(`{{ ${source} }}`, { variables }) : source;
  const dict = asDict(value);
  if (dict)
    return Array.from(dict.entries(), ([key, inner]) =>
      Dict.of([
        ['key', key],
        ['value', inner],
      ]),
    );
  const list = asSequence(value);
  if (!list)
    throw new TemplateError(
      `Did not obtain dictionary or list while evaluating '${str(name)}', but ${typeName(value)}`,
    );
  return list;
}
