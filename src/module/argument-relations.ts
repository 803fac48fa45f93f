// Which arguments exclude, need or accompany each other: the rules that stand beside the options of an argument.

import { Dict, type Value } from '../model/value.ts';
import { equals, str } from '../template/index.ts';

/** The arguments of one option, and the option, which has the rules. */
export interface Related {
  readonly rules: Dict | undefined;
  readonly given: ReadonlyMap<string, Value>;
  readonly path: readonly string[];
}

type Rule = (terms: Value, given: Related['given']) => string | undefined;

const RULES: Readonly<Record<string, Rule>> = {
  mutually_exclusive: (terms, given) => {
    const broken = groupsOf(terms).filter((group) => group.filter((name) => given.has(name)).length > 1);
    if (broken.length === 0) return undefined;
    return `parameters are mutually exclusive: ${broken.map((group) => group.join('|')).join(', ')}`;
  },
  required_together: (terms, given) => {
    const broken = groupsOf(terms).find(
      (group) => group.some((name) => given.has(name)) && !group.every((name) => given.has(name)),
    );
    return broken && `parameters are required together: ${broken.join(', ')}`;
  },
  required_one_of: (terms, given) => {
    const broken = groupsOf(terms).find((group) => !group.some((name) => given.has(name)));
    return broken && `one of the following is required: ${broken.join(', ')}`;
  },
  required_if: (terms, given) => {
    for (const term of Array.isArray(terms) ? terms : []) {
      const problem = Array.isArray(term) ? conditional(term, given) : undefined;
      if (problem !== undefined) return problem;
    }
    return undefined;
  },
  required_by: (terms, given) => {
    for (const [key, needed] of terms instanceof Dict ? terms.entries() : []) {
      if (isMissing(given, str(key))) continue;
      const missing = wordsOf(needed).filter((name) => isMissing(given, name));
      if (missing.length > 0) return `missing parameter(s) required by '${str(key)}': ${missing.join(', ')}`;
    }
    return undefined;
  },
};

/** What the arguments do against some of the rules, at most one problem for each. */
export function relationProblems({ rules, given, path }: Related, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const terms = rules?.get(name);
    const problem = terms === undefined || terms === null ? undefined : RULES[name]?.(terms, given);
    return problem === undefined ? [] : [`${problem} found in ${path.join(' -> ')}`];
  });
}

// A condition is a name, its value, the names that are needed then, and whether one of them is enough.
function conditional(
  [name = null, value = null, needed = [], anyOf = false]: readonly Value[],
  given: Related['given'],
) {
  const key = str(name);
  const actual = given.get(key);
  if (actual === undefined || !equals(actual, value)) return undefined;
  const names = wordsOf(needed);
  const missing = names.filter((one) => isMissing(given, one));
  const broken = anyOf === true ? missing.length === names.length : missing.length > 0;
  if (!broken) return undefined;
  const which = anyOf === true ? 'any' : 'all';
  return `${key} is ${str(value)} but ${which} of the following are missing: ${missing.join(', ')}`;
}

function isMissing(given: Related['given'], name: string): boolean {
  return (given.get(name) ?? null) === null;
}

function groupsOf(terms: Value): readonly (readonly string[])[] {
  return Array.isArray(terms) ? terms.flatMap((group) => (Array.isArray(group) ? [wordsOf(group)] : [])) : [];
}

function wordsOf(value: Value): readonly string[] {
  return Array.isArray(value) ? value.map((one) => str(one)) : [str(value)];
}
