// Files of the controller that were read already: the same file goes to many hosts, and is looked at ahead of its task as well.

import type { BigIntStats } from 'node:fs';

/** How many bytes are kept at the most. */
const LIMIT = 32 * 1024 * 1024;

/** What was made of files, as long as they stay as they were. */
export class ReadCache<T> {
  readonly #entries = new Map<string, { readonly stamp: string; readonly bytes: number; readonly value: T }>();
  #bytes = 0;

  /** What was made of the file; `undefined` where it is not known, or the file is another one now. */
  get(path: string, stat: BigIntStats): T | undefined {
    const entry = this.#entries.get(path);
    return entry?.stamp === stampOf(stat) ? entry.value : undefined;
  }

  /** Keeps what was made of a file; `bytes` is what that takes. The oldest make room. */
  set(path: string, stat: BigIntStats, value: T, bytes: number): void {
    this.#delete(path);
    if (bytes > LIMIT) return;
    this.#entries.set(path, { stamp: stampOf(stat), bytes, value });
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= LIMIT) return;
      this.#delete(oldest);
    }
  }

  #delete(path: string): void {
    this.#bytes -= this.#entries.get(path)?.bytes ?? 0;
    this.#entries.delete(path);
  }
}

// A file that was written again has another time, to the nanosecond, even where its size is the same.
function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}
