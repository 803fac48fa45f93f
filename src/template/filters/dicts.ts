// Ansible's filters that merge dicts, turn them into lists and back, and reach into them.

import { Dict, isKey, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import {
  asDict,
  asSequence,
  checkDefined,
  getItem,
  type Kwargs,
  repr,
  str,
  toKey,
  truth,
  typeName,
  Undefined,
} from '../python/index.ts';
import { dumpJson } from '../text/json-dump.ts';
import { type FilterDefinition, filter, keywords, required, rest } from './define.ts';
import { type ListMerge, listMerges, mergeDicts } from './merge.ts';
import { subelements } from './subelements.ts';

export const dictFilters: readonly FilterDefinition[] = [
  filter('combine', { others: rest, kwargs: keywords }, (input, { others, kwargs }) =>
    combine([input, ...others], kwargs),
  ),
  filter('dict2items', { key_name: 'key', value_name: 'value' }, (input, { key_name, value_name }) => {
    const dict = asDict(input instanceof Undefined ? input.fail() : input);
    if (!dict) throw new TemplateError(`dict2items requires a dictionary, got <class '${typeName(input)}'> instead.`);
    return Array.from(dict.entries(), ([key, value]) =>
      Dict.of([
        [toKey(key_name), key],
        [toKey(value_name), value],
      ]),
    );
  }),
  filter('items2dict', { key_name: 'key', value_name: 'value' }, (input, { key_name, value_name }) =>
    itemsToDict(input, key_name, value_name),
  ),
  filter('extract', { container: required, morekeys: null }, (input, { container, morekeys }) => {
    const keys = morekeys === null ? [] : (asSequence(morekeys) ?? [morekeys]);
    return [input, ...keys].reduce<Value>((value, key) => getItem(value, key), container);
  }),
  filter('subelements', { subelements: required, skip_missing: false }, (input, args) =>
    subelements(input, args.subelements, truth(args.skip_missing)),
  ),
  filter('rekey_on_member', { key: required, duplicates: 'error' }, (input, { key, duplicates }) =>
    rekeyOnMember(input, key, duplicates),
  ),
];

function combine(terms: readonly Value[], kwargs: Kwargs): Dict {
  for (const name of kwargs.keys())
    if (name !== 'recursive' && name !== 'list_merge')
      throw new TemplateError("'recursive' and 'list_merge' are the only valid keyword arguments");
  const recursive = truth(kwargs.get('recursive') ?? false);
  const listMerge = kwargs.get('list_merge') ?? 'replace';
  const how = listMerges.find((one) => one === listMerge);
  for (const term of terms) checkDefined(term);
  const dicts = terms.flatMap((term) => asSequence(term) ?? [term]).filter((term) => term !== null && term !== 'None');
  if (how === undefined && dicts.length > 1) throw badListMerge();
  return dicts.reduce<Dict>((merged, term, index) => {
    const dict = asDict(term);
    if (!dict) throw notDicts(index === 0 ? term : merged, index === 0 ? (dicts[1] ?? new Dict()) : term);
    return index === 0 ? dict : mergeDicts(merged, dict, recursive, how ?? 'replace');
  }, new Dict());
}

function badListMerge(): TemplateError {
  const words: readonly ListMerge[] = listMerges;
  const list = words.map((word) => `'${word}'`);
  return new TemplateError(
    `merge_hash: 'list_merge' argument can only be equal to ${list.slice(0, -1).join(', ')} or ${list.at(-1)}`,
  );
}

function notDicts(first: Value, second: Value): TemplateError {
  return new TemplateError(
    `failed to combine variables, expected dicts but got a '${typeName(first)}' and a '${typeName(second)}': \n${dumpJson(first)}\n${dumpJson(second)}`,
  );
}

function itemsToDict(input: Value, keyName: Value, valueName: Value): Dict {
  const items = asSequence(input instanceof Undefined ? input.fail() : input);
  if (!items) throw new TemplateError(`items2dict requires a list, got <class '${typeName(input)}'> instead.`);
  const dict = new Dict();
  for (const item of items) {
    const fields = asDict(item);
    const key = fields?.get(toKey(keyName));
    const value = fields?.get(toKey(valueName));
    if (fields && (key === undefined || value === undefined))
      throw new TemplateError(
        `items2dict requires each dictionary in the list to contain the keys '${str(keyName)}' and '${str(valueName)}', got ${repr(input)} instead.`,
      );
    if (key === undefined || value === undefined || !isKey(key))
      throw new TemplateError(`items2dict requires a list of dictionaries, got ${repr(input)} instead.`);
    dict.set(key, value);
  }
  return dict;
}

function rekeyOnMember(input: Value, key: Value, duplicates: Value): Dict {
  if (duplicates !== 'error' && duplicates !== 'overwrite')
    throw new TemplateError(`duplicates parameter to rekey_on_member has unknown value: ${str(duplicates)}`);
  const dict = asDict(input);
  const items = dict ? [...dict.values()] : asSequence(input);
  if (!items) throw new TemplateError('Type is not a valid list, set, or dict');
  const rekeyed = new Dict();
  for (const item of items) {
    const fields = asDict(item);
    if (!fields) throw new TemplateError(`${dict ? 'Dict' : 'List'} item is not a valid dict`);
    const member = fields.get(toKey(key));
    if (member === undefined) throw new TemplateError(`Key ${str(key)} was not found`);
    const name = toKey(member);
    if (rekeyed.has(name) && duplicates === 'error')
      throw new TemplateError(`Key ${str(name)} is not unique, cannot correctly turn into dict`);
    rekeyed.set(name, fields);
  }
  return rekeyed;
}
