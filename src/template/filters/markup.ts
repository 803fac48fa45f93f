// Jinja's filters for HTML. Nothing is escaped by itself in Ansible, so what is escaped is text like any other.

import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import {
  asDict,
  asSequence,
  defined,
  integerArgument,
  iterableOf,
  str,
  toList,
  truth,
  typeName,
  Undefined,
} from '../python/index.ts';
import { escapeHtml, linkUrls, stripTags } from '../text/html.ts';
import { quoteUrl } from '../text/url-quote.ts';
import { type FilterDefinition, filter } from './define.ts';

export const markupFilters: readonly FilterDefinition[] = [
  filter(['escape', 'e', 'forceescape'], {}, (input) => escapeHtml(str(input))),
  filter('safe', {}, (input) => str(input)),
  filter('striptags', {}, (input) => stripTags(str(input))),
  filter('urlencode', {}, (input) => urlencode(input)),
  filter(
    'urlize',
    { trim_url_limit: null, nofollow: false, target: null, rel: null, extra_schemes: null },
    (input, { trim_url_limit, nofollow, target, rel, extra_schemes }) => {
      const rels = new Set(['noopener', ...(truth(nofollow) ? ['nofollow'] : []), ...str(rel ?? '').split(/\s+/)]);
      rels.delete('');
      return linkUrls(str(input), {
        limit: trim_url_limit === null ? undefined : integerArgument(trim_url_limit),
        rel: [...rels].sort().join(' '),
        target: target === null ? undefined : str(target),
        schemes: schemes(extra_schemes),
      });
    },
  ),
  filter('xmlattr', { autospace: true }, (input, { autospace }) => {
    const dict = asDict(defined(input));
    if (!dict) throw new TemplateError(`'${typeName(input)}' object has no attribute 'items'`);
    const attributes = [...dict.entries()]
      .filter(([, value]) => value !== null && !(value instanceof Undefined))
      .map(([name, value]) => `${attributeName(str(name))}="${escapeHtml(str(value))}"`);
    return (attributes.length > 0 && truth(autospace) ? ' ' : '') + attributes.join(' ');
  }),
];

function attributeName(name: string): string {
  if (/[\s/>=]/.test(name)) throw new TemplateError(`Invalid character in attribute name: '${name}'`);
  return escapeHtml(name);
}

function urlencode(input: Value): string {
  const isList = typeof input !== 'string' && iterableOf(input) !== undefined;
  if (!isList) return quoteUrl(str(input), '/');
  const dict = asDict(input);
  const pairs = dict ? [...dict.entries()] : toList(input).map(pairOf);
  return pairs.map((pair) => pair.map((part) => quoteUrl(str(part), ' ').replaceAll(' ', '+')).join('=')).join('&');
}

function pairOf(item: Value): readonly [Value, Value] {
  const parts = asSequence(item) ?? toList(item);
  const [key, value] = parts;
  if (key === undefined || value === undefined || parts.length !== 2)
    throw new TemplateError(`not enough values to unpack (expected 2, got ${parts.length})`);
  return [key, value];
}

function schemes(value: Value): readonly string[] {
  if (value === null) return [];
  return toList(value).map((scheme) => {
    const text = str(scheme);
    if (!/^[\w.+-]{2,}:(?:\/){0,2}$/.test(text)) throw new TemplateError(`'${text}' is not a valid URI scheme prefix.`);
    return text;
  });
}
