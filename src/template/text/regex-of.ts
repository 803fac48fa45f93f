// Patterns that are arguments in templates.

import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { defined, str } from '../python/index.ts';
import { compileRegex, isRegexMistake, type PythonRegex, type RegexFlags } from './python-regex.ts';

/** A compiled pattern, or a `TemplateError` that shows it. */
export function regexOf(pattern: Value, flags: RegexFlags): PythonRegex {
  if (typeof defined(pattern) !== 'string')
    throw new TemplateError('first argument must be string or compiled pattern');
  const compiled = compileRegex(str(pattern), flags);
  if (isRegexMistake(compiled))
    throw new TemplateError(`the regular expression '${str(pattern)}': ${compiled.message}`);
  return compiled;
}
