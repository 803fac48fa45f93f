// The first_found lookup: the first of several files that exists, in every form that Ansible takes.

import type { Dict, Value } from '../../model/value.ts';
import { type CallContext, TemplateError } from '../callable.ts';
import { asDict, asSequence, repr, str, typeName } from '../python/index.ts';
import { joinPaths } from '../text/paths.ts';
import { flagOf, type LookupDefinition, lookup, type Options, textTerm } from './define.ts';
import { candidates, type FileKind, findFile } from './find-file.ts';

export const firstFoundLookups: readonly LookupDefinition[] = [
  lookup('first_found', (terms, options, context) => {
    const wanted: Wanted = { names: [], skip: options.flag('skip', false) };
    const paths = splitOn(options.value('paths'), /[,:;]/);
    for (const term of [...terms, ...givenFiles(options)]) collect(term, paths, context, wanted);
    const kind = kindOf(options);
    for (const name of wanted.names) {
      const path = name === '' ? undefined : findFile(context.controller, kind, name);
      if (path !== undefined) return [path];
    }
    if (wanted.skip) return [];
    throw new TemplateError(`No file was found when using first_found.${tried(wanted.names, kind, context)}`);
  }),
];

interface Wanted {
  readonly names: string[];
  skip: boolean;
}

function givenFiles(options: Options): readonly Value[] {
  return splitOn(options.value('files'), /[,;]/);
}

/** `with_first_found` looks where the task's files are: `templates` for template, `vars` for include_vars. */
function kindOf(options: Options): FileKind {
  const kinds: readonly FileKind[] = ['files', 'templates', 'vars', 'tasks'];
  return kinds.find((kind) => kind === options.optionalText('_subdir')) ?? 'files';
}

function collect(term: Value, paths: readonly Value[], context: CallContext, wanted: Wanted): void {
  const dict = asDict(term);
  const list = dict ? undefined : asSequence(term);
  if (dict) collectDict(dict, context, wanted);
  else if (list) for (const item of list) collect(item, paths, context, wanted);
  else if (typeof term === 'string') wanted.names.push(...combined([term], paths, context));
  else
    throw new TemplateError(
      `Invalid term supplied, can handle string, mapping or list of strings but got: ${typeName(term)} for ${repr(term)}`,
    );
}

function collectDict(dict: Dict, context: CallContext, wanted: Wanted): void {
  const skip = dict.get('skip');
  if (skip !== undefined && skip !== null && flagOf(skip)) wanted.skip = true;
  const files = splitOn(dict.get('files'), /[,;]/);
  wanted.names.push(...combined(files, splitOn(dict.get('paths'), /[,:;]/), context));
}

// Every file in the first path, then every file in the next one.
function combined(files: readonly Value[], paths: readonly Value[], context: CallContext): string[] {
  const names = files.map((file) => rendered(file, context));
  if (paths.length === 0) return names;
  return paths.flatMap((path) => names.map((name) => joinPaths([rendered(path, context), name])));
}

// A list that was built in a variable may hold templates that nobody has rendered yet.
function rendered(value: Value, context: CallContext): string {
  return str(context.render(textTerm(value, 'first_found')));
}

function splitOn(value: Value | undefined, separators: RegExp): readonly Value[] {
  if (value === undefined || value === null) return [];
  const items = typeof value === 'string' ? [value] : (asSequence(value) ?? [value]);
  return items.flatMap<Value>((item) => (typeof item === 'string' ? item.split(separators) : [item]));
}

function tried(names: readonly string[], kind: FileKind, { controller }: CallContext): string {
  const paths = names.flatMap((name) => candidates(controller, kind, name));
  return paths.length === 0 ? ' It was given no file names.' : ` It looked for ${[...new Set(paths)].join(', ')}`;
}
