// Splits text into words as a POSIX shell does (Python's shlex): quotes and backslashes, but no expansion.

export type ShellWords =
  | { readonly ok: true; readonly words: readonly ShellWord[] }
  /** `offset`: where the quote that is never closed, or the last backslash, stands. */
  | { readonly ok: false; readonly problem: string; readonly offset: number };

/** A word without its quotes, and where it stands with them. */
export interface ShellWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Splits a line. With `comments`, a `#` outside quotes ends it, even within a word. */
export function splitShellWords(line: string, { comments = false }: { readonly comments?: boolean } = {}): ShellWords {
  const words: ShellWord[] = [];
  let offset = 0;
  for (;;) {
    while (/\s/.test(line.charAt(offset))) offset += 1;
    if (offset >= line.length || (comments && line[offset] === '#')) return { ok: true, words };
    const word = readWord(line, offset, comments);
    if ('problem' in word) return { ok: false, ...word };
    words.push(word);
    offset = word.end;
  }
}

type Failure = { readonly problem: string; readonly offset: number };

function readWord(line: string, start: number, comments: boolean): ShellWord | Failure {
  let text = '';
  let at = start;
  while (at < line.length) {
    const char = line.charAt(at);
    if (/\s/.test(char) || (comments && char === '#')) break;
    if (char === '\\') {
      if (at + 1 >= line.length) return { problem: 'a backslash with nothing behind it', offset: at };
      text += line.charAt(at + 1);
      at += 2;
    } else if (char === "'" || char === '"') {
      const quoted = readQuoted(line, at);
      if ('problem' in quoted) return quoted;
      text += quoted.text;
      at = quoted.end;
    } else {
      text += char;
      at += 1;
    }
  }
  return { text, start, end: at };
}

function readQuoted(line: string, start: number): ShellWord | Failure {
  const quote = line.charAt(start);
  let text = '';
  for (let at = start + 1; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === quote) return { text, start, end: at + 1 };
    const next = line.charAt(at + 1);
    // Between double quotes a backslash escapes only a quote or another backslash.
    if (char === '\\' && quote === '"' && (next === '"' || next === '\\')) {
      text += next;
      at += 1;
    } else text += char;
  }
  return { problem: 'a quote that is never closed', offset: start };
}
