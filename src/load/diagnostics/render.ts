// Diagnostics as text for people: `file:line:col`, the message, the line with a mark under the place, and what to do.

import colors from 'picocolors';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { placeOf, type Span } from '../../model/source.ts';
import { excerpt } from './excerpt.ts';

export interface RenderOptions {
  readonly color?: boolean;
  /** Columns of the terminal. */
  readonly width?: number;
  /** Without `error:` or `warning:`, where something around it says that. */
  readonly unlabelled?: boolean;
}

/** Several diagnostics as one text, file by file in the order the files first appear, each file from top to bottom. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: RenderOptions = {}): string {
  return sortedByPlace(diagnostics)
    .map((diagnostic) => renderDiagnostic(diagnostic, options))
    .join('\n\n');
}

/** One diagnostic as text of several lines, without a line break at its end. */
export function renderDiagnostic(diagnostic: Diagnostic, options: RenderOptions = {}): string {
  const paint = colors.createColors(options.color ?? false);
  const severity = diagnostic.severity === 'error' ? paint.red('error') : paint.yellow('warning');
  const place = diagnostic.span ? `${paint.bold(placeOf(diagnostic.span))}: ` : '';
  const lines = [`${place}${options.unlabelled ? '' : `${severity}: `}${diagnostic.message}`];
  if (diagnostic.span) lines.push(...excerptLines(diagnostic.span, options));
  if (diagnostic.hint !== undefined) lines.push(`  ${paint.cyan('hint')}: ${diagnostic.hint}`);
  for (const { message, span } of diagnostic.related ?? []) {
    lines.push(`  ${paint.bold(placeOf(span))}: ${message}`, ...excerptLines(span, options));
  }
  return lines.join('\n');
}

/** Diagnostics without a place first, then file by file as they first appear, by offset; equal ones once. */
export function sortedByPlace(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const files = new Map<string, number>();
  const unique = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const path = diagnostic.span?.file.path;
    if (path !== undefined && !files.has(path)) files.set(path, files.size);
    unique.set(`${path}:${diagnostic.span?.start}:${diagnostic.message}`, diagnostic);
  }
  const rank = ({ span }: Diagnostic) => (span ? (files.get(span.file.path) ?? 0) : -1);
  return [...unique.values()].sort((a, b) => rank(a) - rank(b) || (a.span?.start ?? 0) - (b.span?.start ?? 0));
}

// The place in a file from a vault may be named, its text not shown.
function excerptLines(span: Span, options: RenderOptions): readonly string[] {
  if (span.file.secret) return [];
  const { lineNumber, line, mark } = excerpt(span, Math.max((options.width ?? 120) - 10, 40));
  const paint = colors.createColors(options.color ?? false);
  const number = String(lineNumber).padStart(5);
  const gutter = ' '.repeat(number.length);
  return [`${paint.dim(`${number} |`)} ${line}`, `${paint.dim(`${gutter} |`)} ${paint.red(mark)}`];
}
