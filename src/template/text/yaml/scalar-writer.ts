// Writes scalars in YAML's styles, folding long lines at spaces, as libyaml does.

import { isBreak, isPrintable } from './analysis.ts';
import type { Output } from './output.ts';

/** Without quotes. */
export function writePlain(output: Output, chars: readonly string[], fold: boolean): void {
  if (!output.whitespace && (chars.length > 0 || output.inFlow)) output.put(' ');
  let spaces = false;
  for (const [index, char] of chars.entries()) {
    if (char === ' ' && fold && !spaces && output.tooWide && chars[index + 1] !== ' ') output.indentLine();
    else output.put(char);
    spaces = char === ' ';
  }
  output.settle();
}

/** In single quotes: line breaks are doubled, quotes too. */
export function writeSingleQuoted(output: Output, chars: readonly string[], fold: boolean): void {
  output.indicator("'", { spaceBefore: true });
  let spaces = false;
  let breaks = false;
  for (const [index, char] of chars.entries()) {
    if (isBreak(char)) {
      if (!breaks && char === '\n') output.newline();
      output.lineBreak(char);
      breaks = true;
      continue;
    }
    if (char === ' ') {
      const inside = index > 0 && index < chars.length - 1 && chars[index + 1] !== ' ';
      if (fold && !spaces && output.tooWide && inside) output.indentLine();
      else output.put(char);
      spaces = true;
      continue;
    }
    if (breaks) output.indentLine();
    output.put(char === "'" ? "''" : char);
    output.indention = false;
    spaces = false;
    breaks = false;
  }
  if (breaks) output.indentLine();
  output.indicator("'", {});
  output.settle();
}

const escapes: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\u2028': 'L',
  '\u2029': 'P',
};

/** In double quotes, with escapes. */
export function writeDoubleQuoted(output: Output, chars: readonly string[], fold: boolean): void {
  output.indicator('"', { spaceBefore: true });
  let spaces = false;
  for (const [index, char] of chars.entries()) {
    if (!isPrintable(char) || isBreak(char) || char === '"' || char === '\\') {
      output.put(`\\${escapes[char] ?? numericEscape(char)}`);
      spaces = false;
    } else if (char === ' ' && fold && !spaces && output.tooWide && index > 0 && index < chars.length - 1) {
      output.indentLine();
      if (chars[index + 1] === ' ') output.put('\\');
      spaces = true;
    } else {
      output.put(char);
      spaces = char === ' ';
    }
  }
  output.indicator('"', {});
  output.settle();
}

function numericEscape(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `u${hex.padStart(4, '0')}` : `U${hex.padStart(8, '0')}`;
}

/** As a literal block (`|`). */
export function writeLiteral(output: Output, chars: readonly string[]): void {
  const hints = blockHints(chars, output.bestIndent);
  output.indicator(`|${hints}`, { spaceBefore: true });
  output.openEnded = hints.endsWith('+');
  output.newline();
  output.indention = true;
  output.whitespace = true;
  let breaks = true;
  for (const char of chars) {
    if (isBreak(char)) output.lineBreak(char);
    else {
      if (breaks) output.indentLine();
      output.put(char);
      output.indention = false;
    }
    breaks = isBreak(char);
  }
}

function blockHints(chars: readonly string[], indent: number): string {
  const [first] = chars;
  const width = first === ' ' || isBreak(first) ? String(indent) : '';
  if (!isBreak(chars.at(-1))) return `${width}-`;
  return chars.length === 1 || isBreak(chars.at(-2)) ? `${width}+` : width;
}
