// Errors of templates as diagnostics: the exact place in the YAML or template file, what was looked for, and the way there.

import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Span } from '../../model/source.ts';
import { Dict, type Value } from '../../model/value.ts';
import type { TemplateError } from '../callable.ts';
import { lengthOf, PyMapping, UndefinedError } from '../python/index.ts';
import { nearest } from './nearest.ts';
import { placeOfError, type TemplatePlace, variablesOf } from './place.ts';
import { yamlOffset } from './yaml-offset.ts';

/** The diagnostic of an error. `names` are the variables that were visible. */
export function toDiagnostic(error: TemplateError, names: Iterable<string> = []): Diagnostic {
  const place = placeOfError(error);
  const variables = variablesOf(error);
  const span = place ? spanOf(place) : variables[0]?.node?.span;
  const hint = hintFor(error, names);
  const related = variables.flatMap(({ name, node }) =>
    node ? [{ message: `while rendering the variable '${name}'`, span: node.span }] : [],
  );
  return {
    severity: 'error',
    message: error.message,
    ...(span && { span }),
    ...(hint !== undefined && { hint }),
    ...(related.length > 0 && { related }),
  };
}

/** The piece of a file that a place in a template is, where it comes from a file. */
export function spanOf({ source, start, end }: TemplatePlace): Span | undefined {
  if (source.node) {
    const { span } = source.node;
    const skipped = source.skipped ?? 0;
    const from = yamlOffset(source.node, skipped + start);
    const to = end > start ? yamlOffset(source.node, skipped + end - 1) : from;
    if (from === undefined || to === undefined) return span;
    return { file: span.file, start: from, end: Math.max(to + 1, from + 1) };
  }
  if (!source.file) return undefined;
  const skipped = source.skipped ?? 0;
  const from = skipped + writtenOffset(source.text, start);
  return { file: source.file, start: from, end: Math.max(from + 1, skipped + writtenOffset(source.text, end)) };
}

// The lexer counts a line break as one character, however it is written.
function writtenOffset(text: string, offset: number): number {
  if (!text.includes('\r\n')) return offset;
  let written = 0;
  for (let counted = 0; counted < offset && written < text.length; counted++)
    written += text.startsWith('\r\n', written) ? 2 : 1;
  return written;
}

function hintFor(error: TemplateError, names: Iterable<string>): string | undefined {
  if (!(error instanceof UndefinedError)) return undefined;
  const { name, parent, cause, hint } = error.value.missing;
  if (cause) return hintFor(cause, names);
  if (parent !== undefined) return attributeHint(typeof name === 'string' ? name : '', parent);
  return typeof name === 'string' && hint === undefined ? didYouMean(nearest(name, names)) : undefined;
}

function didYouMean(found: readonly string[]): string | undefined {
  const [first, second] = found;
  if (first === undefined) return undefined;
  return second === undefined ? `did you mean '${first}'?` : `did you mean '${first}' or '${second}'?`;
}

// More names than this do not help.
const mostNames = 8;

function attributeHint(name: string, parent: Value): string | undefined {
  const keys = keysOf(parent);
  if (!keys) {
    const size = Array.isArray(parent) ? lengthOf(parent) : undefined;
    return size === undefined ? undefined : `it is a list of ${size} ${size === 1 ? 'item' : 'items'}`;
  }
  const meant = didYouMean(nearest(name, keys));
  if (meant !== undefined) return meant;
  if (keys.length === 0) return 'it is empty';
  const shown = keys.slice(0, mostNames).join(', ');
  return keys.length > mostNames ? `it has ${shown} and ${keys.length - mostNames} more` : `it has ${shown}`;
}

function keysOf(value: Value): readonly string[] | undefined {
  if (!(value instanceof Dict || value instanceof PyMapping)) return undefined;
  return [...value.keys()].map(String);
}
