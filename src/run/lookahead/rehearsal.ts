// Goes through the first tasks of a play for nothing while the first host is being connected to: what they need is loaded and compiled when it is there.

import { setImmediate as turn } from 'node:timers/promises';
import { guess, isGuessable } from './guess.ts';
import type { Coming } from './guesses.ts';
import { itemsAhead } from './items-ahead.ts';

const TASKS_AT_MOST = 64;

/** Rehearses until there are no more tasks, or `over` says that nobody waits any more. Never fails. */
export async function rehearse(coming: Iterable<Coming>, over: () => boolean): Promise<void> {
  let left = TASKS_AT_MOST;
  try {
    for (const { work } of coming) {
      // The handshake comes first.
      await turn();
      if (over() || left-- === 0) return;
      const [item] = await itemsAhead(work());
      // Without a connection nothing is guessed; what fails now is told when the task has come.
      if (item && isGuessable(item[1])) await guess(item[1]).catch(() => undefined);
    }
  } catch {
    // A play that cannot be walked through says so when it is run.
  }
}
