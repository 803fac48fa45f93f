// Runs a task on one host from its loop to its registered result.

import { inherited, type Loop } from '../../model/playbook.ts';
import { Dict, type Value } from '../../model/value.ts';
import type { HostTask } from '../context.ts';
import type { Happening } from '../events.ts';
import { RunError } from '../run-error.ts';
import { EvaluationError } from '../scope/evaluator.ts';
import { LayeredScope, valueLayer } from '../scope/layer.ts';
import { InterruptedError, pauseFor } from '../sleep.ts';
import { conditionHolds, type Executed, executeItem } from './execute-item.ts';
import { failure, messageOf } from './failure.ts';
import type { IncludeRequest } from './includes.ts';
import { itemVariables, type LoopControl, labelText, loopControl, loopItems } from './loop.ts';
import { boolKeyword } from './options.ts';
import {
  diffsOf,
  type Ended,
  ended,
  flag,
  loopResult,
  outcomeOf,
  shown,
  skippedByCondition,
  skippedWithoutItems,
} from './result.ts';

/** How a task ended on a host. */
export interface TaskEnd extends Ended {
  readonly loop: boolean;
  /** `ignore_errors` or `ignore_unreachable` forgives the failure. */
  readonly ignored: boolean;
  /** Files and roles that are to be included, one for each item that was not skipped. */
  readonly includes: readonly IncludeRequest[];
}

/** Runs a task. What a user did wrong becomes a failed result. */
export async function runTask(work: HostTask): Promise<TaskEnd> {
  const { loop } = work.task;
  if (!loop) return runOnce(work);
  const looped = await itemsOf(work, loop);
  if ('end' in looped) return single(looped.end, await isIgnored(work, looped.end.result));
  if (looped.items.length === 0) return single({ ...ended(skippedWithoutItems()) }, false);
  return runLoop(work, looped);
}

async function runOnce(work: HostTask): Promise<TaskEnd> {
  const end = await safely(() => executeItem(work));
  return single(end, await isIgnored(work, end.result));
}

function single(end: Executed, ignored: boolean): TaskEnd {
  return { ...end, loop: false, ignored, includes: end.include ? [end.include] : [] };
}

/** The one place where what a user did wrong in a task becomes its result. */
async function safely(work: () => Promise<Executed>): Promise<Executed> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InterruptedError || error instanceof RunError) throw error;
    return ended(failure(messageOf(error) ?? faultOf(error)));
  }
}

