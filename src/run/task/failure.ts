// The one place where an exception in a task becomes a failed result.

import { Dict } from '../../model/value.ts';
import { EvaluationError } from '../scope/evaluator.ts';

/** A mistake in a task that only shows when it runs on a host; its message becomes the result's `msg`. */
export class TaskError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TaskError';
  }
}

/** What went wrong in words, or `undefined` for an exception that is a fault of tsplay. */
export function messageOf(error: unknown): string | undefined {
  return error instanceof TaskError || error instanceof EvaluationError ? error.message : undefined;
}

/** A failed result with a message. */
export function failure(message: string): Dict {
  return Dict.of([
    ['failed', true],
    ['msg', message],
  ]);
}
