// Ansible's filters with regular expressions.

import { Tuple, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { str, truth } from '../python/index.ts';
import {
  compileReplacement,
  escapeRegex,
  isRegexMistake,
  type PythonRegex,
  type RegexMatch,
} from '../text/python-regex.ts';
import { regexOf } from '../text/regex-of.ts';
import { choiceArgument, type FilterDefinition, filter, keywords, required, rest } from './define.ts';

export const regexFilters: readonly FilterDefinition[] = [
  filter(
    'regex_replace',
    { pattern: '', replacement: '', ignorecase: false, multiline: false },
    (input, { pattern, replacement, ignorecase, multiline }) => {
      const text = str(input);
      const regex = regexOf(pattern, { ignorecase: truth(ignorecase), multiline: truth(multiline) });
      const compiled = compileReplacement(regex, str(replacement));
      if (isRegexMistake(compiled))
        throw new TemplateError(`the replacement '${str(replacement)}': ${compiled.message}`);
      return regex.sub(compiled, text);
    },
  ),
  filter('regex_search', { regex: required, groups: rest, kwargs: keywords }, (input, { regex, groups, kwargs }) => {
    const flags = {
      ignorecase: truth(kwargs.get('ignorecase') ?? false),
      multiline: truth(kwargs.get('multiline') ?? false),
    };
    const text = str(input);
    const compiled = regexOf(regex, flags);
    const wanted = groups.map((group) => groupNumber(group, compiled));
    const match = compiled.search(text);
    if (!match) return null;
    return groups.length === 0 ? (match.groups[0] ?? null) : wanted.map((number) => match.groups[number] ?? null);
  }),
  filter('regex_findall', { regex: required, multiline: false, ignorecase: false }, (input, args) => {
    const text = str(input);
    const regex = regexOf(args.regex, { ignorecase: truth(args.ignorecase), multiline: truth(args.multiline) });
    return Array.from(regex.finditer(text), found);
  }),
  filter('regex_escape', { re_type: 'python' }, (input, { re_type }) => escapeAs(str(input), str(re_type))),
];

// `\1` or `\g<name>`, as replacements write them.
function groupNumber(group: Value, regex: PythonRegex): number {
  const [, digits, name] = /^\\(?:(\d+)|g<(\S+)>)/.exec(str(group)) ?? [];
  if (digits === undefined && name === undefined) throw new TemplateError('Unknown argument');
  const number = digits === undefined ? regex.names.get(name ?? '') : Number(digits);
  if (number === undefined || number > regex.groups) throw new TemplateError(`no such group: ${str(group)}`);
  return number;
}

// As Python's findall: the whole match, its only group, or a tuple of its groups.
function found({ groups }: RegexMatch): Value {
  const texts = groups.map((group) => group ?? '');
  if (texts.length <= 2) return texts.at(-1) ?? '';
  return new Tuple(texts.slice(1));
}

function escapeAs(text: string, type: string): string {
  if (type === 'posix_extended') throw new TemplateError(`Regex type (${type}) not yet implemented`);
  const kind = choiceArgument(type, ['python', 'posix_basic'], `Invalid regex type (${type})`);
  return kind === 'python' ? escapeRegex(text) : text.replace(/[\][.^$*\\]/g, '\\$&');
}
