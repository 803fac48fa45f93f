// The executions of a coming task: one, or one for each item of its loop.

import type { HostTask } from '../context.ts';
import { LayeredScope, valueLayer } from '../scope/layer.ts';
import { itemVariables, loopControl, loopItems } from '../task/loop.ts';

/** The item of a task without a loop. */
export const NO_LOOP = -1;

const ITEMS_AT_MOST = 100;

/** A task's items; none where its loop cannot be evaluated yet. */
export async function itemsAhead(work: HostTask): Promise<readonly (readonly [number, HostTask])[]> {
  const { loop } = work.task;
  if (!loop) return [[NO_LOOP, work]];
  const looped = await work.evaluator
    .run((evaluation) => ({
      control: loopControl(evaluation, work.task),
      items: loopItems(evaluation, work.task, loop),
    }))
    .catch(() => undefined);
  if (!looped) return [];
  const { control, items } = looped;
  return [...items.slice(0, ITEMS_AT_MOST).keys()].map((at) => [at, withItem(work, itemVariables(control, items, at))]);
}

function withItem(work: HostTask, variables: ReturnType<typeof itemVariables>): HostTask {
  const { scope } = work.evaluator;
  const layers = scope instanceof LayeredScope ? scope : new LayeredScope([]);
  return { ...work, evaluator: work.evaluator.in(layers.with(valueLayer('loop', variables))) };
}
