// Words of a shell: quoting text for one, and splitting what a user wrote for one.

/** The text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Words as a command line, each quoted where needed. */
export function shellWords(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

/** Splits as a shell would, quotes and backslashes respected, nothing expanded. `undefined` where a quote is not closed. */
export function splitWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  const piece = /\s+|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|[^\s'"\\]+|[\s\S]/gy;
  for (const match of text.matchAll(piece)) {
    const [whole, single, double, escaped] = match;
    if (/^\s/.test(whole)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    if (single !== undefined) word = (word ?? '') + single;
    else if (double !== undefined) word = (word ?? '') + double.replace(/\\(["\\$`\n])/g, '$1');
    else if (escaped !== undefined) word = (word ?? '') + escaped;
    else if (whole === "'" || whole === '"' || whole === '\\') return undefined;
    else word = (word ?? '') + whole;
  }
  if (word !== undefined) words.push(word);
  return words;
}
