// A mistake that ends the run, found where nothing else can be done about it.

import type { Diagnostic } from '../model/diagnostic.ts';

/** Thrown up to the run, which tells it and ends. */
export class RunError extends Error {
  readonly problems: readonly Diagnostic[];
  constructor(problems: readonly Diagnostic[]) {
    super(problems.map((problem) => problem.message).join('; '));
    this.name = 'RunError';
    this.problems = problems;
  }
}
