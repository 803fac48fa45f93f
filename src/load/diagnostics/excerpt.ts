// The line a diagnostic speaks of, with a mark under the place.

import { lineAndColumn, type Span } from '../../model/source.ts';
import { printable, textWidth } from './text-width.ts';

/** What stands under one another in a terminal: the line's number, its text, and the mark. */
export interface Excerpt {
  readonly lineNumber: number;
  readonly line: string;
  readonly mark: string;
}

/** The first line of a span and the mark under it, cut to `width` columns around the mark. */
export function excerpt(span: Span, width: number): Excerpt {
  const { text } = span.file;
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const lineEnd = text.indexOf('\n', start);
  const line = text.slice(start, lineEnd < 0 ? undefined : lineEnd).replace(/\r$/, '');
  const from = Math.min(span.start - start, line.length);
  // A span over several lines is marked to the end of its first one.
  const to = Math.max(Math.min(span.end - start, line.trimEnd().length), from);
  const { before, marked, after } = cut(line.slice(0, from), line.slice(from, to), line.slice(to), width);
  return {
    lineNumber: lineAndColumn(span.file, span.start).line,
    line: (before + marked + after).trimEnd(),
    mark: ' '.repeat(textWidth(before)) + '^'.repeat(Math.max(textWidth(marked), 1)),
  };
}

interface Pieces {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

// Certificates and minified JSON make lines of thousands of characters: keep the place and what is around it.
function cut(before: string, marked: string, after: string, width: number): Pieces {
  const pieces = { before: printable(before), marked: printable(marked), after: printable(after) };
  if (textWidth(pieces.before + pieces.marked + pieces.after) <= width) return pieces;
  const shownMark = firstColumns(pieces.marked, Math.floor(width / 2));
  const shownAfter = firstColumns(pieces.after, Math.floor((width - textWidth(shownMark)) / 2));
  const shownBefore = lastColumns(pieces.before, width - textWidth(shownMark) - textWidth(shownAfter));
  return { before: shownBefore, marked: shownMark, after: shownMark === pieces.marked ? shownAfter : '' };
}

function firstColumns(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let kept = '';
  for (const char of text) {
    if (textWidth(kept + char) >= columns) break;
    kept += char;
  }
  return `${kept}…`;
}

function lastColumns(text: string, columns: number): string {
  const reversed = firstColumns([...text].reverse().join(''), columns);
  return [...reversed].reverse().join('');
}
