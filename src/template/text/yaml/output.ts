// The text that the YAML emitter has written so far, and where on its line it is.

/** What is asked of an indicator (`-`, `:`, `[` and the like). */
export interface IndicatorOptions {
  /** Something must part it from what is before. */
  readonly spaceBefore?: boolean;
  /** What follows needs no space of its own. */
  readonly isSpace?: boolean;
  /** It belongs to the indentation of the line (`- - x`). */
  readonly isIndention?: boolean;
}

/** Text with the state that libyaml's emitter keeps about it. */
export class Output {
  readonly bestIndent: number;
  readonly #bestWidth: number;
  readonly #parts: string[] = [];
  readonly #indents: number[] = [];
  #column = 0;
  /** Columns that new lines are indented by; below zero at the root. */
  indent = -1;
  /** How many flow collections are open. */
  flowLevel = 0;
  /** Whether the last thing written parts words. */
  whitespace = true;
  /** Whether the line holds nothing but its indentation. */
  indention = true;

  /** Whether a block kept its last line breaks, so that only an end mark tells where the document ends. */
  openEnded = false;

  constructor(indent: number, width: number) {
    this.bestIndent = indent > 1 && indent < 10 ? indent : 2;
    const fitting = width >= 0 && width <= this.bestIndent * 2 ? 80 : width;
    this.#bestWidth = fitting < 0 ? Number.POSITIVE_INFINITY : fitting;
  }

  get text(): string {
    return this.#parts.join('');
  }

  get inFlow(): boolean {
    return this.flowLevel > 0;
  }

  /** Whether the line is wider than it should be. */
  get tooWide(): boolean {
    return this.#column > this.#bestWidth;
  }

  put(text: string): void {
    this.#parts.push(text);
    this.#column += Array.from(text).length;
  }

  newline(): void {
    this.#parts.push('\n');
    this.#column = 0;
  }

  /** A line break of the text itself. */
  lineBreak(char: string): void {
    if (char === '\n') this.newline();
    else {
      this.#parts.push(char);
      this.#column = 0;
    }
    this.indention = true;
  }

  /** Starts a line at the indentation, unless that is where we are. */
  indentLine(): void {
    const indent = Math.max(0, this.indent);
    if (!this.indention || this.#column > indent || (this.#column === indent && !this.whitespace)) this.newline();
    if (this.#column < indent) this.put(' '.repeat(indent - this.#column));
    this.whitespace = true;
    this.indention = true;
  }

  indicator(text: string, { spaceBefore = false, isSpace = false, isIndention = false }: IndicatorOptions): void {
    if (spaceBefore && !this.whitespace) this.put(' ');
    this.put(text);
    this.whitespace = isSpace;
    this.indention = this.indention && isIndention;
  }

  /** After a scalar. */
  settle(): void {
    this.whitespace = false;
    this.indention = false;
  }

  /** Does something one level deeper. */
  deeper(flow: boolean, sameIndent: boolean, action: () => void): void {
    this.#indents.push(this.indent);
    if (this.indent < 0) this.indent = flow ? this.bestIndent : 0;
    else if (!sameIndent) this.indent += this.bestIndent;
    action();
    this.indent = this.#indents.pop() ?? -1;
  }
}
