// One write of fragments to a lane and the replies that come back for it.

import { type Fragment, isAccepted, type Reply } from '../fragment.ts';

/** What is known about an exchange when it is over, or when the lane is lost. */
export interface ExchangeEnd {
  readonly replies: readonly Reply[];
  /** Indexes, within the exchange, of those that were sent and not answered. */
  readonly inFlight: readonly number[];
  readonly running?: number;
  /** Whether the lane was lost before all was answered. */
  readonly lost: boolean;
}

/** Collects the replies of fragments that were sent together. */
export class Exchange {
  readonly fragments: readonly Fragment[];
  /** Whether the rest does not run after a fragment that did not answer 0. */
  readonly chained: boolean;
  readonly end: Promise<ExchangeEnd>;
  readonly #replies = new Map<number, Reply>();
  readonly #settle: (end: ExchangeEnd) => void;
  #length: number;
  #running: number | undefined;

  constructor(fragments: readonly Fragment[], chained: boolean) {
    this.fragments = fragments;
    this.chained = chained;
    this.#length = fragments.length;
    let settle: (end: ExchangeEnd) => void = () => {};
    this.end = new Promise((resolve) => {
      settle = resolve;
    });
    this.#settle = settle;
  }

  begun(position: number): void {
    this.#running = position;
  }

  /** Takes a reply. Answers the positions that will not run because of it. */
  answered(position: number, reply: Reply): readonly number[] {
    this.#replies.set(position, reply);
    if (this.#running === position) this.#running = undefined;
    const skipped: number[] = [];
    const fragment = this.fragments[position];
    if (this.chained && fragment && !isAccepted(fragment, reply.code)) {
      for (let later = position + 1; later < this.#length; later++) skipped.push(later);
      this.#length = position + 1;
    }
    if (this.#replies.size === this.#length) this.#finish(false);
    return skipped;
  }

  lost(): void {
    this.#finish(true);
  }

  #finish(lost: boolean): void {
    const replies: Reply[] = [];
    for (let position = 0; ; position++) {
      const reply = this.#replies.get(position);
      if (!reply) break;
      replies.push(reply);
    }
    const inFlight = Array.from({ length: this.#length - replies.length }, (_, offset) => replies.length + offset);
    this.#settle({ replies, inFlight, lost, ...(this.#running !== undefined && { running: this.#running }) });
  }
}
