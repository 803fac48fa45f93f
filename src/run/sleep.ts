// Waiting that ends early with the run.

import { setTimeout } from 'node:timers/promises';

/** Thrown where the run was interrupted while something waited. */
export class InterruptedError extends Error {
  constructor() {
    super('interrupted');
    this.name = 'InterruptedError';
  }
}

/** Waits for some seconds. Throws `InterruptedError` when the signal comes first. */
export async function pauseFor(seconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new InterruptedError();
  if (seconds <= 0) return;
  try {
    await setTimeout(seconds * 1000, undefined, { signal });
  } catch {
    throw new InterruptedError();
  }
}
