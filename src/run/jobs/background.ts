// A task in the background: its job is started, and either left to itself or waited for.
//
// Ansible copies a program to the host that runs the module there. Our modules are looks and plans on the controller, so a job has two sides:
// - On the host, the directory that `async_dir` names holds the results file, the same as Ansible's, and beside it a private directory in which
//   the job works. Every batch of changes runs there in a session of its own (`src/host/detached`): it outlives the lane, the connection and tsplay,
//   and everything it started is ended when the job's time is over.
// - On the controller, the module goes through its stages as ever, on a lane that jobs share, while the play goes on (`JobExchange`). When it is
//   through, it writes its result into the results file.
// A task that is nothing but one command (`command`, `shell`) does not need the controller once it runs: its change carries a report, from which
// the host writes the results file itself. All others are driven by the run, which waits for them at its end.
// `async_status` only ever reads the results file, so that it makes no difference who started a job, who wrote its result, and when.

import { Dict, toValue } from '../../model/value.ts';
import { executeModule } from '../../module/execute.ts';
import { completion, creation, newJobId } from '../../module/jobs/results-file.ts';
import type { Change, Performed } from '../../plan/change.ts';
import type { HostTask } from '../context.ts';
import { pathExpander } from '../host/remote-paths.ts';
import { InterruptedError, pauseFor } from '../sleep.ts';
import { secretsIn, starredDict } from '../task/censor.ts';
import { failure, messageOf } from '../task/failure.ts';
import type { Invocation } from '../task/invoke.ts';
import { type Ended, ended, plainResult } from '../task/result.ts';
import { runAction } from '../task/run-action.ts';
import { reach } from '../task/target.ts';
import { asyncDirectory } from './directory.ts';
import { JobExchange } from './job-exchange.ts';
import type { Job } from './jobs.ts';
import { predict } from './predict.ts';
import { isBackground } from './supported.ts';
import { waitFor } from './wait.ts';

/** A job with what this run knows of it. */
export interface StartedJob extends Job {
  readonly exchange: JobExchange;
  /** What was done so far, for events. */
  readonly done: Pick<Ended, 'changes' | 'performed'>;
}

/** Executes a task with `async`. `foreground` executes it as if it had none. */
export async function inBackground(
  work: HostTask,
  invocation: Invocation,
  foreground: () => Promise<Ended>,
): Promise<Ended> {
  const { found, options, target } = invocation;
  if (!isBackground(found)) return ended(refusal('async is not supported for this task.'));
  const directory = await work.evaluator.run((evaluation) => asyncDirectory(evaluation, work.run.settings));
  const id = newJobId();
  if (options.check) return predict(work.run.jobs, { id, directory, poll: options.poll }, await foreground());
  const reached = await reach(work, target);
  if (!reached.ok) return ended(reached.result);
  const created = await reached.lane.run([creation({ directory, id })]);
  const [reply] = created.replies;
  if (created.kind === 'lost' || !reply) return foreground();
  if (reply.code !== 0)
    return ended(refusal(`could not create the job in ${directory}: ${reply.stderr.toString().trim()}`));
  const job = start(work, invocation, { id, resultsFile: reply.stdout.toString('utf8') });
  work.run.jobs.add(job);
  return options.poll > 0 ? waitFor(work, job, options) : { ...ended(startedResult(job)), roundTrips: 1 };
}

function refusal(message: string): Dict {
  return failure(message).set('changed', false);
}

function startedResult({ id, resultsFile }: Job): Dict {
  return Dict.of([
    ['started', 1],
    ['finished', 0],
    ['ansible_job_id', id],
    ['results_file', resultsFile],
    ['changed', true],
    // A number, as in Ansible.
    ['failed', 0],
  ]);
}

interface Named {
  readonly id: string;
  readonly resultsFile: string;
}

function start(work: HostTask, invocation: Invocation, { id, resultsFile }: Named): StartedJob {
  const { run } = work;
  const { options, target, found } = invocation;
  const { spec, identity } = target.login;
  const deadline = Date.now() + options.async * 1000;
  const exchange = new JobExchange({
    lane: () => run.connections.lane(spec, identity, 'jobs'),
    environment: options.environment,
    shell: spec.shell ?? '/bin/sh',
    resultsFile,
    deadline,
    signal: run.signal,
  });
  const job = {
    id,
    host: target.host.name,
    action: found.name,
    resultsFile,
    deadline,
    startedAt: Date.now(),
    exchange,
  };
  const done = { changes: [], performed: [] };
  return { ...job, done, over: carry(work, invocation, { ...job, done }) };
}

interface Carried extends Omit<StartedJob, 'over' | 'done'> {
  readonly done: { changes: readonly Change[]; performed: readonly Performed[] };
}

/** Takes a job to its end and writes its result. Never rejects: there may be nobody who waits. */
async function carry(work: HostTask, invocation: Invocation, job: Carried): Promise<void> {
  const { exchange, done, id, host, resultsFile } = job;
  try {
    const end = await drive(work, invocation, exchange);
    done.changes = end.changes;
    done.performed = end.performed;
    if (exchange.left || end.lost) return;
    const result = starredDict(end.result, secretsIn(invocation.found.module.params, invocation.args));
    const written = await exchange.run([completion(resultsFile, plainResult(result))]);
    const [reply] = written.replies;
    if (reply && reply.code !== 0) throw new Error(reply.stderr.toString('utf8').trim());
  } catch (error) {
    if (error instanceof InterruptedError) return;
    const why = error instanceof Error ? error.message : String(error);
    const message = `the result of job ${id} on ${host} could not be written to ${resultsFile}: ${why}`;
    work.run.emitter.warn({ severity: 'warning', message });
  }
}

interface Driven extends Ended {
  /** There is no result: the host cannot be reached, or goes on alone. */
  readonly lost: boolean;
}

/** Takes the module through its stages; what goes wrong there is its result. */
async function drive(work: HostTask, invocation: Invocation, exchange: JobExchange): Promise<Driven> {
  try {
    const { module } = invocation.found;
    if (module.kind === 'action') return { ...(await runAction(work, { ...invocation, action: module })), lost: false };
    return await driveModule(work, invocation, exchange);
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    const message = messageOf(error) ?? `Unexpected failure during module execution: ${String(error)}`;
    return { ...ended(failure(message)), lost: false };
  }
}

async function driveModule(work: HostTask, invocation: Invocation, exchange: JobExchange): Promise<Driven> {
  const { args, options, found, target } = invocation;
  const { run, surroundings, evaluator } = work;
  if (found.module.kind === 'action') throw new TypeError('an action is no module');
  const lane = await run.connections.lane(target.login.spec, target.login.identity, 'jobs');
  const { result, changes, performed, lost } = await executeModule(found.module, args, {
    lane: exchange,
    diff: options.diff,
    files: surroundings.files(evaluator),
    expandPath: lane.ok ? await pathExpander(lane.value, args, found.module.params) : (path) => path,
    sleep: (seconds) => pauseFor(seconds, run.signal),
  });
  return { ...ended(toDict(result)), changes, performed, lost: lost !== undefined };
}

function toDict(result: Parameters<typeof toValue>[0]): Dict {
  const value = toValue(result);
  return value instanceof Dict ? value : new Dict();
}
