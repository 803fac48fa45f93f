// Jinja's filters on lists and whatever else can be iterated.

import { type Dict, Tuple, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import {
  asDict,
  characters,
  equals,
  integerArgument,
  iterableOf,
  iterate,
  length,
  NamedTuple,
  operate,
  orderOf,
  sorted,
  str,
  toList,
  truth,
  typeName,
  Undefined,
} from '../python/index.ts';
import { choiceArgument, type FilterDefinition, filter, required } from './define.ts';
import { attributeGetter, attributeGetters, comparisonKey, type Getter, keyGetter } from './items.ts';

export const sequenceFilters: readonly FilterDefinition[] = [
  filter(['length', 'count'], {}, (input) => length(input)),
  filter('list', {}, (input) => toList(input)),
  filter('first', {}, (input) => {
    for (const item of iterate(input)) return item;
    return new Undefined({ name: 'first', hint: 'No first item, sequence was empty.' });
  }),
  filter(
    'last',
    {},
    (input) => toList(input).at(-1) ?? new Undefined({ name: 'last', hint: 'No last item, sequence was empty.' }),
  ),
  filter('join', { d: '', attribute: null }, (input, { d, attribute }) => {
    const get = attributeGetter(attribute);
    return Array.from(iterate(input), (item) => str(get(item))).join(str(d));
  }),
  filter('reverse', {}, (input) => {
    if (typeof input === 'string') return characters(input).toReversed().join('');
    const items = iterableOf(input);
    if (items === undefined) throw new TemplateError('argument must be iterable');
    return [...items].reverse();
  }),
  filter('sort', { reverse: false, case_sensitive: false, attribute: null }, (input, args) => {
    const key = sortKey(args.attribute, truth(args.case_sensitive));
    return sorted(iterate(input), key, truth(args.reverse));
  }),
  extreme('min', (order) => order < 0),
  extreme('max', (order) => order > 0),
  filter('sum', { attribute: null, start: 0 }, (input, { attribute, start }) => {
    if (typeof start === 'string') throw new TemplateError("sum() can't sum strings [use ''.join(seq) instead]");
    const get = attributeGetter(attribute);
    let total: Value = start;
    for (const item of iterate(input)) total = operate('+', total, get(item));
    return total;
  }),
  filter('batch', { linecount: required, fill_with: null }, (input, { linecount, fill_with }) =>
    batch(toList(input), integerArgument(linecount), fill_with),
  ),
  filter('slice', { slices: required, fill_with: null }, (input, { slices, fill_with }) =>
    sliceColumns(toList(input), integerArgument(slices), fill_with),
  ),
  filter('groupby', { attribute: required, default: null, case_sensitive: false }, (input, args) =>
    groupBy(toList(input), attributeGetter(args.attribute, args.default), truth(args.case_sensitive)),
  ),
  filter('items', {}, (input) => {
    if (input instanceof Undefined) return [];
    const dict = asDict(input);
    if (!dict) throw new TemplateError('Can only get item pairs from a mapping.');
    return pairs(dict);
  }),
  filter('dictsort', { case_sensitive: false, by: 'key', reverse: false }, (input, { case_sensitive, by, reverse }) => {
    const part = choiceArgument(by, ['key', 'value'], 'You can only sort by either "key" or "value"') === 'key' ? 0 : 1;
    const dict = asDict(input instanceof Undefined ? input.fail() : input);
    if (!dict) throw new TemplateError(`'${typeName(input)}' object has no attribute 'items'`);
    return sorted(
      pairs(dict),
      (pair) => comparisonKey(pair.items[part] ?? null, truth(case_sensitive)),
      truth(reverse),
    );
  }),
];

function pairs(dict: Dict): Tuple[] {
  return Array.from(dict.entries(), ([key, value]) => new Tuple([key, value]));
}

function sortKey(attribute: Value, caseSensitive: boolean): Getter {
  const getters = attributeGetters(attribute);
  if (getters.length === 1) return keyGetter(attribute, caseSensitive);
  return (item) => getters.map((get) => comparisonKey(get(item), caseSensitive));
}

function extreme(name: string, better: (order: number) => boolean): FilterDefinition {
  return filter(name, { case_sensitive: false, attribute: null }, (input, { case_sensitive, attribute }) => {
    const key = keyGetter(attribute, truth(case_sensitive));
    const [head, ...others] = toList(input);
    if (head === undefined) return new Undefined({ name, hint: 'No aggregated item, sequence was empty.' });
    let best = { item: head, key: key(head) };
    for (const item of others) {
      const candidate = { item, key: key(item) };
      if (better(orderOf(candidate.key, best.key, name === 'min' ? '<' : '>'))) best = candidate;
    }
    return best.item;
  });
}

function batch(items: readonly Value[], size: number, fill: Value): Value[] {
  const rows: Value[] = [];
  let row: Value[] = [];
  for (const item of items) {
    if (row.length === size) {
      rows.push(row);
      row = [];
    }
    row.push(item);
  }
  if (row.length === 0) return rows;
  if (fill !== null) while (row.length < size) row.push(fill);
  return [...rows, row];
}

// The first columns take one more each where it does not divide; `fill` evens the others out.
function sliceColumns(items: readonly Value[], count: number, fill: Value): Value[] {
  if (count === 0) throw new TemplateError('integer division or modulo by zero');
  const size = Math.floor(items.length / count);
  const longer = items.length % count;
  const columns: Value[] = [];
  let offset = 0;
  for (let column = 0; column < count; column += 1) {
    const end = offset + size + (column < longer ? 1 : 0);
    const part = items.slice(offset, end);
    columns.push(fill !== null && column >= longer ? [...part, fill] : part);
    offset = end;
  }
  return columns;
}

function groupBy(items: readonly Value[], get: Getter, caseSensitive: boolean): Value[] {
  const key = (item: Value) => comparisonKey(get(item), caseSensitive);
  const groups: { readonly key: Value; readonly items: Value[] }[] = [];
  for (const item of sorted(items, key)) {
    const last = groups.at(-1);
    const itemKey = key(item);
    if (last && equals(last.key, itemKey)) last.items.push(item);
    else groups.push({ key: itemKey, items: [item] });
  }
  // The name of a group is its first item's own spelling.
  return groups.map((group) => new NamedTuple({ grouper: get(group.items[0] ?? null), list: group.items }));
}
