// Every test under every name that templates may call it by.

import type { Test } from '../callable.ts';
import { findFilter } from '../filters/index.ts';
import { collectionTests } from './collections.ts';
import { type TestDefinition, test } from './define.ts';
import { fileTests } from './files.ts';
import { networkTests } from './network.ts';
import { patternTests } from './patterns.ts';
import { resultTests } from './results.ts';
import { urlTests } from './urls.ts';
import { valueTests } from './values.ts';
import { versionTests } from './versions.ts';

const registryTests: readonly TestDefinition[] = [
  test('filter', {}, (input) => typeof input === 'string' && findFilter(input) !== undefined),
  test('test', {}, (input) => typeof input === 'string' && findTest(input) !== undefined),
];

const moduleTests: readonly TestDefinition[] = [
  test(
    'a_module',
    {},
    (input, _args, { controller }) => typeof input === 'string' && (controller.isModule?.(input) ?? false),
  ),
];

const builtin = ['', 'ansible.builtin.', 'ansible.legacy.'];

/** Tests by collection: what may stand before their names; an empty prefix is the short name. */
const families: readonly {
  readonly prefixes: readonly string[];
  readonly tests: readonly (readonly TestDefinition[])[];
}[] = [
  {
    prefixes: builtin,
    tests: [valueTests, registryTests, versionTests, patternTests, resultTests, collectionTests, fileTests, urlTests],
  },
  { prefixes: ['ansible.utils.'], tests: [networkTests] },
  { prefixes: ['community.general.'], tests: [moduleTests] },
];

const tests = new Map<string, Test>();
for (const { prefixes, tests: definitions } of families)
  for (const { names, call } of definitions.flat())
    for (const name of names) for (const prefix of prefixes) tests.set(prefix + name, call);

/** The test of this name, short or with its collection. */
export function findTest(name: string): Test | undefined {
  return tests.get(name);
}

/** Every name, for "did you mean". */
export function testNames(): Iterable<string> {
  return tests.keys();
}
