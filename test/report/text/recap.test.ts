import { expect } from 'chai';
import { customStatsLines } from '../../../src/report/text/recap.ts';

describe('custom stats', () => {
  it('are laid out as in Ansible’s log', () => {
    const lines = customStatsLines({ b: ['x', { z: 1, y: [] }], a: 1 }, new Map([['web', { h: 2 }]]));
    expect(lines.map(({ text }) => text)).to.deep.equal([
      '\tweb: { "h": 2}',
      '',
      '\tRUN: { "a": 1, "b": [  "x",  {   "y": [],   "z": 1  } ]}',
    ]);
  });

  it('are nothing where nothing was set', () => {
    expect(customStatsLines({}, new Map())).to.deep.equal([]);
  });
});
