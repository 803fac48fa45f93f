// The entries of one YAML mapping: merge keys put in place, repeated keys told.

import type { Diagnostic } from '../../model/diagnostic.ts';
import { error } from '../../model/diagnostic.ts';
import type { MapEntry, MapNode, Node, ScalarNode, Span } from '../../model/source.ts';
import { PyFloat } from '../../model/value.ts';

export interface Mapping {
  readonly entries: readonly MapEntry[];
  readonly problems: readonly Diagnostic[];
}

/** Whether a plain key is YAML 1.1's merge key. */
export function isMergeKey(text: string): boolean {
  return text === '<<';
}

/** The entries as PyYAML builds the dict: what is merged comes first, an own key wins over it, and of a repeated key the last value counts. */
export function mappingOf(written: readonly MapEntry[], span: Span): Mapping {
  const problems: Diagnostic[] = [];
  const own: MapEntry[] = [];
  const merged: MapEntry[] = [];
  for (const entry of written) {
    if (isMerge(entry.key)) merged.push(...mergedEntries(entry, problems));
    else own.push(entry);
  }
  const entries = new Map<unknown, MapEntry>();
  for (const entry of merged) entries.set(identity(entry.key), entry);
  const seen = new Map<unknown, MapEntry>();
  for (const entry of own) {
    const id = identity(entry.key);
    const first = seen.get(id);
    if (first) problems.push(repeated(first.key, entry.key, span));
    seen.set(id, first ?? entry);
    entries.set(id, entry);
  }
  return { entries: [...entries.values()], problems };
}

function isMerge(key: ScalarNode): boolean {
  return key.value === '<<' && key.style === 'plain' && key.tag === undefined;
}

function mergedEntries(entry: MapEntry, problems: Diagnostic[]): readonly MapEntry[] {
  const sources = entry.value.kind === 'list' ? entry.value.items : [entry.value];
  const maps: MapNode[] = [];
  for (const source of sources) {
    if (source.kind === 'map') maps.push(source);
    else problems.push(error("'<<' takes a mapping, or a list of mappings", placeOfValue(entry.key, source)));
  }
  // The first of several has the last word.
  return maps.reverse().flatMap((map) => map.entries);
}

function placeOfValue(key: ScalarNode, value: Node): Span {
  return value.span.end > value.span.start ? value.span : key.span;
}

function repeated(first: ScalarNode, again: ScalarNode, span: Span): Diagnostic {
  const word = span.file.text.slice(again.span.start, again.span.end);
  return {
    severity: 'warning',
    message: `the key '${word}' is here twice; the last value counts`,
    span: again.span,
    related: [{ message: 'the first one', span: first.span }],
  };
}

// Python holds 1, 1.0 and True for the same key.
function identity(key: ScalarNode): unknown {
  const { value } = key;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof PyFloat ? value.value : value;
}
