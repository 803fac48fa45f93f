// The second shell of a lane's user, opened when something on the lane has to be ended.

import type { BatchOutcome, Fragment } from '../fragment.ts';
import { endRelaysFragment, endTreeFragment } from './end-processes.ts';

/** A shell that runs what it is given. */
export interface Helper {
  run(batch: readonly Fragment[]): Promise<BatchOutcome>;
  close(): void;
}

/** Ends processes of a lane from beside it. Every function answers whether it could. */
export class Control {
  readonly #open: () => Promise<Helper | undefined>;
  #helper: Promise<Helper | undefined> | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(open: () => Promise<Helper | undefined>) {
    this.#open = open;
  }

  /** Ends a process below the lane's shell, or that shell itself, with everything below it. */
  async endTree(lane: number | undefined, root: number | undefined): Promise<boolean> {
    if (lane === undefined || root === undefined) return false;
    return this.#run(endTreeFragment(lane, root));
  }

  async endRelays(pids: readonly number[]): Promise<boolean> {
    return this.#run(endRelaysFragment(pids));
  }

  /** Lets go of the shell, once it is through: what it ends may well be what its owner closes it for. */
  close(): void {
    const helper = this.#helper;
    void this.#running.then(async () => (await helper)?.close());
  }

  async #run(fragment: Fragment): Promise<boolean> {
    this.#helper ??= this.#open();
    const helper = await this.#helper;
    if (helper === undefined) {
      // The next time may find room for it.
      this.#helper = undefined;
      return false;
    }
    const running = helper.run([fragment]);
    this.#running = running;
    return (await running).kind === 'answered';
  }
}
