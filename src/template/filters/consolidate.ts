// The consolidate filter: several lists of dicts laid side by side by the value of a key.

import { Dict, type Key, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { asDict, asSequence, str, toKey } from '../python/index.ts';

export interface ConsolidateOptions {
  readonly failMissingKey: boolean;
  readonly failMissingValue: boolean;
  readonly failDuplicate: boolean;
}

interface DataSource {
  readonly name: string;
  readonly entries: ReadonlyMap<Key, Dict>;
}

/** By every value of the key, what each source has for it. */
export function consolidate(input: Value, options: ConsolidateOptions): Dict {
  const sources = (asSequence(input) ?? []).map((source, index) => read(source, index + 1, options));
  const values = [...new Set(sources.flatMap(({ entries }) => [...entries.keys()]))];
  const result = new Dict();
  for (const value of values) {
    const row = new Dict();
    for (const [index, { name, entries }] of sources.entries()) {
      const entry = entries.get(value);
      if (!entry && options.failMissingValue)
        throw failure(
          `'fail_missing_match_value' reported missing match value ${str(value)} in data source ${index + 1}`,
        );
      row.set(name, entry ?? new Dict());
    }
    result.set(value, row);
  }
  return result;
}

function failure(message: string): TemplateError {
  return new TemplateError(`Error when using plugin 'consolidate': ${message}`);
}

function read(source: Value, number: number, options: ConsolidateOptions): DataSource {
  const dict = asDict(source);
  const data = asSequence(dict?.get('data') ?? null);
  const matchKey = dict?.get('match_key');
  const name = dict?.get('name');
  if (!data || matchKey === undefined || name === undefined)
    throw failure(`data source ${number} needs data, match_key and name`);
  const entries = new Map<Key, Dict>();
  for (const [index, item] of data.entries()) {
    const entry = asDict(item);
    const value = entry?.get(toKey(matchKey));
    if (!entry || value === undefined) {
      if (!options.failMissingKey) continue;
      throw failure(
        `'fail_missing_match_key' reported missing match key '${str(matchKey)}' in data source ${number} in list entry ${index + 1}`,
      );
    }
    if (entries.has(toKey(value)) && options.failDuplicate)
      throw failure(`'fail_duplicate' reported duplicate values in data source ${number}`);
    entries.set(toKey(value), entry);
  }
  return { name: str(name), entries };
}
