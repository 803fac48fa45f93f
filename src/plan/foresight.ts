// What is known of one machine ahead of time: looks that were asked before their task came, and whether they still hold.

import { performance } from 'node:perf_hooks';
import type { Change } from './change.ts';
import { keyOf, type Look } from './look.ts';
import type { Answer } from './plan.ts';
import { survives } from './survival.ts';

/** Who looks: a lane (the identity on the host), and the environment of the task. Others may be answered differently. */
export interface View {
  readonly lane: object;
  readonly environment: string;
}

interface Entry {
  readonly look: Look;
  /** `undefined` where the host gave none that counts. */
  readonly answer: Promise<Answer | undefined>;
  seen?: Answer;
  /** When it was answered, in milliseconds of the monotonic clock. */
  since?: number;
  /** How many tasks are still to use it. */
  uses: number;
}

interface Ongoing {
  readonly lane: object;
  readonly changes: readonly Change[];
}

/** The world goes on while a play runs: what was looked at longer ago (milliseconds) is looked at again. */
const LASTS = 5000;

/** From so many answers on, those that are too old are looked for: tasks that were skipped never come for theirs. */
const MANY = 256;

/** One for each machine, however many names and identities it is reached by. */
export class Foresight {
  readonly #entries = new Map<string, Entry>();
  readonly #ongoing = new Set<Ongoing>();
  readonly #numbers = new WeakMap<object, number>();
  readonly #now: () => number;
  #lanes = 0;
  #wasted = 0;
  #sweepAt = MANY;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** How many answers are kept. */
  get size(): number {
    return this.#entries.size;
  }

  /** How many answers were thrown away before anybody used them. */
  get wasted(): number {
    return this.#wasted;
  }

  /** The answer to a look of a task that has come, which uses it up; `undefined` where the host must be asked. */
  take(view: View, look: Look): Promise<Answer | undefined> | undefined {
    const key = this.#key(view, look);
    const entry = this.#valid(key);
    if (!entry) return undefined;
    entry.uses--;
    if (entry.uses <= 0) this.#entries.delete(key);
    return entry.answer;
  }

  /** An answer that is there, for thinking ahead; it stays. */
  peek(view: View, look: Look): Answer | undefined {
    return this.#valid(this.#key(view, look))?.seen;
  }

  /** Whether a look was asked ahead and its answer still counts. */
  has(view: View, look: Look): boolean {
    return this.#valid(this.#key(view, look)) !== undefined;
  }

  /** One more task is going to use an answer. */
  reserve(view: View, look: Look): void {
    const entry = this.#valid(this.#key(view, look));
    if (entry) entry.uses++;
  }

  /** Takes note of a look that was just sent. One that a change under way on another lane may spoil is not kept. */
  expect(view: View, look: Look, uses: number, answer: Promise<Answer | undefined>): void {
    const spoiled = [...this.#ongoing].some(
      ({ lane, changes }) => lane !== view.lane && !changes.every((change) => survives({ look }, change)),
    );
    if (spoiled) return;
    const entry: Entry = { look, uses, answer };
    const key = this.#key(view, look);
    this.#entries.set(key, entry);
    if (this.#entries.size >= this.#sweepAt) this.#sweep();
    void answer.then((seen) => {
      entry.since = this.#now();
      if (seen !== undefined) entry.seen = seen;
      else if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
  }

  /** To be called right before changes are sent. What they may touch is forgotten; call the answer when they are done. */
  changing(lane: object, changes: readonly Change[]): () => void {
    for (const [key, entry] of this.#entries) {
      const early = { look: entry.look, answer: entry.seen };
      if (changes.every((change) => survives(early, change))) continue;
      this.#entries.delete(key);
      this.#wasted++;
    }
    const ongoing: Ongoing = { lane, changes };
    this.#ongoing.add(ongoing);
    return () => this.#ongoing.delete(ongoing);
  }

  /** Something happened on the machine that nobody knows. */
  forget(): void {
    this.#wasted += this.#entries.size;
    this.#entries.clear();
  }

  #valid(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (!entry || entry.since === undefined || this.#now() - entry.since <= LASTS) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  // Twice what is left may come until the next time, so that all sweeps together cost no more than what they sweep.
  #sweep(): void {
    for (const key of this.#entries.keys()) this.#valid(key);
    this.#sweepAt = Math.max(MANY, 2 * this.#entries.size);
  }

  #key(view: View, look: Look): string {
    return `${this.nameOf(view)} ${keyOf(look)}`;
  }

  /** Tells views apart. */
  nameOf({ lane, environment }: View): string {
    let number = this.#numbers.get(lane);
    if (number === undefined) {
      number = ++this.#lanes;
      this.#numbers.set(lane, number);
    }
    return `${number} ${environment}`;
  }
}
