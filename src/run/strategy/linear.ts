// The linear strategy: all hosts do one task before any of them goes on to the next.

import type { Batch } from '../play/batch.ts';
import { performStep } from '../play/perform-step.ts';
import { comparePositions, type Step } from '../play/walker.ts';

/** Takes a batch through the play in lockstep, in the order in which the play is written. */
export async function linear(batch: Batch): Promise<void> {
  const { signal } = batch.play.run;
  for (let step = earliest(batch); step && !signal.aborted; step = earliest(batch)) {
    const { position } = step;
    const hosts = batch.hosts.filter((host) => {
      const next = batch.next(host);
      return next !== undefined && comparePositions(next.position, position) === 0;
    });
    for (const host of hosts) batch.walker(host).advance();
    await performStep({ batch, step, hosts });
  }
}

// Hosts in a rescue or in what only they included are apart: whoever is furthest behind goes first.
function earliest(batch: Batch): Step | undefined {
  let first: Step | undefined;
  for (const host of batch.hosts) {
    const next = batch.next(host);
    if (next && (!first || comparePositions(next.position, first.position) < 0)) first = next;
  }
  return first;
}
