// A password or passphrase that cannot be printed by accident.

import { inspect } from 'node:util';

const shown = '***';

/** Text that prints as `***` wherever it is turned into text or JSON; `reveal()` is the only way to it. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. Only for writing it to the standard input of the program that asks for it. */
  reveal(): string {
    return this.#text;
  }

  equals(other: Secret | undefined): boolean {
    return other !== undefined && this.#text === other.#text;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [inspect.custom](): string {
    return shown;
  }
}
