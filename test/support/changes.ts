// Looks at one path and performs one change, for tests of the scripts behind them.

import { file } from '../../src/plan/ask.ts';
import type { Change, Performed } from '../../src/plan/change.ts';
import { type Exchange, lookAt, perform } from '../../src/plan/exchange.ts';
import type { FileSeen } from '../../src/plan/look.ts';

/** What is at a path itself, with its bytes and flags. */
export async function seePath(lane: Exchange, path: string): Promise<FileSeen> {
  const looked = await lookAt(lane, { look: file(path, { follow: false, content: 'all', details: ['flags'] }) });
  if (looked.kind !== 'answered') throw new Error(JSON.stringify(looked));
  const { look } = looked.answers;
  if (look === undefined || !('kind' in look) || look.kind !== 'file') throw new Error('no answer');
  return look.value;
}

/** Performs changes and answers what became of each that was tried. */
export async function performAll(lane: Exchange, changes: readonly Change[]): Promise<readonly Performed[]> {
  const done = await perform(lane, changes);
  if (done.kind !== 'done') throw new Error(JSON.stringify(done));
  return done.performed;
}

export async function performOne(lane: Exchange, change: Change): Promise<Performed> {
  const [one] = await performAll(lane, [change]);
  if (!one) throw new Error('nothing was performed');
  return one;
}
