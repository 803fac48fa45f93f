// The free and host_pinned strategies: each host goes through the play as fast as it can.

import pLimit from 'p-limit';
import type { Host } from '../../model/inventory.ts';
import { allEnded } from '../all-ended.ts';
import type { Batch } from '../play/batch.ts';
import { performStep } from '../play/perform-step.ts';

/** Hosts go on by themselves; the forks are shared task by task. */
export async function free(batch: Batch): Promise<void> {
  await allEnded(batch.hosts.map((host) => goThrough(batch, host)));
}

/** As free, but a host keeps its fork until it is through. */
export async function hostPinned(batch: Batch): Promise<void> {
  const pinned = pLimit(Math.max(1, batch.play.run.settings.forks));
  await allEnded(batch.hosts.map((host) => pinned(() => goThrough(batch, host))));
}

async function goThrough(batch: Batch, host: Host): Promise<void> {
  const { signal } = batch.play.run;
  for (let step = batch.next(host); step && !signal.aborted; step = batch.next(host)) {
    batch.walker(host).advance();
    await performStep({ batch, step, hosts: [host] });
  }
}
