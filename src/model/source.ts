// Source text with positions: what YAML says, and where it says it.

import type { PyFloat } from './value.ts';

/** A file that was read, kept so that a message can show the line it speaks of. */
export interface SourceFile {
  /** As the user would name it: relative to the working directory where it is below it. */
  readonly path: string;
  readonly text: string;
  /** Decrypted from a vault: messages may name places in it, but never show its lines. */
  readonly secret?: true;
}

/** A piece of a source file, by offsets in UTF-16 units: `start` inclusive, `end` exclusive. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** A YAML node with its place. Variables stay nodes until an expression needs them, so that an error can name where each was written. */
export type Node = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: null | boolean | number | bigint | string | PyFloat;
  readonly span: Span;
  /** `unsafe`: text that is never a template (`!unsafe`). `vault`: ciphertext that is decrypted when needed (`!vault`). */
  readonly tag?: 'unsafe' | 'vault';
  /** How it was written; needed to find an offset of the value in the source again. Absent for nodes made by the program. */
  readonly style?: 'plain' | 'single' | 'double' | 'literal' | 'folded';
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly Node[];
  readonly span: Span;
  readonly tag?: 'unsafe';
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
  readonly span: Span;
  readonly tag?: 'unsafe';
}

export interface MapEntry {
  readonly key: ScalarNode;
  readonly value: Node;
}

/** Line and column of an offset, both counted from 1, the column in characters as an editor counts them. */
export function lineAndColumn(file: SourceFile, offset: number): { readonly line: number; readonly column: number } {
  const before = file.text.slice(0, offset);
  const line = before.split('\n').length;
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line, column: [...before.slice(lineStart)].length + 1 };
}

/** `file:line:column` of a span's start. */
export function placeOf(span: Span): string {
  const { line, column } = lineAndColumn(span.file, span.start);
  return `${span.file.path}:${line}:${column}`;
}

/** The value under a key of a map node. A repeated key: the last one wins, as in PyYAML. */
export function entryOf(map: MapNode, key: string): MapEntry | undefined {
  return map.entries.findLast((entry) => entry.key.value === key);
}
