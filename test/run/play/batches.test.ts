// How `serial` cuts hosts into batches, and `order` orders them.

import { expect } from 'chai';
import type { Host } from '../../../src/model/inventory.ts';
import { batchesOf, ordered } from '../../../src/run/play/batches.ts';

function hostsNamed(names: string): readonly Host[] {
  return [...names].map((name) => ({ name, groups: [], variables: [], implicit: false }));
}

function text(hosts: readonly Host[]): string {
  return hosts.map((host) => host.name).join('');
}

const SERIAL: readonly (readonly [readonly (number | string)[], string])[] = [
  [[], 'abcdefghij'],
  [[3], 'abc def ghi j'],
  [[1, 2], 'a bc de fg hi j'],
  [[1, '50%'], 'a bcdef ghij'],
  [['30%'], 'abc def ghi j'],
  [['1%'], 'a b c d e f g h i j'],
  [[0], 'abcdefghij'],
  [[20], 'abcdefghij'],
  [['4'], 'abcd efgh ij'],
];

describe('batches', () => {
  for (const [serial, expected] of SERIAL) {
    it(`serial ${JSON.stringify(serial)}`, () => {
      expect(batchesOf(hostsNamed('abcdefghij'), serial).map(text).join(' ')).to.equal(expected);
    });
  }

  it('refuses what is no size', () => {
    expect(() => batchesOf(hostsNamed('ab'), ['many'])).to.throw(
      "'serial' has 'many', which is neither a number nor a percentage",
    );
  });
});

describe('order', () => {
  const CASES = { inventory: 'bac', reverse_inventory: 'cab', sorted: 'abc', reverse_sorted: 'cba' };
  for (const [order, expected] of Object.entries(CASES)) {
    it(order, () => expect(text(ordered(hostsNamed('bac'), order))).to.equal(expected));
  }
  it('shuffle keeps everybody', () => {
    expect([...text(ordered(hostsNamed('bac'), 'shuffle'))].sort().join('')).to.equal('abc');
  });
  it('refuses other words', () => {
    expect(() => ordered(hostsNamed('a'), 'random')).to.throw(/'order' is 'random'/);
  });
});
