// Runs the items of a loop on one host: one by one, or overlapping where nothing decides in between.

import { inherited } from '../../model/playbook.ts';
import type { Dict, Value } from '../../model/value.ts';
import { type Binding, Suspension } from '../../template/index.ts';
import type { HostTask } from '../context.ts';
import type { Happening } from '../events.ts';
import type { Coming, Guesses } from '../lookahead/guesses.ts';
import { type Layer, LayeredScope, valueLayer } from '../scope/layer.ts';
import { InterruptedError, pauseFor } from '../sleep.ts';
import { registerOf } from './attempts.ts';
import { engineAction } from './engine-action.ts';
import { type Executed, executeItem } from './execute-item.ts';
import { messageOf } from './failure.ts';
import { findModule } from './find-module.ts';
import { itemVariables, type LoopControl, labelText } from './loop.ts';
import { overlapping } from './overlap.ts';
import { flag, hasFailed, loopResult } from './result.ts';
import { ending, isIgnored, type TaskEnd } from './task-end.ts';

/** What is guessed of the host's next tasks; nothing where nobody looks ahead. */
export function guessesOf({ run, host }: HostTask): Guesses | undefined {
  return run.lookahead?.host(host.name);
}

/** A loop with its items at hand. */
export interface Looped {
  readonly items: readonly Value[];
  readonly control: LoopControl;
}

interface ItemEnd {
  readonly end: Executed;
  readonly ignored: boolean;
}

/** Runs the items of a task. Throws what is wrong with an item before its module runs. */
export async function runLoop(work: HostTask, looped: Looped): Promise<TaskEnd> {
  warnOfCollision(work, looped.control);
  return summed(
    (await mayOverlap(work, looped.control)) ? await overlapped(work, looped) : await oneByOne(work, looped),
  );
}

// Keywords that decide after an item whether and when the next one comes, or take it elsewhere.
const ONE_BY_ONE = ['until', 'delegate_to', 'async', 'debugger'];

async function mayOverlap(work: HostTask, { pause, breakWhen }: LoopControl): Promise<boolean> {
  const { task, run } = work;
  if (!run.lookahead || pause > 0 || breakWhen || engineAction(task) !== undefined) return false;
  if (ONE_BY_ONE.some((keyword) => inherited(task, keyword) !== undefined)) return false;
  // What cannot be found fails the first item.
  const found = await findModule(work).catch(() => undefined);
  return found?.module.kind === 'module';
}

function overlapped(work: HostTask, looped: Looped): Promise<readonly ItemEnd[]> {
  const seen: { before?: Promise<ItemEnd>; registered?: Dict } = {};
  return overlapping(looped.items.length, async (at, sent) => {
    if (work.run.signal.aborted) throw new InterruptedError();
    const { before } = seen;
    const one = runItem({ ...seeingRegistered(work, seen), sent }, looped, { at, before, guessFrom: work });
    seen.before = one.then((item) => {
      if (!flag(item.end.result, 'skipped')) seen.registered = item.end.result;
      return item;
    });
    return seen.before;
  });
}

// An item that asks for what the task registers waits until the items before it have ended.
function seeingRegistered(
  work: HostTask,
  seen: { readonly before?: Promise<ItemEnd>; readonly registered?: Dict },
): HostTask {
  const name = registerOf(work.task.keywords.get('register')?.value);
  const { before } = seen;
  if (name === undefined || !before) return work;
  let over = false;
  const ending = Promise.allSettled([before]).then(() => {
    over = true;
  });
  const lookup = (asked: string): Binding | undefined => {
    if (asked !== name) return undefined;
    if (!over) throw new Suspension(ending);
    return seen.registered && { kind: 'value', value: seen.registered };
  };
  const layer: Layer = { level: 'loop', lookup, names: () => [name] };
  return { ...work, evaluator: work.evaluator.in(layersOf(work).with(layer)) };
}

async function oneByOne(work: HostTask, { items, control }: Looped): Promise<readonly ItemEnd[]> {
  const ends: ItemEnd[] = [];
  let seeing = work;
  for (const at of items.keys()) {
    if (at > 0) await pauseFor(control.pause, work.run.signal);
    if (work.run.signal.aborted) throw new InterruptedError();
    const item = await runItem(seeing, { items, control }, { at });
    ends.push(item);
    seeing = registered(seeing, item);
    if (control.breakWhen && (await breaks(work, { control, items, at, item }))) break;
  }
  return ends;
}

interface Turn {
  readonly at: number;
  /** The item before, whose end is told first. */
  readonly before?: Promise<unknown> | undefined;
  /** Where guessing must not wait for the items before. */
  readonly guessFrom?: HostTask;
}

async function runItem(
  work: HostTask,
  { items, control }: Looped,
  { at, before, guessFrom = work }: Turn,
): Promise<ItemEnd> {
  const variables = itemVariables(control, items, at);
  const item = {
    ...work,
    evaluator: work.evaluator.in(scopeWith(work, variables)),
    coming: () => comingItems(guessFrom, { items, control }, at),
  };
  guessesOf(work)?.arrived(work.key, at);
  const known = await labelOf(item, control, items[at] ?? null);
  const announced = typeof known === 'object' ? '' : known;
  progress(item, { number: at + 1, of: items.length, label: work.noLog ? 'None' : announced });
  const started = Date.now();
  const end = await executeItem(item);
  const label = control.label ? await labelOf(registered(item, { end }), control, items[at] ?? null) : known;
  const text = typeof label === 'object' ? 'None' : label;
  if (typeof label === 'object') end.result.set('failed', true).set('msg', label.failed);
  const invocation = end.result.has('invocation') ? undefined : end.invocation?.();
  if (invocation) end.result.set('invocation', invocation);
  for (const [name, value] of variables) end.result.set(name, value);
  const ignored = await isIgnored(item, end.result);
  await before;
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
function registered(work: HostTask, { end }: Pick<ItemEnd, 'end'>): HostTask {
  const name = registerOf(work.task.keywords.get('register')?.value);
  if (name === undefined || flag(end.result, 'skipped')) return work;
  return { ...work, evaluator: work.evaluator.in(scopeWith(work, new Map([[name, end.result]]))) };
}

function scopeWith(work: HostTask, variables: ReadonlyMap<string, Value>): LayeredScope {
  return layersOf(work).with(valueLayer('loop', variables));
}

function layersOf({ evaluator: { scope } }: HostTask): LayeredScope {
  return scope instanceof LayeredScope ? scope : new LayeredScope([]);
}

// A label may hold what its item registered. One that cannot be rendered then fails its item alone.
async function labelOf(
  item: HostTask,
  { label }: LoopControl,
  value: Value,
): Promise<string | { readonly failed: string }> {
  try {
    return labelText(label ? await item.evaluator.node(label) : value);
  } catch (error) {
    const message = messageOf(error);
    if (message === undefined) throw error;
    return { failed: `Failed to template loop_control.label: ${message}` };
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

function summed(ends: readonly ItemEnd[]): TaskEnd {
  const failed = ends.filter(({ end }) => hasFailed(end.result) || flag(end.result, 'unreachable'));
  const { delegatedTo, delegatedAddress } = ends.at(-1)?.end ?? {};
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
    ...(delegatedAddress !== undefined && { delegatedAddress }),
    ...(ends.some(({ end }) => end.secret) && { secret: true }),
  };
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
