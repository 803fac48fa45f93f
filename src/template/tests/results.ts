// Tests of what a task gave: failed, changed, skipped and their kin.

import type { Dict, Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { asDict, asSequence, equals, truth } from '../python/index.ts';
import { type TestDefinition, test } from './define.ts';

export const resultTests: readonly TestDefinition[] = [
  test(['failed', 'failure'], {}, (input) => flag(input, 'failed')),
  test(['succeeded', 'success', 'successful'], {}, (input) => !flag(input, 'failed')),
  test(['changed', 'change'], {}, (input) => isChanged(resultOf(input, 'changed'))),
  test(['skipped', 'skip'], {}, (input) => flag(input, 'skipped')),
  test('unreachable', {}, (input) => flag(input, 'unreachable')),
  test('reachable', {}, (input) => !flag(input, 'unreachable')),
  // A result that says nothing about it was not asynchronous, so it has started and finished.
  test('started', {}, (input) => equals(resultOf(input, 'started').get('started') ?? 1, 1)),
  test('finished', {}, (input) => equals(resultOf(input, 'finished').get('finished') ?? 1, 1)),
];

function resultOf(input: Value, name: string): Dict {
  const result = asDict(input);
  if (!result) throw new TemplateError(`The '${name}' test expects a dictionary`);
  return result;
}

function flag(input: Value, name: string): boolean {
  return truth(resultOf(input, name).get(name) ?? false);
}

// The result of a loop has changed when one of its items has.
function isChanged(result: Dict): boolean {
  const changed = result.get('changed');
  if (changed !== undefined) return truth(changed);
  const items = asSequence(result.get('results') ?? null) ?? [];
  return items.some((item) => truth(asDict(item)?.get('changed') ?? false));
}
