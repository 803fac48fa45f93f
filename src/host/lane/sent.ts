// A fragment from its sending to its answer: its time limit, and the relays of its output.

import type { Fragment, Reply } from '../fragment.ts';
import type { Expected } from './answers.ts';

/** From an answer to ending relays that wait for a process the fragment left behind. */
const relayPatienceMs = 300;
/** From the end of a fragment's time to giving up the lane, if its processes cannot be ended. */
const endPatienceMs = 8000;

export interface SentOptions {
  readonly index: number;
  readonly fragment: Fragment;
  /** 0: it may take as long as it wants. */
  readonly timeoutMs: number;
  readonly begun: () => void;
  readonly answered: (reply: Reply) => void;
  /** Ends its processes. */
  readonly end: (pid: number | undefined) => void;
  /** They could not be ended. */
  readonly giveUp: () => void;
  readonly endRelays: (pids: readonly number[]) => void;
}

export class SentFragment implements Expected {
  readonly index: number;
  readonly fragment: Fragment;
  readonly #options: SentOptions;
  readonly #relays: number[] = [];
  #timer: NodeJS.Timeout | undefined;
  #relayTimer: NodeJS.Timeout | undefined;
  #timedOut = false;
  #freed: boolean;

  constructor(options: SentOptions) {
    this.index = options.index;
    this.fragment = options.fragment;
    this.#options = options;
    this.#freed = options.fragment.direct ?? false;
  }

  begun(pid: number | undefined): void {
    this.#options.begun();
    const { timeoutMs } = this.#options;
    if (timeoutMs > 0) this.#timer = setTimeout(() => this.#timeIsOver(pid), timeoutMs);
  }

  relayed(pid: number): void {
    if (pid > 1) this.#relays.push(pid);
  }

  ended(reply: Reply): void {
    clearTimeout(this.#timer);
    // That the relays are gone comes with the answer, unless a process that was left behind keeps one waiting.
    if (!this.#freed) {
      this.#relayTimer = setTimeout(() => this.#options.endRelays(this.#relays), relayPatienceMs).unref();
    }
    // One that was through before it could be ended has a code of its own.
    this.#options.answered(this.#timedOut && reply.code >= 128 ? { ...reply, timedOut: true } : reply);
  }

  freed(): void {
    this.#freed = true;
    clearTimeout(this.#relayTimer);
  }

  /** Nobody waits for it any more. */
  forget(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#relayTimer);
  }

  #timeIsOver(pid: number | undefined): void {
    this.#timedOut = true;
    this.#timer = setTimeout(this.#options.giveUp, endPatienceMs);
    this.#options.end(pid);
  }
}
