// Runs a task on one host from its loop to its registered result.

import { inherited, type Loop } from '../../model/playbook.ts';
import { Dict, type Value } from '../../model/value.ts';
import type { HostTask } from '../context.ts';
import type { Happening } from '../events.ts';
import type { Coming, Guesses } from '../lookahead/guesses.ts';
import { RunError } from '../run-error.ts';
import { EvaluationError } from '../scope/evaluator.ts';
import { LayeredScope, valueLayer } from '../scope/layer.ts';
import { InterruptedError, pauseFor } from '../sleep.ts';
import { registerOf } from './attempts.ts';
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
  /** The handlers to notify where it changed something: those of every item, whichever of them it was. */
  readonly notify: readonly string[];
  /** What its module was given, where it did not loop. */
  readonly args?: Dict;
}

/** Runs a task. What a user did wrong becomes a failed result. */
export async function runTask(work: HostTask): Promise<TaskEnd> {
  try {
    return await runLooped(work);
  } finally {
    guessesOf(work)?.over(work.key);
  }
}

function guessesOf({ run, host }: HostTask): Guesses | undefined {
  return run.lookahead?.host(host.name);
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
    const { result } = failedBy(error);
    return single(ended(result), await isIgnored(work, result));
  }
}

async function runOnce(work: HostTask): Promise<TaskEnd> {
  guessesOf(work)?.arrived(work.key);
  const end = await safely(() => executeItem(work));
  return single(end, await isIgnored(work, end.result));
}

function single(end: Executed, ignored: boolean): TaskEnd {
  return { ...end, loop: false, ignored, includes: end.include ? [end.include] : [], notify: end.notify ?? [] };
}

/** The one place where what a user did wrong in a task becomes its result. */
async function safely(work: () => Promise<Executed>): Promise<Executed> {
  try {
    return await work();
  } catch (error) {
    return failedBy(error);
  }
}

function failedBy(error: unknown): Executed {
  if (error instanceof InterruptedError || error instanceof RunError) throw error;
  return ended(failure(messageOf(error) ?? faultOf(error)));
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
  let seeing = work;
  for (const at of items.keys()) {
    if (at > 0) await pauseFor(control.pause, work.run.signal);
    if (work.run.signal.aborted) throw new InterruptedError();
    const item = await runItem(seeing, { items, control }, at);
    ends.push(item);
    seeing = registered(seeing, item);
    if (control.breakWhen && (await breaks(work, { control, items, at, item }))) break;
  }
  return summed(ends);
}

async function runItem(work: HostTask, { items, control }: Looped, at: number): Promise<ItemEnd> {
  const variables = itemVariables(control, items, at);
  const item = {
    ...work,
    evaluator: work.evaluator.in(scopeWith(work, variables)),
    coming: () => comingItems(work, { items, control }, at),
  };
  guessesOf(work)?.arrived(work.key, at);
  const label = await labelOf(item, control, items[at] ?? null);
  const text = labelText(label.result.get('label') ?? null);
  progress(item, { number: at + 1, of: items.length, label: work.noLog ? 'None' : text });
  const started = Date.now();
  const end = label.result.has('label') ? await executeItem(item) : label;
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

// The items that follow, then what follows the task.
function* comingItems(work: HostTask, { items, control }: Looped, at: number): Generator<Coming> {
  const guessing = work.evaluator.guessing();
  for (let item = at + 1; item < items.length; item++) {
    const scope = scopeWith(work, itemVariables(control, items, item));
    yield { key: work.key, item, work: () => ({ ...work, evaluator: guessing.in(scope) }) };
  }
  yield* work.coming();
}

// The next item sees what this one registered. One that was skipped leaves what was there.
function registered(work: HostTask, { end }: ItemEnd): HostTask {
  const name = registerOf(work.task.keywords.get('register')?.value);
  if (name === undefined || flag(end.result, 'skipped')) return work;
  return { ...work, evaluator: work.evaluator.in(scopeWith(work, new Map([[name, end.result]]))) };
}

function scopeWith(work: HostTask, variables: ReadonlyMap<string, Value>): LayeredScope {
  const { scope } = work.evaluator;
  const layers = scope instanceof LayeredScope ? scope : new LayeredScope([]);
  return layers.with(valueLayer('loop', variables));
}

// A label that cannot be rendered fails its item alone.
async function labelOf(item: HostTask, { label }: LoopControl, value: Value): Promise<Executed> {
  try {
    return ended(Dict.of([['label', label ? await item.evaluator.node(label) : value]]));
  } catch (error) {
    const { result } = failedBy(error);
    const message = `Failed to template loop_control.label: ${messageOf(error) ?? ''}`;
    return ended(result.set('changed', false).set('msg', message));
  }
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
  const { result, changes, performed, uncertain, delegatedTo, roundTrips, speaks } = end;
  const noLog = silent || end.secret === true;
  return {
    outcome: outcomeOf(result),
    result: shown(result, noLog, end.written),
    diffs: noLog ? [] : diffsOf(result),
    changes: noLog ? [] : changes,
    performed: noLog ? [] : performed,
    ...(uncertain !== undefined && { uncertain }),
    ...(delegatedTo !== undefined && { delegatedTo }),
    ...(speaks && { speaks }),
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
    notify: [...new Set(ends.flatMap(({ end }) => end.notify ?? []))],
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
