// The lookups that read variables, the environment and the configuration.

import { TemplateError } from '../callable.ts';
import { defined, str, typeName, Undefined, UndefinedError } from '../python/index.ts';
import { regexOf } from '../text/regex-of.ts';
import { type LookupDefinition, lookup, type Options, textTerm } from './define.ts';

export const variableLookups: readonly LookupDefinition[] = [
  lookup('vars', (terms, options, context) =>
    terms.map((term) => {
      const name = textTerm(term, 'vars');
      const value = context.variable(name);
      if (value !== undefined && !(value instanceof Undefined)) return value;
      const fallback = options.value('default') ?? null;
      if (fallback !== null) return defined(fallback);
      if (value instanceof Undefined) return value.fail();
      throw new UndefinedError(new Undefined({ name, hint: `No variable found with this name: ${name}` }));
    }),
  ),
  lookup('varnames', (terms, _options, context) =>
    terms.flatMap((term) => {
      const regex = regexOf(textTerm(term, 'varnames'), {});
      return [...context.variableNames()].filter((name) => regex.search(name) !== undefined);
    }),
  ),
  lookup('env', (terms, options, { controller }) =>
    terms.map((term) => {
      const [name = ''] = textTerm(term, 'env').split(/\s+/).filter(Boolean);
      const value = controller.environment[name];
      if (value !== undefined) return value;
      const fallback = options.value('default') ?? '';
      if (fallback instanceof Undefined)
        throw new UndefinedError(
          new Undefined({ name, hint: `The "env" lookup, found an undefined variable: ${name}` }),
        );
      return fallback;
    }),
  ),
  lookup('config', (terms, options, context) =>
    terms.flatMap((term) => {
      const missing = options.text('on_missing', 'error');
      if (!['error', 'skip', 'warn'].includes(missing))
        throw new TemplateError(`on_missing must be error, skip or warn, not '${missing}'`);
      if (typeof term !== 'string')
        throw new TemplateError(
          `Invalid setting identifier, "${str(term)}" is not a string, its a <class '${typeName(term)}'>`,
        );
      const name = term;
      const value = context.controller.config(`${pluginOf(options)}${name}`);
      if (value !== undefined) return [value];
      if (missing === 'error') throw new TemplateError(`Unable to find setting ${name}`);
      if (missing === 'warn') context.warn(`Skipping, did not find setting ${name}`);
      return [];
    }),
  ),
];

const PLUGIN_TYPES = [
  ...['become', 'cache', 'callback', 'cliconf', 'connection', 'httpapi', 'inventory', 'lookup', 'netconf'],
  ...['shell', 'vars'],
];

// Before the name of an option of a plugin stand its type and its name.
function pluginOf(options: Options): string {
  const type = options.text('plugin_type', '');
  const name = options.text('plugin_name', '');
  if (type === '' && name === '') return '';
  if (type === '' || name === '')
    throw new TemplateError('Both plugin_type and plugin_name are required, cannot use one without the other');
  if (!PLUGIN_TYPES.includes(type))
    throw new TemplateError(`plugin_type must be one of ${PLUGIN_TYPES.join(', ')}, not '${type}'`);
  return `${type}/${name.replace(/^ansible\.(builtin|legacy)\./, '')}/`;
}