// A fault of tsplay or of a user's module fails this task, not the run.
function faultOf(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Unexpected failure during module execution: ${text}`;
}

interface Looped {
  readonly items: readonly Value[];
  readonly control: LoopControl;
}

// A loop over something undefined is no mistake where the condition says that the task is not to run.
async function itemsOf(work: HostTask, loop: Loop): Promise<Looped | { readonly end: Executed }> {
  try {
    return await work.evaluator.run((evaluation) => ({
      control: loopControl(evaluation, work.task),
      items: loopItems(evaluation, work.task, loop),
    }));
  } catch (error) {
    const message = messageOf(error);
    if (message === undefined) throw error;
    if (error instanceof EvaluationError && error.isUndefined && (await isHeldBack(work))) {
      return { end: ended(skippedByCondition()) };
    }
    return { end: ended(failure(message)) };
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

interface ItemEnd {
  readonly end: Executed;
  readonly ignored: boolean;
}

async function runLoop(work: HostTask, { items, control }: Looped): Promise<TaskEnd> {
  warnOfCollision(work, control);
  const ends: ItemEnd[] = [];
  for (const at of items.keys()) {
    if (at > 0) await pauseFor(control.pause, work.run.signal);
    if (work.run.signal.aborted) throw new InterruptedError();
    const item = await runItem(work, { items, control }, at);
    ends.push(item);
    if (control.breakWhen && (await breaks(work, { control, items, at, item }))) break;
  }
  return summed(ends);
}

async function runItem(work: HostTask, { items, control }: Looped, at: number): Promise<ItemEnd> {
  const variables = itemVariables(control, items, at);
  const item = { ...work, evaluator: work.evaluator.in(scopeWith(work, variables)) };
  const label = await safely(async () => ended(Dict.of([['label', await labelOf(item, control, items[at] ?? null)]])));
  const text = labelText(label.result.get('label') ?? '');
  progress(item, { number: at + 1, of: items.length, label: work.noLog ? 'None' : text });
  const started = Date.now();
  const end = label.result.has('label') ? await safely(() => executeItem(item)) : label;
  for (const [name, value] of variables) end.result.set(name, value);
  const ignored = await isIgnored(item, end.result);
  if (!end.include) item.run.emitter.emit(itemFinished(item, { end, label: text, durationMs: Date.now() - started }));
  if (!end.include) return { end, ignored };
  return { end: { ...end, include: { ...end.include, label: text, variables: handedDown(variables) } }, ignored };
}

// What an include brings sees the item and its index by their own names; which names these are is not told.
function handedDown(variables: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  return new Map([...variables].filter(([name]) => name !== 'ansible_loop_var' && name !== 'ansible_index_var'));
}

function scopeWith(work: HostTask, variables: ReadonlyMap<string, Value>): LayeredScope {
  const { scope } = work.evaluator;
  const layers = scope instanceof LayeredScope ? scope : new LayeredScope([]);
  return layers.with(valueLayer('loop', variables));
}

async function labelOf(item: HostTask, { label }: LoopControl, value: Value): Promise<Value> {
  return label ? item.evaluator.node(label) : value;
}

function progress(item: HostTask, { number, of, label }: { number: number; of: number; label: string }): void {
  const activity = { doing: 'item', number, of, label } as const;
  item.run.inFlight.note(item.host.name, activity);
  item.run.emitter.emit({ kind: 'host-progress', task: item.taskInfo, host: item.host.name, activity });
}

function itemFinished(
  { taskInfo, host, noLog }: HostTask,
  { end, label, durationMs }: { readonly end: Executed; readonly label: string; readonly durationMs: number },
): Happening {
  return {
    kind: 'item-finished',
    ...ending({ end, noLog }),
    task: taskInfo,
    host: host.name,
    label: noLog ? 'None' : label,
    durationMs,
  };
}

/** What an event tells of an end. */
export function ending({ end, noLog: silent }: { readonly end: Ended; readonly noLog: boolean }) {
  const { result, changes, performed, uncertain, delegatedTo, roundTrips } = end;
  const noLog = silent || end.secret === true;
  return {
    outcome: outcomeOf(result),
    result: shown(result, noLog, end.written),
    diffs: noLog ? [] : diffsOf(result),
    changes: noLog ? [] : changes,
    performed: noLog ? [] : performed,
    ...(uncertain !== undefined && { uncertain }),
    ...(delegatedTo !== undefined && { delegatedTo }),
    roundTrips,
  };
}

function summed(ends: readonly ItemEnd[]): TaskEnd {
  const failed = ends.filter(({ end }) => flag(end.result, 'failed') || flag(end.result, 'unreachable'));
  const delegatedTo = ends.at(-1)?.end.delegatedTo;
  return {
    result: loopResult(ends.map(({ end }) => end.result)),
    changes: ends.flatMap(({ end }) => end.changes),
    performed: ends.flatMap(({ end }) => end.performed),
    roundTrips: ends.reduce((sum, { end }) => sum + end.roundTrips, 0),
    loop: true,
    ignored: failed.length > 0 && failed.every(({ ignored }) => ignored),
    includes: ends.flatMap(({ end }) => end.include ?? []),
    ...(delegatedTo !== undefined && { delegatedTo }),
    ...(ends.some(({ end }) => end.secret) && { secret: true }),
  };
}

async function isIgnored(work: HostTask, result: Dict): Promise<boolean> {
  const unreachable = flag(result, 'unreachable');
  if (!unreachable && !flag(result, 'failed')) return false;
  const keyword = unreachable ? 'ignore_unreachable' : 'ignore_errors';
  if (!inherited(work.task, keyword)) return false;
  try {
    return await work.evaluator.run((evaluation) => boolKeyword(evaluation, work.task, keyword, false));
  } catch (error) {
    if (messageOf(error) === undefined) throw error;
    return false;
  }
}

interface Broken extends Looped {
  readonly at: number;
  readonly item: ItemEnd;
}

async function breaks(work: HostTask, { control, items, at }: Broken): Promise<boolean> {
  if (!control.breakWhen) return false;
  return work.evaluator.in(scopeWith(work, itemVariables(control, items, at))).holds(control.breakWhen);
}

function warnOfCollision({ run, evaluator, host, taskInfo }: HostTask, { variable }: LoopControl): void {
  if (evaluator.scope.lookup(variable) === undefined) return;
  const message = `the loop variable '${variable}' is already in use: the loop hides it`;
  const hint = "give the inner loop another name with 'loop_var' in 'loop_control'";
  run.emitter.warn(
    { severity: 'warning', message, hint, ...(taskInfo.span && { span: taskInfo.span }) },
    { host: host.name },
  );
}
