// How a lookup is declared, and how it reads its options.

import type { Value } from '../../model/value.ts';
import { type CallContext, type Lookup, TemplateError } from '../callable.ts';
import { asSequence, type Kwargs, str, toInt, truth, typeName, Undefined } from '../python/index.ts';
import { wordTruth } from '../text/words.ts';

/** A lookup under its names, without the collection's. */
export interface LookupDefinition {
  readonly names: readonly string[];
  readonly call: Lookup;
}

/** Declares a lookup. */
export function lookup(
  name: string,
  body: (terms: readonly Value[], options: Options, context: CallContext) => Value[],
): LookupDefinition {
  return { names: [name], call: (terms, call) => body(terms, new Options(call.kwargs), call.context) };
}

/** The options of a call, read by name. Ansible lets options that a lookup does not know pass. */
export class Options {
  readonly #given: Kwargs;

  constructor(given: Kwargs) {
    this.#given = given;
  }

  value(name: string): Value | undefined {
    return this.#given.get(name);
  }

  /** Text, or `undefined` where it is not given or None. */
  optionalText(name: string): string | undefined {
    const value = this.#given.get(name);
    return value === undefined || value === null ? undefined : str(value);
  }

  text(name: string, fallback: string): string {
    return this.optionalText(name) ?? fallback;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.#given.get(name);
    return value === undefined || value === null ? fallback : flagOf(value);
  }

  integer(name: string, fallback: number): number {
    const value = this.#given.get(name);
    return value === undefined || value === null ? fallback : Number(toInt(value));
  }

  /** A list; text is split at commas. */
  list(name: string, fallback: readonly Value[]): readonly Value[] {
    const value = this.#given.get(name);
    if (value === undefined || value === null) return fallback;
    if (typeof value === 'string') return value.split(',').map((part) => part.trim());
    return asSequence(value) ?? [value];
  }

  /** These options with others over them. */
  with(others: Kwargs): Options {
    return new Options(new Map([...this.#given, ...others]));
  }
}

/** A flag as people write it: `yes`, `true`, `1`. */
export function flagOf(value: Value): boolean {
  return wordTruth(value) ?? truth(value);
}

/** A term that must be text. */
export function textTerm(term: Value, lookupName: string): string {
  if (typeof term === 'string') return term;
  if (term instanceof Undefined) return term.fail();
  throw new TemplateError(`the '${lookupName}' lookup takes text, and got a ${typeName(term)}: ${str(term)}`);
}
