// Which known word a mistyped one is taken for.

import { expect } from 'chai';
import { didYouMean, nearest } from '../../../src/load/diagnostics/nearest.ts';

const WORDS = [
  'when',
  'with_items',
  'register',
  'ignore_errors',
  'gather_facts',
  'tags',
  'become',
  'vars',
  'ansible.builtin.copy',
];

const CASES: readonly (readonly [string, string | undefined])[] = [
  ['whne', 'when'],
  ['wen', 'when'],
  ['WHEN', 'when'],
  ['regsiter', 'register'],
  ['ignore-errors', 'ignore_errors'],
  ['gatherfacts', 'gather_facts'],
  ['tag', 'tags'],
  ['var', 'vars'],
  ['ansible.bultin.copy', 'ansible.builtin.copy'],
  ['x', undefined],
  ['serial', undefined],
  ['', undefined],
];

describe('nearest', () => {
  for (const [word, meant] of CASES) {
    it(`takes '${word}' for ${meant ?? 'nothing'}`, () => expect(nearest(word, WORDS)).to.equal(meant));
  }

  it('asks', () => expect(didYouMean('whne', WORDS)).to.equal("did you mean 'when'?"));
});
