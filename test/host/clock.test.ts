// What a host says of its clock.

import { expect } from 'chai';
import { clockOf, type HostClock } from '../../src/host/clock.ts';
import { timestamp } from '../../src/module/commands/outcome.ts';

const NOW = Date.UTC(2026, 0, 31, 23, 59, 58);

const CASES: readonly (readonly [words: string, clock: HostClock | undefined])[] = [
  [`${NOW / 1000}+0000`, { aheadMs: 0, zoneMinutes: 0 }],
  // A second is what it takes to tell.
  [`${NOW / 1000 - 1}+0530`, { aheadMs: 0, zoneMinutes: 330 }],
  [`${NOW / 1000 + 3600}-0330`, { aheadMs: 3_600_000, zoneMinutes: -210 }],
  [`${NOW / 1000 - 60}+1345`, { aheadMs: -60_000, zoneMinutes: 825 }],
  ['-', undefined],
  ['', undefined],
  ['%s+0000', undefined],
];

describe('the clock of a host', () => {
  for (const [words, clock] of CASES)
    it(`is read from '${words}'`, () => expect(clockOf(words, NOW)).to.deep.equal(clock));

  it('gives local times as Python prints them', () => {
    expect(timestamp(NOW + 7, 330)).to.equal('2026-02-01 05:29:58.007000');
    expect(timestamp(NOW, -210)).to.equal('2026-01-31 20:29:58.000000');
  });
});
