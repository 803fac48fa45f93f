// Terms like `name file=users.ini section=x`: words and key=value pairs, with quotes.

export interface KeyValues {
  /** The words that are no pairs, joined by spaces. */
  readonly raw: string;
  readonly values: ReadonlyMap<string, string>;
}

/** Splits a term; a pair's value may be in quotes, which are taken off. */
export function parseKeyValues(text: string): KeyValues {
  const words = text.match(/(?:[^\s"']|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|["'])+/g) ?? [];
  const raw: string[] = [];
  const values = new Map<string, string>();
  for (const word of words) {
    const [, key, value] = /^([^=\\]+)=(.*)$/s.exec(word) ?? [];
    if (key === undefined || value === undefined) raw.push(word);
    else values.set(key.trim(), unquote(value.trim()));
  }
  return { raw: raw.join(' '), values };
}

function unquote(text: string): string {
  const quoted = /^(["'])(.*)\1$/s.exec(text);
  return quoted && text.length > 1 ? (quoted[2] ?? '') : text;
}
