// Where a host keeps what is known of background jobs.

import type { Evaluation } from '../scope/evaluator.ts';
import type { RunSettings } from '../settings.ts';

/** `ansible_async_dir`, or what the configuration says; `~` is still in it. */
export function asyncDirectory(evaluation: Evaluation, settings: RunSettings): string {
  const named = evaluation.variable('ansible_async_dir');
  return typeof named === 'string' && named !== '' ? named : settings.asyncDirectory;
}
