// Reads `ansible.cfg`: sections, `key = value`, indented lines that continue a value, `;` comments behind values.

import { type Diagnostic, error } from '../../model/diagnostic.ts';
import type { SourceFile, Span } from '../../model/source.ts';

/** One `key = value`. */
export interface IniEntry {
  /** `section.key`, the key in lower case. */
  readonly name: string;
  readonly text: string;
  readonly keySpan: Span;
  readonly valueSpan: Span;
}

interface OpenEntry {
  readonly name: string;
  readonly keySpan: Span;
  readonly indent: number;
  readonly lines: string[];
  readonly valueStart: number;
  valueEnd: number;
}

/** The entries of a file, and every mistake in it. */
export function readIniFile(file: SourceFile): {
  readonly entries: readonly IniEntry[];
  readonly problems: readonly Diagnostic[];
} {
  return new IniReader(file).read();
}

class IniReader {
  readonly #file: SourceFile;
  readonly #problems: Diagnostic[] = [];
  readonly #sections = new Map<string, Span>();
  readonly #entries = new Map<string, OpenEntry>();
  #section: string | undefined;
  #open: OpenEntry | undefined;

  constructor(file: SourceFile) {
    this.#file = file;
  }

  read(): { readonly entries: readonly IniEntry[]; readonly problems: readonly Diagnostic[] } {
    let offset = 0;
    for (const line of this.#file.text.split('\n')) {
      this.#line(line.replace(/\r$/, ''), offset);
      offset += line.length + 1;
    }
    const entries = [...this.#entries.values()].map(({ name, keySpan, lines, valueStart, valueEnd }) => ({
      name,
      text: lines.join('\n').trimEnd(),
      keySpan,
      valueSpan: this.#span(valueStart, valueEnd),
    }));
    return { entries, problems: this.#problems };
  }

  #line(written: string, offset: number): void {
    if (/^\s*[#;]/.test(written)) return;
    const line = written.replace(/\s+;.*$/, '').trimEnd();
    const indent = line.length - line.trimStart().length;
    if (line === '') this.#open?.lines.push('');
    else if (this.#open && indent > this.#open.indent) this.#continue(this.#open, line, offset);
    else {
      this.#open = undefined;
      const header = /^\s*\[([^\]]+)\]/.exec(line);
      if (header) this.#header(header[1] ?? '', offset + indent, offset + line.length);
      else this.#entry(line, indent, offset);
    }
  }

  #continue(entry: OpenEntry, line: string, offset: number): void {
    entry.lines.push(line.trim());
    entry.valueEnd = offset + line.length;
  }

  #header(name: string, start: number, end: number): void {
    const span = this.#span(start, end);
    const earlier = this.#sections.get(name);
    if (earlier) this.#refuseTwice(`The section [${name}] is there twice`, span, earlier);
    this.#sections.set(name, span);
    this.#section = name;
  }

  #entry(line: string, indent: number, offset: number): void {
    const end = offset + line.length;
    const whole = this.#span(offset + indent, end);
    const [, key = '', value = ''] = /^\s*([^=:]*?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (key === '') {
      this.#problems.push(error(`'${line.trim()}' is no setting`, whole, 'write key = value'));
    } else if (this.#section === undefined) {
      this.#problems.push(error(`'${key}' stands before the first section`, whole, 'write [defaults] above it'));
    } else {
      const name = `${this.#section}.${key.toLowerCase()}`;
      const keySpan = this.#span(offset + indent, offset + indent + key.length);
      const earlier = this.#entries.get(name);
      if (earlier) this.#refuseTwice(`'${key}' is there twice in [${this.#section}]`, keySpan, earlier.keySpan);
      this.#open = { name, keySpan, indent, lines: [value], valueStart: end - value.length, valueEnd: end };
      this.#entries.set(name, this.#open);
    }
  }

  #refuseTwice(message: string, span: Span, earlier: Span): void {
    this.#problems.push({ ...error(message, span), related: [{ message: 'first here', span: earlier }] });
  }

  #span(start: number, end: number): Span {
    return { file: this.#file, start, end };
  }
}
