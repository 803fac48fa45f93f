// How many columns of a terminal a text takes, and the text as it can be shown there.

// Marks that are drawn over the character before them, and characters that are drawn nowhere.
const ZERO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;
// East Asian wide and fullwidth letters, and emoji.
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1F9FF}\u{1FA70}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
const PLAIN_ASCII = /^[\x20-\x7E]*$/;
const TAB_WIDTH = 4;

/** Columns that a text takes on a terminal. */
export function textWidth(text: string): number {
  if (PLAIN_ASCII.test(text)) return text.length;
  let width = 0;
  for (const char of text) width += ZERO_WIDTH.test(char) ? 0 : WIDE.test(char) ? 2 : 1;
  return width;
}

/**
 * A piece of a line made safe to print: tabs as spaces, control characters as pictures of them, so that a file cannot
 * send commands to the terminal.
 */
export function printable(text: string): string {
  return text
    .replaceAll('\t', ' '.repeat(TAB_WIDTH))
    .replace(/[\u0000-\u001F]/g, (char) => String.fromCharCode(0x2400 + char.charCodeAt(0)))
    .replace(/[\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, '\uFFFD');
}
