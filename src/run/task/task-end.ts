// How tasks end: their results as events tell them, what became of mistakes, and whether a failure is forgiven.

import { inherited, type Task } from '../../model/playbook.ts';
import type { Dict } from '../../model/value.ts';
import type { HostTask } from '../context.ts';
import { RunError } from '../run-error.ts';
import { InterruptedError } from '../sleep.ts';
import type { Executed } from './execute-item.ts';
import { failure, messageOf, problemsOf } from './failure.ts';
import type { IncludeRequest } from './includes.ts';
import { boolKeyword } from './options.ts';
import { diffsOf, type Ended, ended, hasFailed, outcomeOf, shown, wasLost } from './result.ts';

/** How a task ended on a host. */
export interface TaskEnd extends Ended {
  readonly loop: boolean;
  /** `ignore_errors` or `ignore_unreachable` forgives the failure. */
  readonly ignored: boolean;
  /** Files and roles that are to be included, one for each item that was not skipped. */
  readonly includes: readonly IncludeRequest[];
  /** The handlers to notify where it changed something: those of every item, whichever of them it was. */
  readonly notify: readonly string[];
  /** What its module was given, where it did not loop. */
  readonly args?: Dict;
}

/** How a task ends by an exception. What ends the run is thrown on. */
export function failedBy(error: unknown, task: Task): Executed {
  if (error instanceof InterruptedError || error instanceof RunError) throw error;
  const problems = problemsOf(error, task);
  return { ...ended(failure(messageOf(error) ?? faultOf(error))), ...(problems.length > 0 && { problems }) };
}

// A fault of tsplay or of a user's module fails this task, not the run.
function faultOf(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Unexpected failure during module execution: ${text}`;
}

/** What an event tells of an end. */
export function ending({ end, noLog: silent }: { readonly end: Ended; readonly noLog: boolean }) {
  const {
    result,
    changes,
    performed,
    uncertain,
    delegatedTo,
    delegatedAddress,
    roundTrips,
    waits = [],
    speaks,
    problems = [],
  } = end;
  const noLog = silent || end.secret === true;
  return {
    outcome: outcomeOf(result),
    result: shown(result, noLog, end.written),
    diffs: noLog ? [] : diffsOf(result),
    changes: noLog ? [] : changes,
    performed: noLog ? [] : performed,
    ...(uncertain !== undefined && { uncertain }),
    // They show the lines of the task.
    ...(problems.length > 0 && !noLog && { problems }),
    ...(delegatedTo !== undefined && { delegatedTo }),
    ...(delegatedAddress !== undefined && { delegatedAddress }),
    ...(speaks && { speaks }),
    ...(waits.length > 0 && { waits }),
    roundTrips,
  };
}

export async function isIgnored(work: HostTask, result: Dict): Promise<boolean> {
  const unreachable = wasLost(result);
  if (!unreachable && !hasFailed(result)) return false;
  const keyword = unreachable ? 'ignore_unreachable' : 'ignore_errors';
  if (!inherited(work.task, keyword)) return false;
  try {
    return await work.evaluator.run((evaluation) => boolKeyword(evaluation, work.task, keyword, false));
  } catch (error) {
    if (messageOf(error) === undefined) throw error;
    return false;
  }
}
