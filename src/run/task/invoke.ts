// Runs the module or action of a task once: finds it, renders its arguments, reaches the host, and carries out its effects.

import type { Lane } from '../../host/index.ts';
import { type Diagnostic, error } from '../../model/diagnostic.ts';
import { Dict, toValue, type Value } from '../../model/value.ts';
import { executeModule } from '../../module/execute.ts';
import type { Module } from '../../module/module.ts';
import type { FoundModule } from '../../module/registry.ts';
import { touches } from '../../plan/changes/index.ts';
import { str } from '../../template/index.ts';
import type { HostTask } from '../context.ts';
import { pathExpander } from '../host/remote-paths.ts';
import { TaskLane } from '../host/task-lane.ts';
import { inBackground } from '../jobs/background.ts';
import { viewOf } from '../lookahead/guess.ts';
import { isController } from '../lookahead/machines.ts';
import { Sight } from '../lookahead/sight.ts';
import { pauseFor } from '../sleep.ts';
import { argumentsOf } from './arguments.ts';
import { secretsIn, starredDict } from './censor.ts';
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

/** Renders what a task is to do, once for all its attempts. Throws `EvaluationError` and `TaskError`. */
export async function prepareInvocation(work: HostTask): Promise<Invocation> {
  const { run, task, evaluator } = work;
  const found = await findModule(work);
  const { args, options } = await evaluator.run((evaluation) => ({
    args: argumentsOf(evaluation, task, found),
    options: taskOptions(evaluation, task, run.settings),
  }));
  return { found, args, options, target: await targetOf(work) };
}

/** Executes a task's action once, without judging its result. */
export async function invoke(work: HostTask, invocation: Invocation): Promise<Ended> {
  const { run } = work;
  const { found, args, options, target } = invocation;
  const forget = (): void => run.lookahead?.machine(target.login.spec).forget();
  // What was looked at before may be changed by a job at any moment.
  if (run.jobs.busy) forget();
  const end =
    options.async > 0 && !staysInFront(invocation)
      ? await inBackground(work, invocation, () => inForeground(work, invocation))
      : await inForeground(work, invocation);
  if (options.async > 0 || !looksAndPlans(found)) forget();
  const result = starredDict(end.result, secretsIn(found.module.params, args));
  const { delegatedTo, address } = target;
  // Whoever is delegated to itself is not delegated.
  if (delegatedTo === undefined || delegatedTo === work.host.name) return { ...end, result };
  return { ...end, result, delegatedTo, ...(address !== undefined && { delegatedAddress: address }) };
}

function staysInFront({ found: { module }, args }: Invocation): boolean {
  return module.kind === 'action' && module.staysInFront(args);
}

function inForeground(work: HostTask, invocation: Invocation): Promise<Ended> {
  const { module } = invocation.found;
  return module.kind === 'action'
    ? runAction(work, { ...invocation, action: module })
    : runModule(work, invocation, module);
}

// What an action, or a program of its own, did on the host is not known.
function looksAndPlans({ module }: FoundModule): boolean {
  return module.kind === 'module' || (module.kind === 'action' && !module.needsHost);
}

async function runModule(work: HostTask, invocation: Invocation, module: Module): Promise<Ended> {
  const reached = await reach(work, invocation.target);
  if (!reached.ok) return ended(reached.result);
  return onLane(work, invocation, { module, lane: reached.lane });
}

async function onLane(
  work: HostTask,
  { found, args, options, target }: Invocation,
  { module, lane }: { readonly module: Module; readonly lane: Lane },
): Promise<Ended> {
  const { run, surroundings, evaluator } = work;
  const taskLane = new TaskLane(lane, options, sightOf(work, target, { lane, options }));
  const execution = await executeModule(module, args, {
    lane: taskLane,
    ...(options.check && { world: run.worlds.of(target.host.name) }),
    changesNothing: neverChanges(work),
    diff: options.diff,
    files: surroundings.files(evaluator),
    expandPath: await pathExpander(lane, args, module.params),
    moduleName: found.name,
    sleep: (seconds) => pauseFor(seconds, run.signal),
    sent: work.sent,
  });
  const { changes, performed, uncertain, leftOut, lost } = execution;
  const result = taskLane.timedOut
    ? timedOut(work, options)
    : lost
      ? lostResult(lost.failure, lost.inFlight)
      : toDict(execution.result);
  return {
    ...{ result, changes, performed, roundTrips: taskLane.roundTrips, waits: taskLane.waits },
    ...(uncertain !== undefined && { uncertain }),
    ...(leftOut && { leftOut }),
    ...(execution.misused && { problems: [misuse(work, result)] }),
  };
}

function misuse({ task }: HostTask, result: Dict): Diagnostic {
  return error(str(result.get('msg') ?? ''), task.action.span);
}

// Only as it is written: what a condition gives is not known before the command ran.
function neverChanges({ task }: HostTask): boolean {
  const node = task.keywords.get('changed_when')?.value;
  return node?.kind === 'scalar' && (node.value === false || /^(false|no)$/i.test(String(node.value)));
}

// Nothing else is told: what there is of output is of a task that did not end.
function timedOut({ task }: HostTask, { timeout }: TaskOptions): Dict {
  const msg = `The ${task.action.word} action failed to execute in the expected time frame (${timeout}) and was terminated`;
  return Dict.of([
    ['failed', true],
    ['changed', false],
    ['msg', msg],
  ]);
}

interface Laned {
  readonly lane: Lane;
  readonly options: TaskOptions;
}

function sightOf(work: HostTask, { host, login, delegatedTo }: Target, { lane, options }: Laned): Sight | undefined {
  const { lookahead } = work.run;
  if (!lookahead) return undefined;
  const foresight = lookahead.machine(login.spec);
  // Commands of the controller, and those done for another host, are what reaches further than their machine.
  const reaches = delegatedTo !== undefined || isController(login.spec);
  return new Sight({
    foresight,
    guesses: lookahead.host(work.host.name),
    lane,
    view: viewOf(lane, options.environment),
    shares: options.timeout === 0 && host === work.host,
    coming: work.coming,
    onReach: (changes) => {
      if (reaches && changes.some((change) => touches(change).includes('anything'))) lookahead.forgetOthers(foresight);
    },
  });
}

function toDict(result: Parameters<typeof toValue>[0]): Dict {
  const value = toValue(result);
  return value instanceof Dict ? value : new Dict();
}
