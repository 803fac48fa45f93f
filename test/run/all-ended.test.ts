// A failure among work that goes on side by side is told only when the rest has ended.

import { expect } from 'chai';
import { allEnded } from '../../src/run/all-ended.ts';

describe('work side by side', () => {
  it('gives what all of it gave, in order', async () => {
    expect(await allEnded([Promise.resolve(1), Promise.resolve(2)])).to.deep.equal([1, 2]);
  });

  it('waits for the rest before it fails', async () => {
    const told: string[] = [];
    const slow = new Promise<void>((resolve) => {
      setImmediate(() => {
        told.push('the rest has ended');
        resolve();
      });
    });
    await allEnded([Promise.reject(new Error('broken')), slow]).catch((error: Error) => told.push(error.message));
    expect(told).to.deep.equal(['the rest has ended', 'broken']);
  });
});
