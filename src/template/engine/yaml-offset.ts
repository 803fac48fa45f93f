// From an offset in a scalar's value to the offset in the YAML file where that character is written.

import type { ScalarNode } from '../../model/source.ts';

/** Where the character at this offset of the node's value stands in its file, or `undefined` where that cannot be told. */
export function yamlOffset(node: ScalarNode, offset: number): number | undefined {
  const { value, span, style } = node;
  if (typeof value !== 'string' || style === undefined) return undefined;
  const walk = new Walk(span.file.text, start(node), span.end, style === 'double');
  for (let i = 0; i < offset; ) {
    const taken = walk.take(value, i, style === 'single');
    if (taken === 0) return undefined;
    i += taken;
  }
  return walk.placeOf(value.charAt(offset));
}

// Behind the quote, or on the line after the `|` or `>` of a block.
function start(node: ScalarNode): number {
  const { span, style } = node;
  if (style === 'single' || style === 'double') return span.start + 1;
  if (style === 'plain') return span.start;
  const line = span.file.text.indexOf('\n', span.start);
  return line < 0 ? span.end : line + 1;
}

const escapeLengths: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

// A position in the file that moves along with a position in the value. White space is where the two differ:
// the file has indentation and line breaks that folding makes one space or nothing of.
class Walk {
  readonly #text: string;
  readonly #end: number;
  readonly #escapes: boolean;
  #at: number;

  constructor(text: string, at: number, end: number, escapes: boolean) {
    this.#text = text;
    this.#at = at;
    this.#end = end;
    this.#escapes = escapes;
  }

  /** The place of the next character of the value. */
  placeOf(char: string): number {
    this.#skipContinuation();
    if (char !== '' && !isSpace(char)) this.#skipSpace();
    return Math.min(this.#at, this.#end);
  }

  /** Goes past what one character of the value is written as; gives how many UTF-16 units of the value that were, 0 where it does not fit. */
  take(value: string, index: number, doubledQuotes: boolean): number {
    const char = value.charAt(index);
    this.#skipContinuation();
    if (this.#escapes && this.#text.charAt(this.#at) === '\\') return this.#takeEscape(value, index);
    if (!isSpace(char)) this.#skipSpace();
    const written = this.#text.charAt(this.#at);
    if (written === char) {
      this.#at += doubledQuotes && char === "'" ? 2 : 1;
      return 1;
    }
    if (!isSpace(char) || !isSpace(written)) return 0;
    this.#skipSpace();
    return 1;
  }

  #takeEscape(value: string, index: number): number {
    const kind = this.#text.charAt(this.#at + 1);
    this.#at += escapeLengths[kind] ?? 2;
    return (value.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  }

  // A backslash at the end of a line: it and the next line's indentation are no part of the value.
  #skipContinuation(): void {
    if (!this.#escapes) return;
    const match = /\\\r?\n[ \t]*/y;
    match.lastIndex = this.#at;
    this.#at += match.exec(this.#text)?.[0].length ?? 0;
  }

  #skipSpace(): void {
    while (this.#at < this.#end && isSpace(this.#text.charAt(this.#at))) this.#at++;
  }
}

function isSpace(char: string): boolean {
  return char === ' ' || char === '\n' || char === '\t' || char === '\r';
}
