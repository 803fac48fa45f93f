// Waits for a job that a task started, as `poll` above 0 asks for.

import { setTimeout } from 'node:timers/promises';
import { Dict, toValue } from '../../model/value.ts';
import { type JobStatus, removal, statusLook, statusOf } from '../../module/jobs/results-file.ts';
import { fragmentOf } from '../../plan/command.ts';
import type { HostTask } from '../context.ts';
import { InterruptedError } from '../sleep.ts';
import type { TaskOptions } from '../task/options.ts';
import type { Ended } from '../task/result.ts';
import { lostResult } from '../task/target.ts';
import type { StartedJob } from './background.ts';

/** Milliseconds. */
const FIRST_WAIT = 50;
const LONGEST_WAIT = 1000;
/** What a job that ended in time may take to say so. */
const GRACE = 1000;

/** Waits until there is a result or the time is over: not longer than it takes, whatever `poll` says, which only decides how often it is told. */
export async function waitFor(work: HostTask, job: StartedJob, { async: limit, poll }: TaskOptions): Promise<Ended> {
  const { run } = work;
  const last = job.deadline + GRACE;
  const telling = new Telling(work, job, poll);
  let isDriven = true;
  void job.over.then(() => {
    isDriven = false;
  });
  for (let wait = FIRST_WAIT; ; ) {
    if (isDriven) await nap(Math.min(telling.next, last) - Date.now(), run.signal, job.over);
    else await nap(wait, run.signal);
    if (!isDriven || Date.now() >= last) {
      const status = await ask(job);
      if (!('exists' in status)) return endOf(job, status);
      if (status.finished) {
        telling.tell({ finished: true, failed: status.result.failed === true });
        run.jobs.ended(job.id);
        await job.exchange.run([removal(job.resultsFile)]);
        return endOf(job, toDict(status.result));
      }
      if (Date.now() >= last || !job.exchange.left) {
        telling.tell({ finished: false, failed: true });
        return endOf(job, lateResult(status, limit));
      }
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
    telling.tellInTime();
  }
}

function endOf(job: StartedJob, result: Dict): Ended {
  return { result, ...job.done, roundTrips: job.exchange.roundTrips };
}

// The job's own lane, since that one is opened again where it is lost.
async function ask({ id, resultsFile, exchange }: StartedJob): Promise<JobStatus | Dict> {
  const directory = resultsFile.slice(0, resultsFile.lastIndexOf('/'));
  const outcome = await exchange.run([fragmentOf(statusLook({ directory, id }).command)]);
  const [reply] = outcome.replies;
  if (outcome.kind === 'lost') return lostResult(outcome.failure);
  if (!reply) throw new TypeError('unreachable: a batch that was answered has its replies');
  return statusOf(reply, id);
}

function lateResult({ result }: JobStatus, limit: number): Dict {
  return toDict({
    failed: true,
    changed: false,
    msg: `async task did not complete within the requested time - ${limit}s`,
    async_result: result,
  });
}

function toDict(result: Parameters<typeof toValue>[0]): Dict {
  const value = toValue(result);
  return value instanceof Dict ? value : new Dict();
}

/** Waits for some milliseconds, or until something is over. */
async function nap(milliseconds: number, signal: AbortSignal, until?: Promise<void>): Promise<void> {
  const early = new AbortController();
  void until?.then(() => early.abort());
  try {
    await setTimeout(Math.max(0, milliseconds), undefined, { signal: AbortSignal.any([signal, early.signal]) });
  } catch {
    if (signal.aborted) throw new InterruptedError();
  }
}

/** Tells every `poll` seconds that a job is still asked for. */
class Telling {
  readonly #work: HostTask;
  readonly #job: StartedJob;
  readonly #pollMs: number;
  #next: number;

  constructor(work: HostTask, job: StartedJob, poll: number) {
    this.#work = work;
    this.#job = job;
    this.#pollMs = poll * 1000;
    this.#next = Date.now() + this.#pollMs;
  }

  /** When it is told the next time, in milliseconds since the epoch. */
  get next(): number {
    return this.#next;
  }

  tellInTime(): void {
    if (Date.now() < this.#next) return;
    this.tell({ finished: false, failed: false });
    this.#next += this.#pollMs;
  }

  tell(state: { readonly finished: boolean; readonly failed: boolean }): void {
    const { run, taskInfo, host } = this.#work;
    run.emitter.emit({ kind: 'host-polled', task: taskInfo, host: host.name, job: this.#job.id, ...state });
  }
}
