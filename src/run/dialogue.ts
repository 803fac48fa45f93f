// Questions that a run asks a person line by line (`--step`, the debugger): one after the other, however many hosts are at work.

import pLimit from 'p-limit';
import type { Emitter } from './emitter.ts';
import type { LineReader } from './ports.ts';

/** Shows a text and reads the answer; `undefined` where nobody answers any more. */
export type Prompt = (text: string) => Promise<string | undefined>;

/** The person who watches the run. */
export class Dialogue {
  readonly #emitter: Emitter;
  readonly #readLine: LineReader | undefined;
  readonly #turn = pLimit(1);

  constructor(emitter: Emitter, readLine: LineReader | undefined) {
    this.#emitter = emitter;
    this.#readLine = readLine;
  }

  /** Talks alone: others who have something to ask wait until this is over. */
  converse<T>(talk: (prompt: Prompt) => Promise<T>): Promise<T> {
    return this.#turn(() => talk((text) => this.#prompt(text)));
  }

  async #prompt(text: string): Promise<string | undefined> {
    this.#emitter.emit({ kind: 'prompt-opened', prompt: text });
    try {
      return await this.#readLine?.(text);
    } finally {
      this.#emitter.emit({ kind: 'prompt-closed' });
    }
  }
}
