// A deadline that stands still while a person is asked something.

/** Runs out after some time that was not spent on waiting for a person. */
export class Patience {
  readonly limitMs: number;
  readonly #onOver: () => void;
  #leftMs: number;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;
  #asking = 0;

  constructor(limitMs: number, onOver: () => void) {
    this.limitMs = limitMs;
    this.#leftMs = limitMs;
    this.#onOver = onOver;
    this.#start();
  }

  /** Stands still until the answer is there. */
  async during<T>(answer: Promise<T>): Promise<T> {
    if (this.#asking++ === 0) this.#stop();
    try {
      return await answer;
    } finally {
      if (--this.#asking === 0 && this.#timer === undefined && this.#leftMs > 0) this.#start();
    }
  }

  /** It is over in time: the deadline does not count any more. */
  end(): void {
    this.#stop();
    this.#leftMs = 0;
  }

  #start(): void {
    this.#since = Date.now();
    this.#timer = setTimeout(this.#onOver, this.#leftMs);
  }

  #stop(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#leftMs = Math.max(1, this.#leftMs - (Date.now() - this.#since));
  }
}
