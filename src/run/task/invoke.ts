// Runs the module or action of a task once: finds it, renders its arguments, reaches the host, and carries out its effects.

import type { Lane } from '../../host/index.ts';
import { Dict, toValue, type Value } from '../../model/value.ts';
import { executeModule } from '../../module/execute.ts';
import type { Module } from '../../module/module.ts';
import type { FoundModule } from '../../module/registry.ts';
import type { HostTask } from '../context.ts';
import { pathExpander } from '../host/remote-paths.ts';
import { TaskLane } from '../host/task-lane.ts';
import { pauseFor } from '../sleep.ts';
import { argumentsOf } from './arguments.ts';
import { secretsIn, starredDict } from './censor.ts';
import { TaskError } from './failure.ts';
import { findModule } from './find-module.ts';
import { type TaskOptions, taskOptions } from './options.ts';
import { type Ended, ended } from './result.ts';
import { runAction } from './run-action.ts';
import { lostResult, reach, type Target, targetOf } from './target.ts';

/** One call of a module or action, ready to go. */
export interface Invocation {
  readonly found: FoundModule;
  readonly args: ReadonlyMap<string, Value>;
  readonly options: TaskOptions;
  readonly target: Target;
}

/** Executes a task's action once, without judging its result. */
export async function invoke(work: HostTask): Promise<Ended> {
  const { run, task, evaluator } = work;
  const found = await findModule(work);
  const { args, options } = await evaluator.run((evaluation) => ({
    args: argumentsOf(evaluation, task, found),
    options: taskOptions(evaluation, task, run.settings),
  }));
  const target = await targetOf(work);
  const invocation = { found, args, options: inTime(options), target };
  const end =
    found.module.kind === 'action'
      ? await runAction(work, { ...invocation, action: found.module })
      : await runModule(work, invocation, found.module);
  const result = starredDict(end.result, secretsIn(found.module.params, args));
  return { ...end, result, ...(target.delegatedTo !== undefined && { delegatedTo: target.delegatedTo }) };
}

// We wait on the connection that is open anyway; what `async` promises beyond that is only a limit of time.
function inTime(options: TaskOptions): TaskOptions {
  if (options.async <= 0) return options;
  if (options.poll <= 0) {
    throw new TaskError(
      'a task in the background (async with poll: 0) is not supported yet; with a poll above 0 it is waited for',
    );
  }
  return { ...options, timeout: options.timeout > 0 ? Math.min(options.timeout, options.async) : options.async };
}

async function runModule(work: HostTask, invocation: Invocation, module: Module): Promise<Ended> {
  const reached = await reach(work, invocation.target);
  if (!reached.ok) return ended(reached.result);
  return onLane(work, invocation, { module, lane: reached.lane });
}

async function onLane(
  work: HostTask,
  { args, options, target, found }: Invocation,
  { module, lane }: { readonly module: Module; readonly lane: Lane },
): Promise<Ended> {
  const { run, surroundings, evaluator } = work;
  const taskLane = new TaskLane(lane, options);
  const execution = await executeModule(module, args, {
    lane: taskLane,
    ...(options.check && { world: run.worlds.of(target.host.name) }),
    diff: options.diff,
    files: surroundings.files(evaluator),
    expandPath: await pathExpander(lane, args, module.params),
    sleep: (seconds) => pauseFor(seconds, run.signal),
  });
  const { changes, performed, uncertain, lost } = execution;
  const result = lost ? lostResult(lost.failure) : toDict(execution.result);
  if (taskLane.timedOut) {
    result.set('failed', true);
    result.set(
      'msg',
      `The ${found.name} action failed to execute in the expected time frame (${options.timeout}) and was terminated`,
    );
  }
  return { result, changes, performed, roundTrips: taskLane.roundTrips, ...(uncertain !== undefined && { uncertain }) };
}

function toDict(result: Parameters<typeof toValue>[0]): Dict {
  const value = toValue(result);
  return value instanceof Dict ? value : new Dict();
}
