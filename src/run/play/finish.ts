// What becomes of a task's end on a host: its registered result, the counts of the recap, notifications, and the event.

import { didYouMean } from '../../load/diagnostics/nearest.ts';
import { error } from '../../model/diagnostic.ts';
import type { Host } from '../../model/inventory.ts';
import { inherited } from '../../model/playbook.ts';
import type { Span } from '../../model/source.ts';
import { Dict } from '../../model/value.ts';
import type { HostTask } from '../context.ts';
import type { FailureHandling } from '../events.ts';
import { RunError } from '../run-error.ts';
import { registerOf } from '../task/attempts.ts';
import { flag, outcomeOf } from '../task/result.ts';
import { ending, type TaskEnd } from '../task/task-end.ts';
import type { Batch } from './batch.ts';
import { failedTask } from './failed-task.ts';
import type { Step } from './walker.ts';

/** A task that ended on a host, and where. */
export interface Finished {
  readonly batch: Batch;
  readonly step: Step;
  readonly work: HostTask;
  readonly end: TaskEnd;
  readonly durationMs: number;
  /** The debugger has told it. */
  readonly told?: boolean;
}

/** Takes the end of a task into account. */
export async function finish(finished: Finished): Promise<void> {
  const { batch, work, end } = finished;
  const { run, host } = work;
  register(finished);
  run.stats.addRoundTrips(host.name, end.roundTrips);
  const outcome = outcomeOf(end.result);
  if (outcome !== 'skipped' && outcome !== 'unreachable') batch.play.hasRun(work.task, host);
  const including = isIncluding(end);
  if (outcome === 'changed' || outcome === 'ok') {
    // Files count one by one when they are included, roles not at all.
    if (!including) run.stats.count(host.name, 'ok', ...(outcome === 'changed' ? (['changed'] as const) : []));
    if (outcome === 'changed') await notify(finished);
  } else if (outcome === 'skipped') run.stats.count(host.name, 'skipped');
  const handling = outcome === 'failed' || outcome === 'unreachable' ? await handled(finished, outcome) : undefined;
  warn(finished);
  if (!including && !finished.told) tell(finished, handling);
}

/** Whether what ended goes on as included files or roles, which are told instead. */
export function isIncluding(end: TaskEnd): boolean {
  const outcome = outcomeOf(end.result);
  return end.includes.length > 0 && (outcome === 'ok' || outcome === 'changed');
}

function register({ work, end }: Finished): void {
  const name = registerOf(work.task.keywords.get('register')?.value);
  if (name === undefined) return;
  for (const sharer of work.sharers) work.run.variables.state(sharer).set(name, end.result);
}

async function handled(finished: Finished, outcome: 'failed' | 'unreachable'): Promise<FailureHandling> {
  const { batch, work, end } = finished;
  const { stats } = work.run;
  const { name } = work.host;
  if (end.ignored) {
    stats.count(name, 'ok', 'ignored', ...(flag(end.result, 'changed') ? (['changed'] as const) : []));
    return 'ignored';
  }
  if (outcome === 'unreachable') {
    stats.count(name, 'unreachable');
    batch.lose(work.host);
    return 'stops';
  }
  const handling = await fail(finished, work.host);
  stats.count(name, handling === 'rescued' ? 'rescued' : 'failed');
  // What one host did for all has failed for all; only its own count shows it.
  if (work.sharers.length > 1) failOthers(finished);
  return handling;
}

function failOthers(finished: Finished): void {
  const { batch, work } = finished;
  for (const other of batch.hosts) {
    const walker = batch.walker(other);
    if (other !== work.host && !walker.over) walker.fail();
  }
}

async function fail({ batch, work, end }: Finished, host: Host): Promise<FailureHandling> {
  const { task, evaluator, taskInfo } = work;
  const { args, result } = end;
  return batch.fail(host, { task: await failedTask({ task, evaluator, tags: taskInfo.tags, args }), result });
}

async function notify({ batch, work, end }: Finished): Promise<void> {
  const { play } = batch;
  for (const name of end.notify) {
    const handlers = await play.handlers.notify(name, work.host.name, play.evaluator());
    if (handlers === undefined)
      throw new RunError([
        error(`there is no handler '${name}'`, notifySpan(work), didYouMean(name, play.handlers.names())),
      ]);
    for (const _ of handlers) play.run.emitter.emit({ kind: 'handler-notified', handler: name, host: work.host.name });
  }
}

function notifySpan({ task }: HostTask): Span {
  return inherited(task, 'notify')?.value.span ?? task.span;
}

function warn({ work, end }: Finished): void {
  const { run, host } = work;
  for (const field of ['warnings', 'deprecations'] as const) {
    const messages = end.result.get(field);
    if (!Array.isArray(messages)) continue;
    for (const one of messages) {
      // Python modules tell of what is deprecated with the version that ends it.
      const message = one instanceof Dict ? one.get('msg') : one;
      if (typeof message === 'string')
        run.emitter.warn({ severity: 'warning', message }, { host: host.name, deprecation: field === 'deprecations' });
    }
  }
}

/** Tells how a task ended on a host. */
export function tell({ work, end, durationMs }: Finished, handling: FailureHandling | undefined): void {
  const attempts = end.result.get('attempts');
  work.run.emitter.emit({
    kind: 'host-task-finished',
    task: work.taskInfo,
    host: work.host.name,
    ...ending({ end, noLog: work.noLog }),
    durationMs,
    loop: end.loop,
    ...(handling && { handling }),
    ...(typeof attempts === 'number' && { attempts }),
  });
}
