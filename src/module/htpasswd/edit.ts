// Edits files of names and passwords: one `name:hash` a line; whatever else there is stays.

/** What is written for a name; `undefined` where it is not there. */
export function passwordOf(text: string, name: string): string | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${name}:`));
  return line
    ?.slice(name.length + 1)
    .replace(/\r$/, '')
    .split(':')[0];
}

/** The text with a name's password, in its line or in a new one at the end. */
export function withPassword(text: string, name: string, written: string): string {
  const line = `${name}:${written}`;
  if (passwordOf(text, name) !== undefined)
    return text
      .split('\n')
      .map((one) => (one.startsWith(`${name}:`) ? line : one))
      .join('\n');
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`;
}

/** The text without a name. */
export function withoutName(text: string, name: string): string {
  return text
    .split('\n')
    .filter((one) => !one.startsWith(`${name}:`))
    .join('\n');
}
