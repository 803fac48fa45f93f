// Carries out one step of a play on the hosts that have come to it.

import pLimit from 'p-limit';
import { error } from '../../model/diagnostic.ts';
import type { Host } from '../../model/inventory.ts';
import { inherited, roleOf } from '../../model/playbook.ts';
import type { FoundModule } from '../../module/registry.ts';
import { str } from '../../template/index.ts';
import { allEnded } from '../all-ended.ts';
import type { HostTask } from '../context.ts';
import type { TaskInfo } from '../events.ts';
import { hidesWhatFollows } from '../lookahead/coming.ts';
import type { Coming } from '../lookahead/guesses.ts';
import { RunError } from '../run-error.ts';
import { Evaluator } from '../scope/evaluator.ts';
import { InterruptedError } from '../sleep.ts';
import { engineAction } from '../task/engine-action.ts';
import { messageOf } from '../task/failure.ts';
import { boolKeyword, integerKeyword, noLogOf } from '../task/options.ts';
import { runTask } from '../task/run-task.ts';
import type { TaskEnd } from '../task/task-end.ts';
import type { Batch } from './batch.ts';
import { debugged } from './debugged.ts';
import { checkFatal } from './fatal.ts';
import { finish } from './finish.ts';
import { includeAll } from './include-files.ts';
import { performMeta } from './meta.ts';
import { NobodyAnswers } from './stepping.ts';
import { taskInfo, taskName } from './task-info.ts';
import { readVarsFiles } from './vars-files.ts';
import type { Step } from './walker.ts';

/** The hosts of a step, and what is the same for all of them. */
export interface StepRun {
  readonly batch: Batch;
  readonly step: Step;
  readonly hosts: readonly Host[];
}

/** Carries out a step on hosts that have advanced over it. */
export async function performStep(given: StepRun): Promise<void> {
  const { batch, step } = given;
  const { task } = step;
  for (const host of given.hosts) if (task.handler) batch.play.handlers.clear(task, host.name);
  if (engineAction(task) !== 'meta' && !(await isAllowed(given))) return;
  const announced = await announce(given);
  if (engineAction(task) === 'meta') return performMeta({ ...given, ...announced });
  const hosts = announced.once ? given.hosts.slice(0, 1) : given.hosts;
  const throttle = pLimit(announced.throttle > 0 ? announced.throttle : Number.POSITIVE_INFINITY);
  const ends = await allEnded(
    hosts.map((host) => throttle(() => batch.play.run.forks(() => performOn({ ...given, ...announced }, host)))),
  );
  await includeAll(
    given,
    announced.info,
    ends.filter((end) => end !== undefined),
  );
  if (!batch.play.run.signal.aborted) checkFatal(given, announced);
}

// `--step`.
async function isAllowed({ batch, step }: StepRun): Promise<boolean> {
  try {
    return await batch.play.run.stepping.allows(step.task, keyOf(batch, step));
  } catch (problem) {
    if (!(problem instanceof NobodyAnswers)) throw problem;
    throw new RunError([
      error('nobody answers --step any more', undefined, 'run it on a terminal, or pipe the answers in'),
    ]);
  }
}

/** What was told of a step, and what was found out for that. */
export interface Announced {
  readonly info: TaskInfo;
  /** One host does it for all, and all of them get what it registers. */
  readonly shared: boolean;
  readonly once: boolean;
  readonly throttle: number;
  readonly fatal: boolean;
}

/** Announces a step before its first host starts on it. */
async function announce({ batch, step, hosts }: StepRun): Promise<Announced> {
  const [first] = hosts;
  if (!first) throw new TypeError('a step needs hosts');
  const { play } = batch;
  const evaluator = evaluatorOn(batch, step, first);
  const { name, ...found } = await evaluator.run((evaluation) => ({
    name: leniently(() => taskName(step.task, evaluation), taskName(step.task)),
    once: leniently(() => boolKeyword(evaluation, step.task, 'run_once', false), false),
    throttle: leniently(() => integerKeyword(evaluation, step.task, 'throttle', 0), 0),
    fatal: leniently(() => boolKeyword(evaluation, step.task, 'any_errors_fatal', play.options.anyErrorsFatal), false),
    noLog: leniently(() => noLogOf(evaluation, step.task, play.run.settings), true),
    check: leniently(
      () => boolKeyword(evaluation, step.task, 'check_mode', play.run.settings.check),
      play.run.settings.check,
    ),
  }));
  const module = await moduleOf(step, batch, evaluator);
  if (found.once && play.options.strategy === 'free') warnOfOnce(step, play);
  const single = found.once || (module?.module.kind === 'action' && module.module.oncePerPlay);
  const once = single && play.options.strategy !== 'free';
  const shared = once && found.once;
  const known = batch.infoOf(step);
  if (known) return { ...found, once, shared, info: known };
  const { noLog, check } = found;
  const info = taskInfo(step.task, {
    play: play.info,
    name,
    action: module?.name,
    noLog,
    check,
    tags: play.selection.tagsOf(step.task),
  });
  batch.setInfo(step, info);
  if (!isSilent(step))
    play.run.emitter.emit({ kind: 'task-started', task: info, hosts: hosts.map((host) => host.name) });
  return { ...found, once, shared, info };
}

