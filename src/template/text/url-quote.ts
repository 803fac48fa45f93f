// Percent-encoding as Python's urllib does it.

/** Text with everything escaped but letters, digits, `_.-~` and what is named safe. */
export function quoteUrl(text: string, safe: string): string {
  const bytes = Buffer.from(text, 'utf8');
  let quoted = '';
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    const plain = byte < 0x80 && (/[A-Za-z0-9_.~-]/.test(char) || safe.includes(char));
    quoted += plain ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return quoted;
}

/** The text again, `+` as a space; what is no escape stays, what is no UTF-8 becomes U+FFFD. */
export function unquotePlus(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9a-fA-F]{2})+/g, (escapes) => Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'));
}
