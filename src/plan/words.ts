// Splits a command line into words as a POSIX shell would quote them, without ever running one.

/** The words of `text`; quotes and backslashes are taken away. An unbalanced quote is taken as a character. */
export function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  const pattern = /\s*((?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*"|['"\\])+)/gsy;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) words.push(unquote(match[1] ?? ''));
  return words;
}

/** The first word of a command line, and the text behind it as it stands. */
export function firstWord(text: string): { readonly word: string; readonly rest: string } {
  const trimmed = text.trim();
  const written = /^(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*"|['"\\])*/s.exec(trimmed)?.[0] ?? '';
  return { word: unquote(written), rest: trimmed.slice(written.length).trimStart() };
}

function unquote(word: string): string {
  return word.replace(
    /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs,
    (_all, single: string | undefined, double: string | undefined, escaped: string | undefined) =>
      single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? '',
  );
}