// As Ansible: nobody waits for the others there, so that each host does it.
function warnOfOnce({ task }: Step, { run }: Batch['play']): void {
  const message = 'run_once does not hold under the strategy free: the task is done on every host';
  const span = inherited(task, 'run_once')?.key.span ?? task.span;
  run.emitter.warn({ severity: 'warning', message, span });
}

// What cannot be rendered here fails the task on each host, where it is rendered again.
function leniently<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && error.name !== 'Suspension') return otherwise;
    throw error;
  }
}

// Modules that cannot be found fail the task on each host, with a better message.
async function moduleOf({ task }: Step, { play }: Batch, evaluator: Evaluator): Promise<FoundModule | undefined> {
  if (engineAction(task) !== undefined) return undefined;
  const { word } = task.action;
  const name = word.includes('{')
    ? await evaluator.run((evaluation) => leniently(() => str(evaluation.text(word)), word))
    : word;
  return play.run.modules.resolve(name, roleOf(task)?.library ?? []).catch(() => undefined);
}

function isSilent({ task }: Step): boolean {
  return task.implicit && engineAction(task) === 'meta';
}

export function evaluatorOn({ play }: Batch, step: Step, host: Host): Evaluator {
  const scope = play.run.variables.taskScope(host, play.layers, step.task, step.includes);
  return new Evaluator(play.run.surroundings(step.task).engine, scope);
}

/** A task's end on a host that is not out by then, for what it includes. */
export interface HostEnd {
  readonly host: Host;
  readonly end: TaskEnd;
}

async function performOn(given: StepRun & Announced, host: Host): Promise<HostEnd | undefined> {
  const { batch, info } = given;
  const { run } = batch.play;
  if (run.signal.aborted) return undefined;
  const started = Date.now();
  run.inFlight.start(host.name, info);
  run.emitter.emit({ kind: 'host-task-started', task: info, host: host.name });
  try {
    const end = await endOf(given, await hostWork(given, host), started);
    if (!end) return undefined;
    if (end.result.has('ansible_facts') && batch.mustReadAgain(host)) await readVarsFiles(batch.play, host);
    return { host, end };
  } catch (error) {
    // What was interrupted stays in flight: nobody knows how it ended.
    if (error instanceof InterruptedError) return undefined;
    throw error;
  }
}

/** Runs a task, again where the debugger says so, and takes its end into account. `undefined` where the run was ended meanwhile. */
async function endOf(
  { batch, step, info }: Pick<StepRun & Announced, 'batch' | 'step' | 'info'>,
  work: HostTask,
  started: number,
): Promise<TaskEnd | undefined> {
  const { run, host } = work;
  const end = await runTask(work);
  if (run.signal.aborted) return undefined;
  run.inFlight.end(host.name);
  const finished = { batch, step, work, end, durationMs: Date.now() - started };
  const verdict = await debugged(finished);
  if (verdict?.next === 'redo') {
    run.inFlight.start(host.name, info);
    return endOf({ batch, step, info }, verdict.work, Date.now());
  }
  await finish({ ...finished, told: verdict !== undefined });
  return end;
}

/** A task on a host, ready to run. */
export async function hostWork({ batch, step, info, shared }: StepRun & Announced, host: Host): Promise<HostTask> {
  const { play } = batch;
  const { run, layers } = play;
  const evaluator = evaluatorOn(batch, step, host);
  const work: HostTask = {
    run,
    info: play.info,
    layers,
    task: step.task,
    taskInfo: info,
    includes: step.includes,
    host,
    evaluator,
    surroundings: run.surroundings(step.task),
    noLog: await isSecret(evaluator, step, run.settings),
    sharers: shared ? batch.hosts.map((one) => one.name) : [host.name],
    key: keyOf(batch, step),
    coming: () => comingOf(batch, work),
  };
  return work;
}

function keyOf({ play }: Batch, { position }: Step): string {
  return `${play.info.id} ${position.join('.')}`;
}

function* comingOf(batch: Batch, now: HostTask): Generator<Coming> {
  for (const step of batch.walker(now.host).ahead()) {
    const { task, includes } = step;
    if (hidesWhatFollows(task)) return;
    const key = keyOf(batch, step);
    const surroundings = now.run.surroundings(task);
    yield {
      key,
      work: () => ({
        ...now,
        task,
        includes,
        key,
        surroundings,
        evaluator: evaluatorOn(batch, step, now.host).guessing(),
      }),
    };
  }
}

async function isSecret(evaluator: Evaluator, { task }: Step, settings: HostTask['run']['settings']): Promise<boolean> {
  if (!settings.noLog && !inherited(task, 'no_log')) return false;
  try {
    return await evaluator.run((evaluation) => noLogOf(evaluation, task, settings));
  } catch (error) {
    // Better silent than telling a secret: the same mistake fails the task where its keywords are read.
    if (messageOf(error) === undefined) throw error;
    return true;
  }
}
