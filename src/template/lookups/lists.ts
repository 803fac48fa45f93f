// The lookups that rearrange lists and dicts, as loops use them.

import { Dict, Tuple, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { asDict, asSequence } from '../python/index.ts';
import { product } from '../text/combinatorics.ts';
import { choose, systemRandom } from '../text/random.ts';
import { type LookupDefinition, lookup } from './define.ts';
import { dependent } from './dependent.ts';
import { subelements } from './subelements.ts';

export const listLookups: readonly LookupDefinition[] = [
  lookup('items', (terms) => flattened(terms)),
  lookup('list', (terms) => [...terms]),
  lookup('dict', (terms) => terms.flatMap(dictItems)),
  lookup('indexed_items', (terms) => flattened(terms).map((item, index) => new Tuple([index, item]))),
  lookup('nested', (terms) => nested(terms.map(listed))),
  lookup('together', (terms) => together(terms.map(listed))),
  lookup('random_choice', (terms) => (terms.length === 0 ? [] : [choose(terms, systemRandom)])),
  lookup('subelements', (terms) => subelements(terms)),
];

/** Those of community.general. */
export const generalListLookups: readonly LookupDefinition[] = [
  lookup('flattened', (terms) => flattenedDeep(terms)),
  lookup('cartesian', (terms) => {
    if (terms.length === 0) throw new TemplateError('with_cartesian requires at least one element in each list');
    return product(terms.map(listed)).map((row) => flattened(row));
  }),
  lookup('dependent', (terms, _options, context) => dependent(terms, context)),
];

/** One level of lists taken out. */
function flattened(items: readonly Value[]): Value[] {
  return items.flatMap((item) => asSequence(item) ?? [item]);
}

function listed(term: Value): readonly Value[] {
  return asSequence(term) ?? [term];
}

function dictItems(term: Value): Value[] {
  const dict = asDict(term);
  if (!dict) throw new TemplateError('with_dict expects a dict');
  return Array.from(dict.entries(), ([key, value]) =>
    Dict.of([
      ['key', key],
      ['value', value],
    ]),
  );
}

// Each step flattens once more, as Ansible's does.
function nested(lists: readonly (readonly Value[])[]): Value[] {
  const [first, ...others] = lists;
  if (!first) throw new TemplateError('with_nested requires at least one element in the nested list');
  let rows: readonly Value[] = first;
  for (const list of others) rows = rows.flatMap((row) => list.map((item) => flattened([row, item])));
  return rows.map((row) => flattened(listed(row)));
}

function together(lists: readonly (readonly Value[])[]): Value[] {
  if (lists.length === 0) throw new TemplateError('with_together requires at least one element in each list');
  const size = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: size }, (_, index) => flattened(lists.map((list) => list[index] ?? null)));
}

// The words for nothing end the list that they stand in.
function flattenedDeep(terms: readonly Value[]): Value[] {
  const flat: Value[] = [];
  for (const term of terms) {
    if (term === 'None' || term === 'null') break;
    const inner = asSequence(term);
    if (inner) flat.push(...flattenedDeep(inner));
    else flat.push(term);
  }
  return flat;
}
