// Splits `k=v` argument text into words as Ansible does: at spaces and line breaks that are in no quotes and no Jinja2 tag.

/** A piece of the text with the spaces and line breaks that go with it. */
export interface Word {
  /** As written, except that a lone backslash and the line break after it are gone. */
  readonly text: string;
  /** Offsets in the text that was split: from the first to behind the last character that is no white space. */
  readonly start: number;
  readonly end: number;
}

export type Split =
  | { readonly ok: true; readonly words: readonly Word[] }
  /** Quotes or a Jinja2 tag that opened at `start` and did not end. */
  | { readonly ok: false; readonly start: number; readonly open: string };

const TAGS = [
  ['{{', '}}'],
  ['{%', '%}'],
  ['{#', '#}'],
] as const;

/**
 * The words of an argument text. Only spaces and line breaks part words; white space between them stays at the end of the word before, so
 * that `joinWords` gives a command back as it was written, with the same two oddities as Ansible: the line break after an option goes
 * with the option, and an indentation of exactly one space is lost.
 */
export function splitArguments(text: string): Split {
  const splitter = new Splitter();
  let offset = 0;
  for (const line of text.split('\n')) {
    splitter.line(line, offset);
    offset += line.length + 1;
  }
  return splitter.result();
}

/** Words as one text again. */
export function joinWords(words: readonly Word[]): string {
  let joined = '';
  for (const { text } of words) joined += joined === '' || joined.endsWith('\n') ? text : ` ${text}`;
  return joined;
}

interface OpenWord {
  text: string;
  readonly start: number;
  end: number;
}

class Splitter {
  readonly #words: OpenWord[] = [];
  #quote: string | undefined;
  #quoteAt = 0;
  /** How many tags of each kind are open, and where the first of them opened. */
  readonly #depths = TAGS.map(() => ({ depth: 0, at: 0 }));
  #firstLine = true;
  #continued = false;

  line(line: string, offset: number): void {
    const last = this.#words.at(-1);
    if (!this.#firstLine && !this.#continued && last) last.text += '\n';
    this.#firstLine = false;
    this.#continued = false;
    let at = offset;
    for (const [index, chunk] of line.split(' ').entries()) {
      this.#chunk(chunk, at, index === 0);
      at += chunk.length + 1;
    }
  }

  result(): Split {
    if (this.#quote !== undefined) return { ok: false, start: this.#quoteAt, open: this.#quote };
    for (const [index, { depth, at }] of this.#depths.entries()) {
      if (depth > 0) return { ok: false, start: at, open: TAGS[index]?.[0] ?? '' };
    }
    return { ok: true, words: this.#words };
  }

  #chunk(chunk: string, at: number, first: boolean): void {
    const inside = this.#quote !== undefined || this.#depths.some(({ depth }) => depth > 0);
    if (chunk === '\\' && this.#quote === undefined) {
      this.#continued = true;
      return;
    }
    this.#countQuotes(chunk, at);
    this.#countTags(chunk, at);
    const last = this.#words.at(-1);
    if (inside && last) {
      last.text += first ? chunk : ` ${chunk}`;
      if (chunk !== '') last.end = at + chunk.length;
    } else if (chunk !== '') this.#words.push({ text: chunk, start: at, end: at + chunk.length });
    else if (!first && last) last.text += ' ';
  }

  #countQuotes(chunk: string, at: number): void {
    for (let index = 0; index < chunk.length; index++) {
      const char = chunk[index];
      if ((char !== '"' && char !== "'") || chunk[index - 1] === '\\') continue;
      if (this.#quote === undefined) [this.#quote, this.#quoteAt] = [char, at + index];
      else if (this.#quote === char) this.#quote = undefined;
    }
  }

  // Ansible counts tags per word, even those inside of quotes; what is closed too often counts as none open.
  #countTags(chunk: string, at: number): void {
    for (const [index, [open, close]] of TAGS.entries()) {
      const state = this.#depths[index];
      if (!state) continue;
      const change = occurrences(chunk, open) - occurrences(chunk, close);
      if (state.depth === 0 && change > 0) state.at = at + chunk.indexOf(open);
      state.depth = Math.max(state.depth + change, 0);
    }
  }
}

function occurrences(text: string, part: string): number {
  return text.split(part).length - 1;
}
