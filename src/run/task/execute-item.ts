// Executes a task without its loop: the condition, then an include, or attempts at its module.

import { collected } from '../../model/playbook.ts';
import type { HostTask } from '../context.ts';
import { withAttempts } from './attempts.ts';
import { takeFacts } from './effects.ts';
import { engineAction } from './engine-action.ts';
import { includeVars } from './include-vars.ts';
import { type IncludeRequest, includeRequest } from './includes.ts';
import { invoke } from './invoke.ts';
import { type Ended, ended, flag, skippedByCondition } from './result.ts';

/** How one execution ended, and what it wants included. */
export interface Executed extends Ended {
  readonly include?: IncludeRequest;
}

/** Executes a task once its items are known. Throws `EvaluationError` and `TaskError`. */
export async function executeItem(work: HostTask): Promise<Executed> {
  if (!(await conditionHolds(work))) return ended(skippedByCondition());
  switch (engineAction(work.task)) {
    case 'include_tasks':
    case 'include':
    case 'include_role':
      return includeRequest(work);
    case 'include_vars':
      return withAttempts(work, () => includeVars(work));
    default: {
      const end = await withAttempts(work, () => invoke(work));
      if (!flag(end.result, 'failed') && !flag(end.result, 'unreachable')) await keepFacts(work, end);
      return end;
    }
  }
}

// What `set_fact` gives as `ansible_facts` was carried out as its effect.
async function keepFacts(work: HostTask, end: Ended): Promise<void> {
  const short = work.task.action.word.replace(/^ansible\.(builtin|legacy)\./, '');
  if (short !== 'set_fact') await takeFacts(work, end.result, end.delegatedTo);
}

/** Whether every `when` around the task holds, the outermost first. */
export async function conditionHolds({ task, evaluator }: HostTask): Promise<boolean> {
  const conditions = collected(task, 'when');
  if (conditions.length === 0) return true;
  return evaluator.run((evaluation) => conditions.every(({ value }) => evaluation.holds(value)));
}
