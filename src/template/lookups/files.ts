// The lookups that read files of the controller: file, unvault, template, fileglob.

import { statSync } from 'node:fs';
import type { Value } from '../../model/value.ts';
import { type CallContext, TemplateError } from '../callable.ts';
import { asDict, str } from '../python/index.ts';
import { decodeText } from '../text/bytes.ts';
import { globIn } from '../text/glob.ts';
import { type LookupDefinition, lookup, type Options, textTerm } from './define.ts';
import { candidates, findFile, readBytes, readText } from './find-file.ts';
import { templateVariables } from './template-variables.ts';

export const fileLookups: readonly LookupDefinition[] = [
  lookup('file', (terms, options, context) =>
    terms.map((term) => {
      const name = textTerm(term, 'file');
      const path = name === '' ? undefined : findFile(context.controller, 'files', name);
      if (path === undefined) throw notFound('file', name, context);
      let text = readText(path, context);
      if (options.flag('lstrip', false)) text = text.trimStart();
      return options.flag('rstrip', true) ? text.trimEnd() : text;
    }),
  ),
  lookup('unvault', (terms, _options, context) =>
    terms.map((term) => {
      const name = textTerm(term, 'unvault');
      const path = findFile(context.controller, 'files', name);
      if (path === undefined) throw notFound('unvault', name, context);
      return decodeText(readBytes(path, context));
    }),
  ),
  lookup('template', (terms, options, context) =>
    terms.map((term) => {
      const name = textTerm(term, 'template');
      const path = findFile(context.controller, 'templates', name);
      if (path === undefined) throw notFound('template', name, context, 'templates');
      const text = withSpelling(readText(path, context), options);
      const managed = str(context.controller.config('DEFAULT_MANAGED_STR') ?? 'Ansible managed');
      const variables = new Map([...templateVariables({ path, name, managed }), ...extraVariables(options)]);
      return context.render(text, { variables, convertData: options.flag('convert_data', true), file: path });
    }),
  ),
  lookup('fileglob', (terms, _options, context) =>
    terms.flatMap((term) => matches(textTerm(term, 'fileglob'), context)),
  ),
];

function notFound(
  lookupName: string,
  name: string,
  { controller }: CallContext,
  kind: 'files' | 'templates' = 'files',
): TemplateError {
  const searched = candidates(controller, kind, name).join(', ');
  return new TemplateError(`the '${lookupName}' lookup did not find '${name}'; it looked for ${searched}`);
}

const delimiters = [
  'variable_start_string',
  'variable_end_string',
  'comment_start_string',
  'comment_end_string',
  'block_start_string',
  'block_end_string',
];

// Other delimiters are asked for as a template's own header does it.
function withSpelling(text: string, options: Options): string {
  const settings = delimiters.flatMap((name) => {
    const value = options.optionalText(name);
    return value === undefined ? [] : [`${name}: ${JSON.stringify(value)}`];
  });
  if (settings.length === 0) return text;
  const [, header, body] = /^#jinja2:([^\n]*)\n(.*)$/s.exec(text) ?? [];
  const all = header === undefined ? settings : [...settings, header.trim()];
  return `#jinja2: ${all.join(', ')}\n${body ?? text}`;
}

function extraVariables(options: Options): Iterable<[string, Value]> {
  const given = options.value('template_vars');
  if (given === undefined || given === null) return [];
  const dict = asDict(given);
  if (!dict) throw new TemplateError('template_vars must be a dictionary');
  return Array.from(dict.entries(), ([key, value]) => [str(key), value]);
}

// The files (no directories) of the first place that has any.
function matches(pattern: string, { controller }: CallContext): Value[] {
  const slash = pattern.lastIndexOf('/');
  const name = pattern.slice(slash + 1);
  const directory = slash < 0 ? '' : pattern.slice(0, slash);
  const places =
    slash < 0
      ? [...controller.searchPath('files'), controller.playbookDir].flatMap((place) => [`${place}/files`, place])
      : candidates(controller, 'files', directory === '' ? '/' : directory).slice();
  for (const place of new Set(places)) {
    const found = globIn(place === '/' ? '' : place, name).filter(isFile);
    if (found.length > 0) return found;
  }
  return [];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
