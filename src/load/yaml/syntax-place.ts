// What is known about the place where a YAML parser gave up, for those who explain it.

import type { Diagnostic } from '../../model/diagnostic.ts';
import type { SourceFile, Span } from '../../model/source.ts';
import type { SyntaxProblem } from './scan.ts';

/** A line of a file that means something, and the offset where it starts. */
export interface Line {
  readonly line: string;
  readonly start: number;
}

export interface SyntaxPlace extends SyntaxProblem, Line {
  readonly file: SourceFile;
  /** The nearest line above that says something. */
  readonly above: Line | undefined;
}

/** Tells a problem in the author's terms, where it is the one that it knows. */
export type Explanation = (place: SyntaxPlace) => Diagnostic | undefined;

/** The surroundings of a problem. */
export function placeOfProblem(file: SourceFile, problem: SyntaxProblem): SyntaxPlace {
  const start = lineStart(file.text, problem.offset);
  return { file, ...problem, line: lineAt(file.text, start), start, above: lineAbove(file.text, start) };
}

/** A piece of the file of a place. */
export function spanAt({ file }: { readonly file: SourceFile }, start: number, end: number): Span {
  return { file, start, end };
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : end);
}

function lineAbove(text: string, start: number): Line | undefined {
  for (let end = start - 1; end >= 0; end = lineStart(text, end) - 1) {
    const from = lineStart(text, end);
    const line = text.slice(from, end);
    if (/^\s*[^\s#]/.test(line)) return { line, start: from };
  }
  return undefined;
}
