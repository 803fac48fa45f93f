// Whether a task's end opens the debugger: the `debugger` keyword, else ENABLE_TASK_DEBUGGER and the debug strategy.

import type { HostTask } from '../context.ts';
import { EvaluationError } from '../scope/evaluator.ts';
import { TaskError } from '../task/failure.ts';
import { textKeyword } from '../task/options.ts';
import { outcomeOf } from '../task/result.ts';
import type { TaskEnd } from '../task/task-end.ts';

/** `everywhere`: the play's strategy is `debug`. */
export async function opensDebugger(work: HostTask, end: TaskEnd, everywhere: boolean): Promise<boolean> {
  const { enabled, honoursIgnored } = work.run.settings.debugger;
  const outcome = outcomeOf(end.result);
  const failed = outcome === 'failed' && !(honoursIgnored && end.ignored);
  switch (await keyword(work)) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'on_failed':
      return failed;
    case 'on_unreachable':
      return outcome === 'unreachable';
    case 'on_skipped':
      return outcome === 'skipped';
    default:
      return (enabled || everywhere) && (failed || outcome === 'unreachable');
  }
}

// A word that cannot be rendered says nothing: the debugger is no reason to fail a task.
async function keyword({ evaluator, task }: HostTask): Promise<string | undefined> {
  try {
    return await evaluator.run((evaluation) => textKeyword(evaluation, task, 'debugger'));
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof TaskError) return undefined;
    throw error;
  }
}
