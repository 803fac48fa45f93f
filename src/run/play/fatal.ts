// The rules by which failures of some hosts end the play for all: any_errors_fatal, run_once, max_fail_percentage.

import type { Announced, StepRun } from './perform-step.ts';

/** Ends the play where a rule says so after a step. */
export function checkFatal({ batch, hosts }: StepRun, { fatal, once }: Announced): void {
  if (batch.ended !== undefined) return;
  const out = batch.out;
  // A host whose failure a rescue or an always has taken up is not out.
  if ((fatal || once) && hosts.some((host) => out.includes(host))) {
    batch.end('any_errors_fatal');
    return;
  }
  const { maxFailPercentage } = batch.play.options;
  if (maxFailPercentage === undefined || out.length === 0) return;
  if ((out.length / batch.hosts.length) * 100 > maxFailPercentage) batch.end('max_fail_percentage');
}
