// Parts of a text as nodes of their own, so that the words of `k=v` arguments have places too.

import type { ScalarNode, Span } from '../../model/source.ts';

/** The place of a part of a scalar's text, from offsets in its value. The whole scalar where the source is written too differently to tell. */
export function pieceSpan(node: ScalarNode, start: number, end: number): Span {
  const { file } = node.span;
  const value = String(node.value);
  const source = file.text.slice(node.span.start, node.span.end);
  const whole = source.indexOf(value);
  if (whole >= 0) return { file, start: node.span.start + whole + start, end: node.span.start + whole + end };
  // Folded or escaped somewhere: the same words in the same order still stand in the source.
  const piece = value.slice(start, end).split('\n')[0] ?? '';
  const at = nthIndexOf(source, piece, occurrencesBefore(value, piece, start));
  if (piece === '' || at < 0) return node.span;
  return { file, start: node.span.start + at, end: node.span.start + at + piece.length };
}

/** A part of a scalar's text as a scalar with the value that the part stands for. */
export function pieceNode(node: ScalarNode, value: string, start: number, end: number): ScalarNode {
  const span = pieceSpan(node, start, end);
  const written = span.file.text.slice(span.start, span.end);
  const tag = node.tag === undefined ? {} : { tag: node.tag };
  if (written === value) return { kind: 'scalar', value, span, style: 'plain', ...tag };
  // Quotes of `k="v"` are around the value, not in it.
  const inner = { ...span, start: span.start + 1, end: span.end - 1 };
  if (written.slice(1, -1) === value) return { kind: 'scalar', value, span: inner, style: 'plain', ...tag };
  return { kind: 'scalar', value, span, ...tag };
}

function occurrencesBefore(text: string, piece: string, before: number): number {
  let count = 0;
  for (let at = text.indexOf(piece); at >= 0 && at < before; at = text.indexOf(piece, at + 1)) count++;
  return count;
}

function nthIndexOf(text: string, piece: string, skip: number): number {
  let at = text.indexOf(piece);
  for (let seen = 0; seen < skip && at >= 0; seen++) at = text.indexOf(piece, at + 1);
  return at;
}
