// Ansible's filters on text: splitting, quoting, comments, URLs.

import { Dict, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { bind, defined, integerArgument, type Kwargs, split, str, typeName } from '../python/index.ts';
import { commentStyles, commentText } from '../text/comment.ts';
import { shellQuote } from '../text/shell-quote.ts';
import { unquotePlus } from '../text/url-quote.ts';
import { splitNetloc, splitUrl } from '../text/url-split.ts';
import { choiceArgument, type FilterDefinition, filter, keywords, rest } from './define.ts';

export const ansibleTextFilters: readonly FilterDefinition[] = [
  filter('split', { args: rest, kwargs: keywords }, (input, { args, kwargs }) => {
    const text = textOf(input, 'split');
    const [sep = null, most = -1] = bind('split', ['sep', 'maxsplit'], 0, args, kwargs);
    return split(text, sep === null ? null : str(sep), integerArgument(most));
  }),
  filter('quote', {}, (input) => shellQuote(input === null ? '' : str(input))),
  filter('comment', { style: 'plain', kwargs: keywords }, (input, { style, kwargs }) =>
    comment(textOf(input, 'replace'), str(style), kwargs),
  ),
  filter('urldecode', {}, (input) => unquotePlus(textOf(input, 'replace'))),
  filter('urlsplit', { query: '' }, (input, { query }) => urlsplit(textOf(input, 'decode'), str(query))),
];

function textOf(input: Value, method: string): string {
  if (typeof defined(input) === 'string') return str(input);
  throw new TemplateError(`'${typeName(input)}' object has no attribute '${method}'`);
}

function comment(text: string, styleName: string, kwargs: Kwargs): string {
  const names = ['plain', 'erlang', 'c', 'cblock', 'xml'] as const;
  const base =
    commentStyles[
      choiceArgument(styleName, names, `there is no comment style '${styleName}'; known are ${names.join(', ')}`)
    ];
  const textOr = (name: string, fallback: string) => {
    const value = kwargs.get(name);
    return value === undefined ? fallback : str(value);
  };
  const decoration = textOr('decoration', base.decoration);
  return commentText(text, {
    newline: textOr('newline', '\n'),
    beginning: textOr('beginning', base.beginning),
    prefix: textOr('prefix', decoration.trimEnd()),
    prefixCount: integerArgument(kwargs.get('prefix_count') ?? 1),
    decoration,
    postfix: textOr('postfix', decoration.trimEnd()),
    postfixCount: integerArgument(kwargs.get('postfix_count') ?? 1),
    end: textOr('end', base.end),
  });
}

function urlsplit(text: string, query: string): Value {
  const parts = splitUrl(text);
  const { username, password, hostname, port } = splitNetloc(parts.netloc);
  const { fragment, netloc, path, scheme } = parts;
  const all = { fragment, hostname, netloc, password, path, port, query: parts.query, scheme, username };
  const dict = new Dict();
  for (const [name, value] of Object.entries(all)) dict.set(name, value);
  if (query === '') return dict;
  const wanted = dict.get(query);
  if (wanted === undefined) throw new TemplateError(`urlsplit: unknown URL component: ${query}`);
  return wanted;
}
