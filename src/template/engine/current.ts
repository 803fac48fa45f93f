// The evaluation that is running: objects like `hostvars` make their values within it.

import { TemplateError } from '../callable.ts';
import type { Pass } from './pass.ts';

// Evaluation is synchronous from start to end, so one variable does; nested evaluations put it back.
let running: Pass | undefined;

/** Does something with a pass as the running one. */
export function asCurrent<T>(pass: Pass, work: () => T): T {
  const before = running;
  running = pass;
  try {
    return work();
  } finally {
    running = before;
  }
}

/** The running evaluation. */
export function current(): Pass {
  if (!running) throw new TemplateError('a lazy value was used outside of an evaluation');
  return running;
}

/** Has the running evaluation wait for something and begin again with it; where none is running, or it cannot wait, nothing happens. */
export function waitFor(key: string, start: () => Promise<void>): void {
  running?.wait(key, start);
}
