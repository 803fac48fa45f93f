// Filters that write values as JSON and read them back.

import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { asSequence, type Kwargs, operate, str, truth, typeName } from '../python/index.ts';
import { dumpJson, type JsonOptions } from '../text/json-dump.ts';
import { parseJson } from '../text/json-load.ts';
import { prettyPrint } from '../text/pretty-print.ts';
import { type FilterDefinition, filter, keywords } from './define.ts';

/** Jinja's. */
export const jinjaJsonFilters: readonly FilterDefinition[] = [
  filter('tojson', { indent: null }, (input, { indent }) =>
    // Safe inside a script element of HTML.
    dumpJson(input, { sortKeys: true, indent: indentText(indent) }).replace(
      /[<>&']/g,
      (char) => `\\u00${char.charCodeAt(0).toString(16)}`,
    ),
  ),
  filter('pprint', {}, (input) => prettyPrint(input)),
];

/** Ansible's. */
export const jsonFilters: readonly FilterDefinition[] = [
  filter('to_json', { kwargs: keywords }, (input, { kwargs }) => dumpJson(input, jsonOptions(kwargs, {}))),
  filter('to_nice_json', { indent: 4, sort_keys: true, kwargs: keywords }, (input, { indent, sort_keys, kwargs }) => {
    if (kwargs.has('separators'))
      throw new TemplateError("to_json() got multiple values for keyword argument 'separators'");
    const options = { indent: indentText(indent), sortKeys: truth(sort_keys), itemSeparator: ',', keySeparator: ': ' };
    return dumpJson(input, jsonOptions(kwargs, options));
  }),
  filter('from_json', { kwargs: keywords }, (input, { kwargs }) => {
    for (const name of kwargs.keys())
      throw new TemplateError(`JSONDecoder.__init__() got an unexpected keyword argument '${name}'`);
    if (typeof input !== 'string')
      throw new TemplateError(`the JSON object must be str, bytes or bytearray, not ${typeName(input)}`);
    return parseJson(input);
  }),
];

function indentText(indent: Value): string | undefined {
  if (indent === null) return undefined;
  return typeof indent === 'string' ? indent : str(operate('*', ' ', indent));
}

const jsonKeywords = new Set([
  'indent',
  'sort_keys',
  'ensure_ascii',
  'separators',
  'skipkeys',
  'vault_to_text',
  'preprocess_unsafe',
  'allow_nan',
  'check_circular',
]);

function jsonOptions(kwargs: Kwargs, base: JsonOptions): JsonOptions {
  for (const name of kwargs.keys())
    if (!jsonKeywords.has(name))
      throw new TemplateError(`JSONEncoder.__init__() got an unexpected keyword argument '${name}'`);
  const separators = asSequence(kwargs.get('separators') ?? null);
  return {
    ...base,
    ...(kwargs.has('indent') && { indent: indentText(kwargs.get('indent') ?? null) }),
    ...(kwargs.has('sort_keys') && { sortKeys: truth(kwargs.get('sort_keys') ?? false) }),
    ...(separators && { itemSeparator: str(separators[0] ?? ', '), keySeparator: str(separators[1] ?? ': ') }),
    ensureAscii: truth(kwargs.get('ensure_ascii') ?? true),
    skipKeys: truth(kwargs.get('skipkeys') ?? false),
  };
}
