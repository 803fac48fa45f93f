// A place in a pattern that moves forward over its characters (code points, as Python counts them).

import { RegexSyntaxError } from './syntax.ts';

/** Reads a pattern character by character. */
export class Cursor {
  readonly #chars: readonly string[];
  #index = 0;

  constructor(text: string) {
    this.#chars = Array.from(text);
  }

  get position(): number {
    return this.#index;
  }

  get atEnd(): boolean {
    return this.#index >= this.#chars.length;
  }

  /** The next character without taking it; empty at the end. */
  peek(ahead = 0): string {
    return this.#chars[this.#index + ahead] ?? '';
  }

  /** Takes one character; empty at the end. */
  next(): string {
    const char = this.peek();
    if (char !== '') this.#index += 1;
    return char;
  }

  /** Takes the character if it is the expected one. */
  take(expected: string): boolean {
    if (this.peek() !== expected) return false;
    this.#index += 1;
    return true;
  }

  /** Takes up to `limit` characters for which `wanted` holds. */
  takeWhile(wanted: RegExp, limit = Number.POSITIVE_INFINITY): string {
    let taken = '';
    while (taken.length < limit && !this.atEnd && wanted.test(this.peek())) taken += this.next();
    return taken;
  }

  /** Takes everything up to `end`, and `end` itself; without it, `what` is unterminated since `start`. */
  takeUntil(end: string, what: string, start = this.#index): string {
    let taken = '';
    while (!this.take(end)) {
      if (this.atEnd) throw new RegexSyntaxError(`missing ${end}, unterminated ${what}`, start);
      taken += this.next();
    }
    return taken;
  }

  rewind(position: number): void {
    this.#index = position;
  }

  /** What has been taken since a position. */
  since(position: number): string {
    return this.#chars.slice(position, this.#index).join('');
  }

  /** A mistake at this place, or `back` characters before it. */
  error(message: string, back = 0): RegexSyntaxError {
    return new RegexSyntaxError(message, Math.max(0, this.#index - back));
  }
}
