// A mistake that was found, as data: what is wrong, where, and what to do about it.

import type { Span } from './source.ts';

/** A mistake or a warning. Reporters draw it as `file:line:col`, the line, and a mark under the place. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** What is wrong, quoting the user's own word. One sentence without a full stop. */
  readonly message: string;
  /** Where; absent where no file is to blame (a command-line option, the environment). */
  readonly span?: Span;
  /** What to do, or what was expected ("did you mean 'name'?"). */
  readonly hint?: string;
  /** Other places that belong to it: where a variable was set, where an include came from. */
  readonly related?: readonly { readonly message: string; readonly span: Span }[];
}

export type Checked<T> =
  | {
      readonly ok: true;
      readonly value: T /** What is odd but no mistake. */;
      readonly warnings?: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly problems: readonly Diagnostic[] };

export function error(message: string, span?: Span, hint?: string): Diagnostic {
  return { severity: 'error', message, ...(span && { span }), ...(hint !== undefined && { hint }) };
}
