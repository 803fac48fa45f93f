// The one place where an exception in a task becomes a failed result.

import { type Diagnostic, error } from '../../model/diagnostic.ts';
import type { Task } from '../../model/playbook.ts';
import type { Span } from '../../model/source.ts';
import { Dict } from '../../model/value.ts';
import { EvaluationError } from '../scope/evaluator.ts';

/** A mistake in a task that only shows when it runs on a host; its message becomes the result's `msg`. */
export class TaskError extends Error {
  /** The place that is to blame, where it is not the task as a whole. */
  readonly span: Span | undefined;
  constructor(message: string, span?: Span) {
    super(message);
    this.name = 'TaskError';
    this.span = span;
  }
}

/** What went wrong with its place, for people; nothing of what is no mistake of theirs. */
export function problemsOf(caught: unknown, task: Task): readonly Diagnostic[] {
  const { action } = task;
  if (caught instanceof EvaluationError) return [withTask(caught.problem, task)];
  return caught instanceof TaskError ? [error(caught.message, caught.span ?? action.span)] : [];
}

// A mistake in a variable or in a template file says also which task came upon it.
function withTask(problem: Diagnostic, { action, span }: Task): Diagnostic {
  const at = problem.span;
  if (!at) return { ...problem, span: action.span };
  if (at.file.path === span.file.path && at.start >= span.start && at.end <= span.end) return problem;
  return { ...problem, related: [...(problem.related ?? []), { message: 'in this task', span: action.span }] };
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
