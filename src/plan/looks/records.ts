// Reads a reply that is made of records ending with NUL, with raw bytes between them where a record announced them.

export class Records {
  readonly #output: Buffer;
  #at = 0;

  constructor(output: Buffer) {
    this.#output = output;
  }

  /** The next record as text, or `undefined` at the end. */
  next(): string | undefined {
    const end = this.#output.indexOf(0, this.#at);
    if (end === -1) return undefined;
    const record = this.#output.toString('utf8', this.#at, end);
    this.#at = end + 1;
    return record;
  }

  /** So many bytes and the NUL behind them; `undefined` where it is not there, since the file had other ideas meanwhile. */
  bytes(length: number): Buffer | undefined {
    const end = this.#at + length;
    if (this.#output[end] !== 0) return undefined;
    const bytes = this.#output.subarray(this.#at, end);
    this.#at = end + 1;
    return bytes;
  }
}
