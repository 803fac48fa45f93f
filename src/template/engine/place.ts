// Places in templates: which text, and where in it; what errors carry until they become diagnostics.

import type { Node, ScalarNode, SourceFile } from '../../model/source.ts';
import type { TemplateError } from '../callable.ts';
import type { Place } from '../syntax/ast.ts';

/** Where a template's text comes from. */
export interface Source {
  readonly text: string;
  /** The scalar in a YAML file that holds the text. */
  readonly node?: ScalarNode;
  /** The template file, and how much of it (its header line) is left out of the text. */
  readonly file?: SourceFile;
  readonly skipped?: number;
}

/** A place in a template's text. */
export interface TemplatePlace {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** A variable that was being rendered when something went wrong. */
export interface RenderedVariable {
  readonly name: string;
  readonly node: Node | undefined;
}

/** The places where an error was passed on, from inside to outside. */
const places = new WeakMap<TemplateError, TemplatePlace>();
const chains = new WeakMap<TemplateError, RenderedVariable[]>();

/** Says where an error happened; the first to say so is right. */
export function locate(error: TemplateError, source: Source, at: Place): void {
  if (!places.has(error)) places.set(error, { source, start: at.start, end: at.end });
}

/** Where an error happened, if that is known. */
export function placeOfError(error: TemplateError): TemplatePlace | undefined {
  return places.get(error);
}

/** Notes that an error came out of rendering a variable. */
export function addVariable(error: TemplateError, variable: RenderedVariable): void {
  const chain = chains.get(error);
  if (chain) chain.push(variable);
  else chains.set(error, [variable]);
}

/** The variables that were being rendered, the innermost first. */
export function variablesOf(error: TemplateError): readonly RenderedVariable[] {
  return chains.get(error) ?? [];
}

/** Gives an error the place and the variables of the error that caused it. */
export function inheritPlace(error: TemplateError, cause: TemplateError): void {
  const place = places.get(cause);
  if (place) places.set(error, place);
  const chain = chains.get(cause);
  if (chain) chains.set(error, [...chain]);
}
