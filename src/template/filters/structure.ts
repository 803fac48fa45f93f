// Filters of ansible.utils that reach into, flatten and prune nested data.

import { Dict, type Key, type Value } from '../../model/value.ts';
import { type CallContext, TemplateError } from '../callable.ts';
import { asDict, asSequence, defined, isInteger, repr, str, toKey, truth } from '../python/index.ts';
import { regexOf } from '../text/regex-of.ts';
import { consolidate } from './consolidate.ts';
import { choiceArgument, type FilterDefinition, filter, required, rest } from './define.ts';

export const structureFilters: readonly FilterDefinition[] = [
  filter('get_path', { path: required, wantlist: false }, (input, { path, wantlist }, context) => {
    const value = getPath(input, str(path), context);
    return truth(wantlist) && !Array.isArray(value) ? [value] : value;
  }),
  filter('to_paths', { prepend: null, wantlist: false }, (input, { prepend, wantlist }) => {
    const paths = toPaths(input, prepend === null ? '' : str(prepend));
    return truth(wantlist) ? [paths] : paths;
  }),
  filter(
    'index_of',
    { test: required, value: null, key: null, fail_on_missing: false, wantlist: false },
    (input, args, context) => indexOf(input, args, context),
  ),
  filter(
    'remove_keys',
    { target: required, matching_parameter: 'equality' },
    (input, { target, matching_parameter }) =>
      removeKeys(defined(input), matcher(targets(target), matching_parameter)) ?? emptyLike(input),
  ),
  filter('keep_keys', { target: required, matching_parameter: 'equality' }, (input, { target, matching_parameter }) => {
    if (!asDict(input) && !asSequence(defined(input)))
      throw new TemplateError("Error when using plugin 'keep_keys': Input is not valid for keep operation");
    return keepKeys(input, matcher(targets(target), matching_parameter)) ?? emptyLike(input);
  }),
  filter(
    'replace_keys',
    { target: required, matching_parameter: 'equality' },
    (input, { target, matching_parameter }) => replaceKeys(defined(input), replacements(target, matching_parameter)),
  ),
  filter(
    'consolidate',
    { options: rest, fail_missing_match_key: true, fail_missing_match_value: true, fail_duplicate: true },
    (input, args) =>
      consolidate(input, {
        failMissingKey: truth(args.fail_missing_match_key),
        failMissingValue: truth(args.fail_missing_match_value),
        failDuplicate: truth(args.fail_duplicate),
      }),
  ),
  filter('param_list_compare', { target: required }, (input, { target }) => compareParameters(input, target)),
];

/** The value at a path like `a.b[0]['c d']`, as a template would read it. */
export function getPath(input: Value, path: string, context: CallContext): Value {
  const dotted = path.startsWith('[') ? path : `.${path}`;
  return context.render(`{{ ansible_utils_data${dotted} }}`, { variables: new Map([['ansible_utils_data', input]]) });
}

/** Every leaf under its path. */
export function toPaths(input: Value, prefix: string): Dict {
  const paths = new Dict();
  collectPaths(input, prefix, paths);
  return paths;
}

function collectPaths(value: Value, path: string, paths: Dict): void {
  const dict = asDict(value);
  const list = asSequence(value);
  if (dict && dict.size > 0) for (const [key, item] of dict.entries()) collectPaths(item, join(path, key), paths);
  else if (list && list.length > 0)
    for (const [index, item] of list.entries()) collectPaths(item, `${path}[${index}]`, paths);
  else paths.set(path, value);
}

function join(path: string, key: Key): string {
  if (path === '') return str(key);
  if (isInteger(key)) return `${path}[${str(key)}]`;
  const text = str(key);
  if (/^[a-zA-Z_]\w*$/.test(text)) return `${path}.${text}`;
  return text.includes("'") ? `${path}["${text}"]` : `${path}['${text}']`;
}

interface IndexArguments {
  readonly test: Value;
  readonly value: Value;
  readonly key: Value;
  readonly fail_on_missing: Value;
  readonly wantlist: Value;
}

/** The place of the items for which a test holds: one number where there is one, else a list. */
export function indexOf(input: Value, args: IndexArguments, context: CallContext): Value {
  const items = asSequence(defined(input));
  if (!items) throw new TemplateError("Error when using plugin 'index_of': a list was expected");
  const found: Value[] = [];
  for (const [index, item] of items.entries()) {
    const part = args.key === null ? item : partOf(item, args.key, index, truth(args.fail_on_missing));
    if (part !== undefined && context.test(str(args.test), part, args.value === null ? [] : [args.value]))
      found.push(index);
  }
  const [only] = found;
  return only !== undefined && found.length === 1 && !truth(args.wantlist) ? only : found;
}

