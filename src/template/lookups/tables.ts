// The lookups that read values out of INI and CSV files: ini and csvfile.

import type { Value } from '../../model/value.ts';
import { type CallContext, TemplateError } from '../callable.ts';
import { str } from '../python/index.ts';
import { parseCsv } from '../text/csv.ts';
import { type IniConfig, interpolate, parseIni, sectionOf } from '../text/ini-config.ts';
import { parseKeyValues } from '../text/key-values.ts';
import { regexOf } from '../text/regex-of.ts';
import { type LookupDefinition, lookup, type Options, textTerm } from './define.ts';
import { findFile, readText } from './find-file.ts';

export const tableLookups: readonly LookupDefinition[] = [
  lookup('ini', (terms, options, context) =>
    terms.flatMap((term) => iniValues(textTerm(term, 'ini'), options, context)),
  ),
  lookup('csvfile', (terms, options, context) =>
    terms.flatMap((term) => csvValues(textTerm(term, 'csvfile'), options, context)),
  ),
];

const iniParameters = [
  'file',
  'section',
  'default',
  're',
  'type',
  'encoding',
  'allow_no_value',
  'allow_none',
  'case_sensitive',
];
const csvParameters = ['file', 'col', 'default', 'delimiter', 'encoding'];

interface Query {
  readonly key: string;
  readonly options: Options;
}

// `key file=x section=y`: pairs in the term go before the options of the call.
function parseTerm(term: string, options: Options, known: readonly string[]): Query {
  const { raw, values } = parseKeyValues(term);
  for (const name of values.keys())
    if (!known.includes(name)) throw new TemplateError(`${name} is not a valid option.`);
  return { key: raw, options: options.with(values) };
}

function fileOf(name: string, context: CallContext): string {
  const path = findFile(context.controller, 'files', name);
  if (path === undefined) throw new TemplateError(`there is no file '${name}'`);
  return readText(path, context);
}

const propertiesSection = 'java_properties';

function iniValues(term: string, given: Options, context: CallContext): Value[] {
  const { key, options } = parseTerm(term, given, iniParameters);
  const file = options.text('file', 'ansible.ini');
  const type = options.text('type', 'ini');
  if (type !== 'ini' && type !== 'properties') throw new TemplateError(`type must be ini or properties, not '${type}'`);
  const text = fileOf(file, context);
  const caseSensitive = options.flag('case_sensitive', false);
  const allowNoValue = options.flag('allow_no_value', options.flag('allow_none', false));
  const config = parseFile(
    file,
    type === 'ini' ? text : `[${propertiesSection}]\n${text}`,
    allowNoValue,
    caseSensitive,
  );
  const sectionName = type === 'ini' ? options.text('section', 'global') : propertiesSection;
  const section = sectionOf(config, sectionName);
  if (!section) throw new TemplateError(`No section '${sectionName}' in ${file}`);
  if (options.flag('re', false)) {
    const regex = regexOf(key, {});
    const found = [...section].filter(([name]) => regex.match(name) !== undefined);
    return found.map(([, value]) => (value === null ? null : interpolate(value, section)));
  }
  const value = section.get(caseSensitive ? key : key.toLowerCase());
  if (value === undefined) return [options.value('default') ?? ''];
  return value === null ? [] : [interpolate(value, section)];
}

function parseFile(file: string, text: string, allowNoValue: boolean, caseSensitive: boolean): IniConfig {
  try {
    return parseIni(text, { allowNoValue, caseSensitive });
  } catch (error) {
    if (error instanceof TemplateError) throw new TemplateError(`'${file}': ${error.message}`);
    throw error;
  }
}

function csvValues(term: string, given: Options, context: CallContext): Value[] {
  const { key, options } = parseTerm(term, given, csvParameters);
  if (key === '') throw new TemplateError('Search key is required but was not found');
  const written = options.text('delimiter', 'TAB');
  const delimiter = written === 'TAB' || written === '\\t' ? '\t' : written;
  const rows = parseCsv(fileOf(options.text('file', 'ansible.csv'), context), { delimiter });
  const row = rows.find(([first]) => first === key);
  if (!row) return options.value('default') === undefined ? [] : [str(options.value('default') ?? null)];
  const column = options.integer('col', 1);
  const value = row.at(column);
  if (value === undefined) throw new TemplateError(`csvfile: there is no column ${column} in the row of '${key}'`);
  return [value];
}
