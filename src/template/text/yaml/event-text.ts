// What js-yaml's events leave to find in the text: where a node begins and ends as it is written, and its exact words.

import { type EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from 'js-yaml';

export type ScalarEvent = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;
export type AliasEvent = Extract<Event, { type: typeof EVENT_ID.ALIAS }>;
export type CollectionEvent = Extract<Event, { type: typeof EVENT_ID.SEQUENCE | typeof EVENT_ID.MAPPING }>;

/** The text of a scalar, escapes and folding undone. */
export function scalarText(text: string, event: ScalarEvent): string {
  const value = getScalarValue(text, event);
  const block = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
  if (!block || event.valueEnd !== text.length || !value.endsWith('\n')) return value;
  // A block that ends with the file ends with a line break only where the file does: YAML 1.1, and so PyYAML.
  const lastLine = text.slice(text.lastIndexOf('\n') + 1);
  return lastLine.length > event.indent ? value.slice(0, -1) : value;
}

/** Offsets of a scalar with its quotes, or from the `|` or `>` of a block. `from` is where the token before it ended. */
export function scalarExtent(text: string, event: ScalarEvent, from: number): readonly [number, number] {
  const after = Math.max(from, event.tagEnd, event.anchorEnd);
  if (event.valueStart < 0) {
    const separator = /^\s*[:?-]/.exec(text.slice(after, after + 200))?.[0] ?? '';
    return [after + separator.length, after + separator.length];
  }
  switch (event.style) {
    case SCALAR_STYLE.PLAIN:
      return [event.valueStart, event.valueEnd];
    case SCALAR_STYLE.SINGLE_QUOTED:
    case SCALAR_STYLE.DOUBLE_QUOTED:
      return [event.valueStart - 1, event.valueEnd + 1];
    default: {
      const header = text.slice(after, event.valueStart).search(/[|>]/);
      return [header < 0 ? event.valueStart : after + header, event.valueEnd];
    }
  }
}

/** The offset after the bracket that closes a flow collection, whose last item ended at `from`. */
export function afterClosingBracket(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === ']' || char === '}') return at + 1;
    if (char === '#') {
      const lineEnd = text.indexOf('\n', at);
      at = lineEnd < 0 ? text.length : lineEnd;
    }
  }
  return text.length;
}
