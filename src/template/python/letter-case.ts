// Python's capitals: title, capitalize, swapcase.

/** Python's text.title(): a capital after everything that is not a letter. */
export function title(text: string): string {
  return text.replace(/\p{Cased}+/gu, (word) => {
    const [first = '', ...rest] = word;
    return first.toUpperCase() + rest.join('').toLowerCase();
  });
}

/** Python's text.capitalize(). */
export function capitalize(text: string): string {
  const [first = '', ...rest] = text;
  return first.toUpperCase() + rest.join('').toLowerCase();
}

/** Python's text.swapcase(). */
export function swapCase(text: string): string {
  return [...text].map((char) => (char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase())).join('');
}
