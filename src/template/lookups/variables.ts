// The lookups that read variables, the environment and the configuration.

import { TemplateError } from '../callable.ts';
import { defined, Undefined, UndefinedError } from '../python/index.ts';
import { regexOf } from '../text/regex-of.ts';
import { type LookupDefinition, lookup, textTerm } from './define.ts';

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
      const name = textTerm(term, 'config');
      const value = context.controller.config(name);
      if (value !== undefined) return [value];
      if (missing === 'error') throw new TemplateError(`Unable to find setting ${name}`);
      if (missing === 'warn') context.warn(`Skipping, did not find setting ${name}`);
      return [];
    }),
  ),
];
