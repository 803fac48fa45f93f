// Messages to and from the helper on a host: a line with two sizes, JSON, and data.

import { Buffer } from 'node:buffer';

/** A message with its data. */
export interface Frame {
  readonly message: Readonly<Record<string, unknown>>;
  readonly data: Buffer;
}

const NOTHING = Buffer.alloc(0);

/** A message as bytes. */
export function frame(message: Readonly<Record<string, unknown>>, data: Buffer = NOTHING): Buffer {
  const text = Buffer.from(JSON.stringify(message));
  return Buffer.concat([Buffer.from(`${text.length} ${data.length}\n`), text, data]);
}

/** Takes messages out of a stream of bytes. */
export class FrameReader {
  #rest: Buffer = NOTHING;
  #chunks: Buffer[] = [];
  #size = 0;
  #wanted = 1;

  /** The messages that are complete with this chunk. Throws where it is no such stream. */
  feed(chunk: Buffer): readonly Frame[] {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    // Large answers come in many chunks: put together once, when there is enough.
    if (this.#rest.length + this.#size < this.#wanted) return [];
    this.#rest = Buffer.concat([this.#rest, ...this.#chunks]);
    this.#chunks = [];
    this.#size = 0;
    const frames: Frame[] = [];
    for (let one = this.#take(); one; one = this.#take()) frames.push(one);
    return frames;
  }

  #take(): Frame | undefined {
    const line = this.#rest.indexOf(0x0a);
    const sizes = /^(\d+) (\d+)$/.exec(
      this.#rest.toString('latin1', 0, line < 0 ? Math.min(40, this.#rest.length) : line),
    );
    if (line < 0) {
      if (this.#rest.length > 40) throw new Error('this is no message');
      this.#wanted = this.#rest.length + 1;
      return undefined;
    }
    if (!sizes) throw new Error('this is no message');
    const text = line + 1 + Number(sizes[1]);
    const end = text + Number(sizes[2]);
    if (this.#rest.length < end) {
      this.#wanted = end;
      return undefined;
    }
    const message = record(JSON.parse(this.#rest.toString('utf8', line + 1, text)));
    const data = this.#rest.subarray(text, end);
    this.#rest = this.#rest.subarray(end);
    this.#wanted = 1;
    return { message, data };
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error('this is no message');
  return Object.fromEntries(Object.entries(value));
}
