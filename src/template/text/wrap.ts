// Breaks a line of text into lines of a width, at spaces and hyphens, as Python's textwrap does.

import { characters } from '../python/index.ts';

export interface WrapOptions {
  readonly breakLongWords: boolean;
  readonly breakOnHyphens: boolean;
}

// Whitespace; a dash of two hyphens or more between words; a word up to a hyphen between letters, to a dash, or to its end.
const chunksWithHyphens =
  /([\t-\r ]+|(?<=[\w!"'&.,?])-{2,}(?=\w)|[^\t-\r ]+?(?:-(?:(?<=[^\d\W]{2}-)|(?<=[^\d\W]-[\w!"'&.,?]-))(?=[^\d\W]-?[^\d\W])|(?=[\t-\r ]|$)|(?<=[\w!"'&.,?])(?=-{2,}\w)))/;
const chunksOfWords = /([\t-\r ]+)/;

/** The lines of a text; spaces at their ends are dropped. A width below one is an error of Python's, here it is taken as one. */
export function wrapText(text: string, width: number, options: WrapOptions): string[] {
  const chunks = text.split(options.breakOnHyphens ? chunksWithHyphens : chunksOfWords).filter((chunk) => chunk !== '');
  const lines: string[] = [];
  while (chunks.length > 0) {
    if (lines.length > 0 && isBlank(chunks[0])) chunks.shift();
    const line = takeLine(chunks, Math.max(1, width), options);
    if (isBlank(line.at(-1))) line.pop();
    if (line.length > 0) lines.push(line.join(''));
  }
  return lines;
}

function takeLine(chunks: string[], width: number, options: WrapOptions): string[] {
  const line: string[] = [];
  let used = 0;
  for (let chunk = chunks[0]; chunk !== undefined; chunk = chunks[0]) {
    const size = characters(chunk).length;
    if (used + size > width) {
      if (size > width) takeLongWord(chunks, line, width - used, options);
      break;
    }
    line.push(chunk);
    used += size;
    chunks.shift();
  }
  return line;
}

// A word longer than a whole line: cut, or alone on its line.
function takeLongWord(chunks: string[], line: string[], left: number, options: WrapOptions): void {
  const chars = characters(chunks[0] ?? '');
  if (!options.breakLongWords) {
    if (line.length === 0) line.push(chunks.shift() ?? '');
    return;
  }
  const room = Math.max(1, left);
  const hyphen = chars.lastIndexOf('-', room - 1);
  const atHyphen = options.breakOnHyphens && hyphen > 0 && chars.slice(0, hyphen).some((char) => char !== '-');
  const end = atHyphen ? hyphen + 1 : room;
  line.push(chars.slice(0, end).join(''));
  chunks[0] = chars.slice(end).join('');
}

function isBlank(chunk: string | undefined): boolean {
  return chunk !== undefined && chunk.trim() === '';
}
