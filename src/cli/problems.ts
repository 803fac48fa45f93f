// Tells a person what is wrong before a run: diagnostics on standard error, and whether to go on.

import { renderDiagnostics } from '../load/diagnostics/render.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { error } from '../model/diagnostic.ts';

/** Where a mistake was found: in playbooks, in the configuration, or elsewhere. */
export type InputPart = 'playbook' | 'configuration' | 'other';

/** A mistake in what was asked for; the command ends with these messages. */
export class InputError extends Error {
  readonly problems: readonly Diagnostic[];
  readonly part: InputPart;
  constructor(problems: readonly Diagnostic[], part: InputPart = 'other') {
    super(problems.map((problem) => problem.message).join('; '));
    this.name = 'InputError';
    this.problems = problems;
    this.part = part;
  }

  static of(message: string, hint?: string): InputError {
    return new InputError([error(message, undefined, hint)]);
  }
}

/** Shows diagnostics on standard error. */
export function show(problems: readonly Diagnostic[]): void {
  if (problems.length === 0) return;
  const color = process.stderr.isTTY === true && !process.env.NO_COLOR;
  const text = renderDiagnostics(problems, { color, width: process.stderr.columns ?? 100 });
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Shows warnings at once; throws where there are errors. */
export function settle(problems: readonly Diagnostic[], part: InputPart = 'other'): void {
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) throw new InputError(problems, part);
  show(problems);
}