function partOf(item: Value, key: Value, index: number, mustExist: boolean): Value | undefined {
  const dict = asDict(item);
  if (!dict)
    throw new TemplateError(
      `Error when using plugin 'index_of': the item at [${index}] is no dictionary: ${repr(item)}`,
    );
  const part = dict.get(toKey(key));
  if (part === undefined && mustExist)
    throw new TemplateError(
      `Error when using plugin 'index_of': '${str(key)}' was not found in '${repr(item)}' at [${index}]`,
    );
  return part;
}

function targets(target: Value): readonly string[] {
  return (asSequence(defined(target)) ?? [target]).map(str);
}

type Matches = (key: Key) => boolean;

const matchings = ['equality', 'starts_with', 'ends_with', 'regex'] as const;

function matcher(wanted: readonly string[], parameter: Value): Matches {
  const each = wanted.map((target) => matchOne(target, parameter));
  return (key) => each.some((matches) => matches(key));
}

function matchOne(target: string, parameter: Value): Matches {
  const how = choiceArgument(
    parameter,
    matchings,
    `value of matching_parameter must be one of: starts_with, ends_with, regex, got: ${str(parameter)}`,
  );
  switch (how) {
    case 'equality':
      return (key) => str(key) === target;
    case 'starts_with':
      return (key) => str(key).startsWith(target);
    case 'ends_with':
      return (key) => str(key).endsWith(target);
    case 'regex': {
      const regex = regexOf(target, {});
      return (key) => regex.match(str(key)) !== undefined;
    }
  }
}

function emptyLike(input: Value): Value {
  return asDict(input) ? new Dict() : [];
}

// Dicts that lose all their keys inside of a list are left out of it.
function removeKeys(value: Value, matches: Matches): Value | undefined {
  const dict = asDict(value);
  if (dict) {
    const kept = new Dict();
    for (const [key, item] of dict.entries())
      if (!matches(key)) kept.set(key, removeKeys(item, matches) ?? emptyLike(item));
    return kept.size === 0 ? undefined : kept;
  }
  const list = asSequence(value);
  return list ? list.flatMap((item) => removeKeys(item, matches) ?? []) : value;
}

// A key stays with a plain value; a nested one stays for what stays inside of it.
function keepKeys(value: Value, matches: Matches): Value | undefined {
  const dict = asDict(value);
  if (dict) return keepInDict(dict, matches);
  const list = asSequence(value);
  if (!list) return value;
  const kept = list.flatMap((item) => (asDict(item) || asSequence(item) ? (keepKeys(item, matches) ?? []) : [item]));
  return kept.length === 0 ? undefined : kept;
}

function keepInDict(dict: Dict, matches: Matches): Dict | undefined {
  const kept = new Dict();
  for (const [key, item] of dict.entries()) {
    const nested = asDict(item) || asSequence(item)?.some((inner) => asDict(inner) || asSequence(inner));
    if (nested) {
      const inner = keepKeys(item, matches);
      if (inner !== undefined) kept.set(key, inner);
    } else if (matches(key) || asSequence(item)) {
      if (matches(key)) kept.set(key, item);
    }
  }
  return kept.size === 0 ? undefined : kept;
}

type Replace = (key: Key) => Key;

function replacements(target: Value, parameter: Value): Replace {
  const rules = (asSequence(defined(target)) ?? [target]).map((rule) => {
    const dict = asDict(rule);
    if (!dict) throw new TemplateError('replace_keys takes a list of dictionaries with before and after');
    return { matches: matchOne(str(dict.get('before') ?? null), parameter), after: toKey(dict.get('after') ?? null) };
  });
  return (key) => {
    const rule = rules.find(({ matches }) => matches(key));
    return rule ? rule.after : key;
  };
}

function replaceKeys(value: Value, replace: Replace): Value {
  const dict = asDict(value);
  if (dict) {
    const entries = Array.from(dict.entries(), ([key, item]) => ({
      key,
      to: replace(key),
      item: replaceKeys(item, replace),
    }));
    // New names come last, as if they had been added to what is left.
    const ordered = [...entries.filter(({ key, to }) => key === to), ...entries.filter(({ key, to }) => key !== to)];
    const replaced = new Dict();
    for (const { to, item } of ordered) replaced.set(to, item);
    return replaced;
  }
  const list = asSequence(value);
  return list ? list.map((item) => replaceKeys(item, replace)) : value;
}

// `!name` takes out, `all` puts in everything, other names are asked for.
function compareParameters(base: Value, target: Value): Dict {
  const known = (asSequence(defined(base)) ?? [base]).map(str);
  const wanted = (asSequence(defined(target)) ?? [target]).map(str);
  const excluded = wanted.filter((name) => name.startsWith('!')).map((name) => name.slice(1));
  const included = wanted.filter((name) => !name.startsWith('!'));
  const all = included.includes('all') || included.includes('*');
  const unsupported = included.filter((name) => name !== 'all' && name !== '*' && !known.includes(name));
  const actionable = excluded.includes('all')
    ? []
    : known.filter((name) => (all || included.includes(name)) && !excluded.includes(name));
  return new Dict().set('actionable', actionable).set('unsupported', unsupported);
}
