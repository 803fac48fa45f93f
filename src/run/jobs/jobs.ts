// The background jobs that a run has started: which of them still need the run, and what check mode predicts of them.

import { setTimeout } from 'node:timers/promises';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Result } from '../../plan/plan.ts';

/** A job on a host. */
export interface Job {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Inventory name of the machine it runs on. */
  readonly host: string;
  readonly action: string;
  /** Absolute path on the host. */
  readonly resultsFile: string;
  /** When the host ends it, in milliseconds since the epoch. */
  readonly deadline: number;
  /** Settles when nothing is left to do for the run: it is finished, or the host goes on alone. Never rejects. */
  readonly over: Promise<void>;
}

/** One for a run. */
export class Jobs {
  /** Jobs that may still change their host. */
  readonly #running = new Map<string, Job>();
  /** Jobs for which this run has something to do. */
  readonly #driven = new Set<Job>();
  readonly #predicted = new Map<string, Result>();

  add(job: Job): void {
    this.#running.set(job.id, job);
    this.#driven.add(job);
    void job.over.then(() => this.#driven.delete(job));
  }

  /** It is known to have ended. */
  ended(id: string): void {
    this.#running.delete(id);
  }

  /** Whether a job may be changing something on any host at this moment. */
  get busy(): boolean {
    const now = Date.now();
    for (const [id, { deadline }] of this.#running) if (deadline < now) this.#running.delete(id);
    return this.#running.size > 0;
  }

  /** Milliseconds since it was started; `undefined` for a job of another run, or one that has ended. */
  age(id: string): number | undefined {
    const job = this.#running.get(id);
    return job && Date.now() - job.startedAt;
  }

  /** What check mode says that a job would come to. */
  predict(id: string, result: Result): void {
    this.#predicted.set(id, result);
  }

  predicted(id: string): Result | undefined {
    return this.#predicted.get(id);
  }

  /** Waits for the jobs that would not be done without this run; `tell` is told of those that take long. */
  async settle(signal: AbortSignal, tell: (job: Job) => void): Promise<void> {
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    const soon = setTimeout(PATIENCE_MS, undefined, { ref: false });
    for (const job of this.#driven) {
      if (signal.aborted) return;
      await Promise.race([job.over, aborted, soon]);
      if (this.#driven.has(job) && !signal.aborted) tell(job);
      await Promise.race([job.over, aborted]);
    }
  }
}

const PATIENCE_MS = 1000;

/** Tells that a run goes on for a job alone. */
export function waitingFor({ id, host, action }: Job): Diagnostic {
  return {
    severity: 'warning',
    message: `the run waits for the background job ${id} on ${host}: ${action} takes steps that only the run can do`,
  };
}
