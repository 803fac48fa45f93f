// Filters of community.general: queries, counting, grouping, time units.

import { crc32 } from 'node:zlib';
import jmespath from 'jmespath';
import { Dict, type Plain, PyFloat, toPlain, toValue, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import {
  asDict,
  asSequence,
  defined,
  integerArgument,
  iterate,
  type Kwargs,
  makeDict,
  repr,
  sorted,
  str,
  toFloat,
  toKey,
  truth,
  typeName,
} from '../python/index.ts';
import { CsvMistake, parseCsv } from '../text/csv.ts';
import { randomInRange, randomSource } from '../text/random.ts';
import { timeUnit } from '../text/time-unit.ts';
import { compareLoose } from '../text/version/index.ts';
import { choiceArgument, type FilterDefinition, filter, keywords, required, rest } from './define.ts';
import { type ListMerge, listMerges, mergeDicts } from './merge.ts';

/** Those that Ansible finds by their short names too. */
export const shortGeneralFilters: readonly FilterDefinition[] = [
  filter('json_query', { expr: required }, (input, { expr }) => jsonQuery(defined(input), str(expr))),
  filter('random_mac', { seed: null }, (input, { seed }) => randomMac(input, seed)),
];

export const generalFilters: readonly FilterDefinition[] = [
  filter('dict', {}, (input) => makeDict(input)),
  filter('dict_kv', { key: required }, (input, { key }) => new Dict().set(toKey(key), input)),
  filter('counter', {}, (input) => counter(input)),
  filter('crc32', {}, (input) => {
    if (typeof input !== 'string')
      throw new TemplateError(`Invalid value type (<class '${typeName(input)}'>) for crc32 (${repr(input)})`);
    return crc32(input).toString(16);
  }),
  filter('groupby_as_dict', { attribute: required }, (input, { attribute }) => groupByAsDict(input, attribute)),
  filter('lists_mergeby', { terms: rest, kwargs: keywords }, (input, { terms, kwargs }) =>
    listsMergeBy([input, ...terms], kwargs),
  ),
  filter(
    'from_csv',
    { dialect: 'excel', fieldnames: null, delimiter: null, skipinitialspace: null, strict: null },
    (input, { dialect, fieldnames, delimiter, skipinitialspace, strict }) => {
      const base = { excel: ',', 'excel-tab': '\t', unix: ',' } as const;
      const kind = choiceArgument(
        dialect,
        ['excel', 'excel-tab', 'unix'],
        `Dialect '${str(dialect)}' is not supported by your version of python.`,
      );
      const options = {
        delimiter: delimiter === null ? base[kind] : str(delimiter),
        skipInitialSpace: skipinitialspace !== null && truth(skipinitialspace),
        strict: strict !== null && truth(strict),
      };
      return fromCsv(str(input), fieldnames === null ? undefined : [...iterate(fieldnames)], options);
    },
  ),
  filter('unicode_normalize', { form: 'NFC' }, (input, { form }) => {
    const forms = ['NFC', 'NFD', 'NFKC', 'NFKD'] as const;
    const wanted = choiceArgument(form, forms, `${str(form)} is not a valid form`);
    if (typeof input !== 'string') throw new TemplateError(`<class '${typeName(input)}'> is not a valid input type`);
    return input.normalize(wanted);
  }),
  filter('version_sort', { reverse: false }, (input, { reverse }) => {
    const versions = [...iterate(input)].sort((a, b) => compareLoose(str(a), str(b)));
    return truth(reverse) ? versions.reverse() : versions;
  }),
  filter('to_time_unit', { unit: 'ms', kwargs: keywords }, (input, { unit, kwargs }) =>
    inUnit(input, str(unit), kwargs),
  ),
  ...Object.entries({
    to_milliseconds: 'ms',
    to_seconds: 's',
    to_minutes: 'm',
    to_hours: 'h',
    to_days: 'd',
    to_weeks: 'w',
    to_months: 'mo',
    to_years: 'y',
  }).map(([name, unit]) => filter(name, { kwargs: keywords }, (input, { kwargs }) => inUnit(input, unit, kwargs))),
];

// Ints come back as ints and fractions as floats; a float without a fraction comes back as an int, since the library has one kind of number.
function jsonQuery(input: Value, expression: string): Value {
  try {
    return fromJs(jmespath.search(toPlain(concrete(input)), expression));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TemplateError(`JMESPathError in json_query filter plugin:\n${reason}`);
  }
}

// What reads as a dict (hostvars, vars) as a dict, so that a query can look into it.
function concrete(value: Value): Value {
  const dict = asDict(value);
  if (dict) return Dict.of(Array.from(dict.entries(), ([key, item]) => [key, concrete(item)] as const));
  const list = asSequence(value);
  return list ? list.map(concrete) : value;
}

function fromJs(value: unknown): Value {
  return isPlain(value) ? toValue(value) : null;
}

function isPlain(value: unknown): value is Plain {
  if (value === null || value === undefined) return true;
  if (typeof value !== 'object') return ['boolean', 'number', 'bigint', 'string'].includes(typeof value);
  return Object.values(value).every(isPlain);
}

function randomMac(input: Value, seed: Value): string {
  if (typeof input !== 'string')
    throw new TemplateError(`Invalid value type (<class '${typeName(input)}'>) for random_mac (${repr(input)})`);
  const value = input.toLowerCase();
  const refused = (reason: string) => new TemplateError(`Invalid value (${value}) for random_mac: ${reason}`);
  const items = value.split(':');
  if (items.length > 5) throw refused('5 colon(:) separated items max');
  for (const item of items) {
    if (item === '') throw refused('empty item');
    if (!/^[a-f0-9]{2}/.test(item)) throw refused(`${item} not hexa byte`);
  }
  const digits = randomInRange(2 ** 36, 2 ** 40, 1, randomSource(seed)).toString(16);
  return value + digits.slice(0, 2 * (6 - items.length)).replace(/(..)/g, ':$1');
}

function counter(input: Value): Dict {
  const items = typeof input === 'string' ? Array.from(input) : asSequence(defined(input));
  if (!items)
    throw new TemplateError(
      `Argument for community.general.counter must be a sequence (string or list). ${repr(input)} is <class '${typeName(input)}'>`,
    );
  const counts = new Dict();
  for (const item of items) {
    const key = toKey(item);
    counts.set(key, integerArgument(counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function groupByAsDict(input: Value, attribute: Value): Dict {
  const items = typeof input === 'string' ? Array.from(input) : asSequence(defined(input));
  if (!items) throw new TemplateError('Input is not a sequence');
  const grouped = new Dict();
  for (const [index, item] of items.entries()) {
    const dict = asDict(item);
    if (!dict) throw new TemplateError(`Sequence element #${index} is not a mapping`);
    const value = dict.get(toKey(attribute));
    if (value === undefined) throw new TemplateError(`Attribute not contained in element #${index} of sequence`);
    const key = toKey(value);
    if (grouped.has(key)) throw new TemplateError(`Multiple sequence entries have attribute value ${repr(value)}`);
    grouped.set(key, dict);
  }
  return grouped;
}

function listsMergeBy(given: readonly Value[], kwargs: Kwargs): Value {
  const index = given.at(-1) ?? null;
  const terms = given.slice(0, -1);
  if (terms.length === 0) throw new TemplateError('At least one list and index are needed.');
  const name = kwargs.get('list_merge') ?? 'replace';
  const recursive = truth(kwargs.get('recursive') ?? false);
  const lists = terms.flatMap((term) => {
    const list = asSequence(defined(term));
    if (typeof term === 'string') return [[term]];
    if (!list)
      throw new TemplateError(
        `All arguments before the argument index for community.general.lists_mergeby must be lists. ${repr(term)} is <class '${typeName(term)}'>`,
      );
    const inner = list.map((item) => asSequence(item));
    return list.length > 0 && inner.every((item) => item !== undefined)
      ? inner.flatMap((item) => (item ? [item] : []))
      : [list];
  });
  const [only, ...others] = lists;
  if (only && others.length === 0) return [...only];
  const how = choiceArgument<ListMerge>(name, listMerges, `list_merge must be one of ${listMerges.join(', ')}`);
  const merged = new Dict();
  for (const item of lists.flat()) {
    const dict = asDict(item);
    if (!dict)
      throw new TemplateError(
        `Elements of list arguments for lists_mergeby must be dictionaries. ${str(item)} is <class '${typeName(item)}'>`,
      );
    const key = dict.get(toKey(index));
    if (key === undefined) continue;
    const known = asDict(merged.get(toKey(key)) ?? new Dict()) ?? new Dict();
    merged.set(toKey(key), mergeDicts(known, dict, recursive, how));
  }
  return sorted(merged.values(), (item) => asDict(item)?.get(toKey(index)) ?? null);
}

interface CsvArguments {
  readonly delimiter: string;
  readonly skipInitialSpace: boolean;
  readonly strict: boolean;
}

function fromCsv(text: string, fieldNames: readonly Value[] | undefined, options: CsvArguments): Value {
  const rows = readCsv(text, options).filter((row) => row.length > 0);
  const names = fieldNames ?? rows.shift() ?? [];
  return rows.map((row) => {
    const dict = new Dict();
    for (const [index, name] of names.entries()) dict.set(toKey(name), row[index] ?? null);
    // What has no name is kept under None, as Python's reader does.
    if (row.length > names.length) dict.set(null, row.slice(names.length));
    return dict;
  });
}

function readCsv(text: string, options: CsvArguments): string[][] {
  try {
    return parseCsv(text, options);
  } catch (error) {
    if (error instanceof CsvMistake) throw new TemplateError(`Unable to process file: ${error.message}`);
    throw error;
  }
}

function inUnit(input: Value, unit: string, kwargs: Kwargs): Value {
  const unknown = [...kwargs.keys()].filter((name) => name !== 'year' && name !== 'month');
  if (unknown.length > 0)
    throw new TemplateError(`to_time_unit() got unknown keyword arguments: ${unknown.join(', ')}`);
  if (typeof defined(input) !== 'string')
    throw new TemplateError(`'${typeName(input)}' object has no attribute 'split'`);
  const days = (name: string, usual: number) => toFloat(kwargs.get(name) ?? usual).value;
  return new PyFloat(timeUnit(str(input), unit, days('year', 365), days('month', 30)));
}
