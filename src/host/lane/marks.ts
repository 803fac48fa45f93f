// Finds the marks in what a shell writes, and hands on what stands between them.

import { Buffer } from 'node:buffer';

/** A mark, without its nonce: `B 7 1234` is letter B, words 7 and 1234. */
export interface Mark {
  readonly letter: string;
  readonly words: readonly string[];
}

export interface MarkHandler {
  /** Bytes between two marks. The buffer is not copied. */
  data(chunk: Buffer): void;
  mark(mark: Mark): void;
}

/** One stream of a shell. Marks may arrive in pieces and stand anywhere, also in the middle of a line. */
export class MarkReader {
  readonly #nonce: Buffer;
  readonly #handler: MarkHandler;
  // What could be the beginning of a mark.
  #held: Buffer = Buffer.alloc(0);

  constructor(nonce: string, handler: MarkHandler) {
    this.#nonce = Buffer.from(`${nonce} `);
    this.#handler = handler;
  }

  feed(chunk: Buffer): void {
    let rest = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    while (rest.length > 0) {
      const start = rest.indexOf(this.#nonce);
      if (start === -1) {
        const keep = this.#unfinished(rest);
        this.#data(rest.subarray(0, rest.length - keep));
        // A copy, or a few bytes would keep a large chunk in memory.
        this.#held = Buffer.from(rest.subarray(rest.length - keep));
        return;
      }
      const end = rest.indexOf(0x0a, start);
      this.#data(rest.subarray(0, start));
      if (end === -1) {
        this.#held = rest.subarray(start);
        return;
      }
      const [letter = '', ...words] = rest.toString('latin1', start + this.#nonce.length, end).split(' ');
      rest = rest.subarray(end + 1);
      this.#handler.mark({ letter, words });
    }
    this.#held = rest;
  }

  #data(chunk: Buffer): void {
    if (chunk.length > 0) this.#handler.data(chunk);
  }

  // How many bytes at the end could be the beginning of the nonce.
  #unfinished(bytes: Buffer): number {
    const first = this.#nonce[0] ?? 0;
    const earliest = Math.max(0, bytes.length - this.#nonce.length + 1);
    for (let at = bytes.indexOf(first, earliest); at !== -1; at = bytes.indexOf(first, at + 1)) {
      const length = bytes.length - at;
      if (this.#nonce.compare(bytes, at, bytes.length, 0, length) === 0) return length;
    }
    return 0;
  }
}
