// Runs a task on one host from its loop to its registered result.

import type { Loop } from '../../model/playbook.ts';
import type { HostTask } from '../context.ts';
import { EvaluationError } from '../scope/evaluator.ts';
import { conditionHolds, type Executed, executeItem } from './execute-item.ts';
import { messageOf } from './failure.ts';
import { loopControl, loopItems } from './loop.ts';
import { ended, skippedByCondition, skippedWithoutItems } from './result.ts';
import { guessesOf, type Looped, runLoop } from './run-loop.ts';
import { failedBy, isIgnored, type TaskEnd } from './task-end.ts';

/** Runs a task. What a user did wrong becomes a failed result. */
export async function runTask(work: HostTask): Promise<TaskEnd> {
  try {
    return await runLooped(work);
  } finally {
    guessesOf(work)?.over(work.key);
  }
}

async function runLooped(work: HostTask): Promise<TaskEnd> {
  const { loop } = work.task;
  if (!loop) return runOnce(work);
  const looped = await itemsOf(work, loop);
  if ('end' in looped) return single(looped.end, await isIgnored(work, looped.end.result));
  if (looped.items.length === 0) return single({ ...ended(skippedWithoutItems()) }, false);
  return loopOrFailure(work, looped);
}

// What is wrong before an item's module runs (a condition, an argument) ends the whole loop, and leaves no result of the items before.
async function loopOrFailure(work: HostTask, looped: Looped): Promise<TaskEnd> {
  try {
    return await runLoop(work, looped);
  } catch (error) {
    const end = failedBy(error, work.task);
    return single(end, await isIgnored(work, end.result));
  }
}

async function runOnce(work: HostTask): Promise<TaskEnd> {
  guessesOf(work)?.arrived(work.key);
  const end = await safely(work, () => executeItem(work));
  // Only items tell it.
  end.result.delete('invocation');
  return single(end, await isIgnored(work, end.result));
}

function single(end: Executed, ignored: boolean): TaskEnd {
  return { ...end, loop: false, ignored, includes: end.include ? [end.include] : [], notify: end.notify ?? [] };
}

/** The one place where what a user did wrong in a task becomes its result. */
async function safely({ task }: HostTask, execute: () => Promise<Executed>): Promise<Executed> {
  try {
    return await execute();
  } catch (error) {
    return failedBy(error, task);
  }
}

// A loop over something undefined is no mistake where the condition says that the task is not to run.
async function itemsOf(work: HostTask, loop: Loop): Promise<Looped | { readonly end: Executed }> {
  try {
    return await work.evaluator.run((evaluation) => ({
      control: loopControl(evaluation, work.task),
      items: loopItems(evaluation, work.task, loop),
    }));
  } catch (error) {
    if (messageOf(error) === undefined) throw error;
    if (error instanceof EvaluationError && error.isUndefined && (await isHeldBack(work))) {
      return { end: ended(skippedByCondition()) };
    }
    return { end: failedBy(error, work.task) };
  }
}

async function isHeldBack(work: HostTask): Promise<boolean> {
  try {
    return !(await conditionHolds(work));
  } catch (error) {
    if (error instanceof EvaluationError) return false;
    throw error;
  }
}
