// A lane as one task uses it: with the task's environment and time, and counting its round trips and what it waits for them.

import { performance } from 'node:perf_hooks';
import type { BatchOptions, BatchOutcome, Fragment, HostClock, Lane } from '../../host/index.ts';
import type { Change } from '../../plan/change.ts';
import { type Asked, askHost, type Exchange } from '../../plan/exchange.ts';
import type { Look } from '../../plan/look.ts';
import type { Wait } from '../events.ts';

export interface TaskLaneOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** Seconds that all exchanges of the task may take together; 0 is none. */
  readonly timeout: number;
}

/** How a task's looks and changes go about what is known ahead. */
export interface Ahead {
  ask(looks: readonly Look[], exchange: Pick<Exchange, 'run'>): Promise<Asked>;
  change(changes: readonly Change[], send: () => Promise<BatchOutcome>): Promise<BatchOutcome>;
}

/** Runs batches of a task. */
export class TaskLane implements Exchange {
  readonly #lane: Lane;
  readonly #ahead: Ahead | undefined;
  readonly #environment: Readonly<Record<string, string>> | undefined;
  readonly #deadline: number | undefined;
  readonly #waits: Wait[] = [];
  #roundTrips = 0;
  #timedOut = false;

  constructor(lane: Lane, { environment, timeout }: TaskLaneOptions, ahead?: Ahead) {
    this.#lane = lane;
    this.#ahead = ahead;
    this.#environment = Object.keys(environment).length > 0 ? environment : undefined;
    this.#deadline = timeout > 0 ? Date.now() + timeout * 1000 : undefined;
  }

  get clock(): HostClock | undefined {
    return this.#lane.clock;
  }

  /** Exchanges so far. */
  get roundTrips(): number {
    return this.#roundTrips;
  }

  /** When it was waited for the host. */
  get waits(): readonly Wait[] {
    return this.#waits;
  }

  /** Whether `timeout` ended something. */
  get timedOut(): boolean {
    return this.#timedOut;
  }

  async ask(looks: readonly Look[]): Promise<Asked> {
    if (!this.#ahead) return askHost(this, looks);
    const start = performance.now();
    const trips = this.#roundTrips;
    const asked = await this.#ahead.ask(looks, this);
    // Another task's exchange brings the answer: that was waited for all the same.
    if (this.#roundTrips === trips) this.#waited(start);
    return asked;
  }

  change(
    changes: readonly Change[],
    batch: readonly Fragment[],
    { sent, ...options }: BatchOptions & { readonly sent: () => void },
  ): Promise<BatchOutcome> {
    const send = (): Promise<BatchOutcome> => {
      const outcome = this.run(batch, options);
      sent();
      return outcome;
    };
    return this.#ahead ? this.#ahead.change(changes, send) : send();
  }

  async run(batch: readonly Fragment[], options?: BatchOptions): Promise<BatchOutcome> {
    this.#roundTrips++;
    const fragments = batch.map((fragment) => this.#prepared(fragment));
    const start = performance.now();
    const outcome = await this.#lane.run(fragments, options);
    this.#waited(start);
    if (this.#deadline !== undefined && outcome.replies.some((reply) => reply.timedOut)) this.#timedOut = true;
    return outcome;
  }

  #waited(start: number): void {
    const ms = performance.now() - start;
    const tripMs = this.#lane.roundTripMs;
    this.#waits.push({ at: Date.now() - ms, ms, ...(tripMs !== undefined && { tripMs }) });
  }

  #prepared(fragment: Fragment): Fragment {
    if (this.#environment === undefined && this.#deadline === undefined) return fragment;
    const left = this.#deadline === undefined ? undefined : Math.max(1, this.#deadline - Date.now());
    const own =
      fragment.timeoutMs === undefined || fragment.timeoutMs === 0 ? Number.POSITIVE_INFINITY : fragment.timeoutMs;
    return {
      ...fragment,
      ...(this.#environment && { env: { ...this.#environment, ...fragment.env } }),
      ...(left !== undefined && { timeoutMs: Math.min(own, left) }),
    };
  }
}
