// Filters, tests and lookups by name, and what is said about names that do not exist.

import type { Value } from '../../model/value.ts';
import { type Call, TemplateError } from '../callable.ts';
import { filterNames, findFilter } from '../filters/index.ts';
import { findLookup, lookupNames } from '../lookups/index.ts';
import { findTest, testNames } from '../tests/index.ts';
import { nearest } from './nearest.ts';

export { findFilter, findTest };

/** What to say about a filter that does not exist. */
export function unknownFilter(name: string): string {
  // What Ansible 2.8 and older took for filters, too.
  if (findTest(name)) return `there is no filter '${name}', but a test: write 'is ${name}'`;
  return `there is no filter '${name}'${suggestion(name, filterNames())}`;
}

/** What to say about a test that does not exist. */
export function unknownTest(name: string): string {
  return `there is no test '${name}'${suggestion(name, testNames())}`;
}

/**
 * Whether the name of an unknown filter or test comes near one that exists, so that it is a slip. Others may be a plugin's that is
 * not here, in a template that is never evaluated.
 */
export function isSlip(kind: 'filter' | 'test', name: string): boolean {
  return nearest(name, kind === 'filter' ? filterNames() : testNames()).length > 0;
}

/** What to say about a lookup that does not exist. */
export function unknownLookup(name: string): string {
  return `lookup plugin (${name}) not found${suggestion(name, lookupNames())}`;
}

function suggestion(name: string, names: Iterable<string>): string {
  const [first, second] = nearest(name, names);
  if (first === undefined) return '';
  return `; did you mean '${first}'${second === undefined ? '' : ` or '${second}'`}?`;
}

/** Calls a filter by its name. */
export function callFilter(name: string, input: Value, call: Call): Value {
  const filter = findFilter(name);
  if (!filter) throw new TemplateError(unknownFilter(name));
  return filter(input, call);
}

/** Calls a test by its name. */
export function callTest(name: string, input: Value, call: Call): boolean {
  const test = findTest(name);
  if (!test) throw new TemplateError(unknownTest(name));
  return test(input, call);
}

/** Calls a lookup by its name. */
export function callLookup(name: string, terms: readonly Value[], call: Call): Value[] {
  const lookup = findLookup(name);
  if (!lookup) throw new TemplateError(unknownLookup(name));
  return lookup(terms, call);
}
