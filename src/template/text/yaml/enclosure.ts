// Where quotes and brackets that are open at some place of a YAML text end, and where they began.

/** The offset after the closing quote of the quoted text that `from` lies in, or undefined where it is never closed. */
export function endOfQuotes(text: string, from: number, quote: '"' | "'"): number | undefined {
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '\\' && quote === '"') at++;
    else if (char === quote) {
      if (quote === '"' || text[at + 1] !== "'") return at + 1;
      at++;
    }
  }
  return undefined;
}

/** The offset after the bracket that closes the innermost flow collection that `from` lies in, or undefined where nothing does. */
export function endOfBrackets(text: string, from: number): number | undefined {
  let depth = 0;
  let atTokenStart = true;
  for (let at = from; at < text.length; at++) {
    const char = text[at] ?? '';
    if ((char === '"' || char === "'") && atTokenStart) {
      const end = endOfQuotes(text, at + 1, char);
      if (end === undefined) return undefined;
      at = end - 1;
    } else if (char === '#' && /\s/.test(text[at - 1] ?? '\n')) {
      const lineEnd = text.indexOf('\n', at);
      if (lineEnd < 0) return undefined;
      at = lineEnd;
    } else if (char === '[' || char === '{') depth++;
    else if ((char === ']' || char === '}') && --depth < 0) return at + 1;
    if (!/\s/.test(char)) atTokenStart = /[[{,:?]/.test(char);
  }
  return undefined;
}

/** The offset of the quote that opens the text which is still open at the end of `text`. */
export function openingQuote(text: string, quote: '"' | "'"): number | undefined {
  let opening: number | undefined;
  for (let at = text.lastIndexOf(quote); at >= 0; at = text.lastIndexOf(quote, at - 1)) {
    if (quote === '"') {
      const backslashes = /\\*$/.exec(text.slice(0, at))?.[0].length ?? 0;
      if (backslashes % 2 === 0) return at;
    } else {
      // Pairs are quotes inside the text; a run with one more begins with the opening one.
      const run = /'+$/.exec(text.slice(0, at + 1))?.[0].length ?? 0;
      at -= run - 1;
      if (run % 2 === 1) return at;
      opening = at;
    }
    if (at === 0) break;
  }
  return opening;
}

/** The offset of the last bracket before `to` that opens a flow collection and is not closed before `to`. */
export function openingBracket(text: string, to: number): number | undefined {
  let depth = 0;
  for (let at = to - 1; at >= 0; at--) {
    const char = text[at] ?? '';
    if (char === ']' || char === '}') depth++;
    else if ((char === '[' || char === '{') && --depth < 0) return at;
  }
  return undefined;
}
