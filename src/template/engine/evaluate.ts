// The entry points: something is evaluated with the variables of a scope, and what went wrong is a value.

import type { Diagnostic } from '../../model/diagnostic.ts';
import { TemplateError } from '../callable.ts';
import { UndefinedError } from '../python/index.ts';
import { asCurrent } from './current.ts';
import { toDiagnostic } from './diagnose.ts';
import { type Engine, Pass } from './pass.ts';
import type { Scope } from './scope.ts';
import { CannotWait, NoWaits, untilSettled, type Waits } from './waits.ts';

/** What an evaluation gave, or why it failed. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly problem: Diagnostic;
      /** What is undefined, where that is what went wrong. */
      readonly undefinedName?: string;
    };

/** Evaluates at once. What has to wait (a lookup that runs a command) is an error here. */
export function evaluate<T>(engine: Engine, scope: Scope, work: (pass: Pass) => T): Outcome<T> {
  return attempt(new Pass(engine, scope, new NoWaits()), work);
}

/** Evaluates, waiting for what has to be waited for. `work` may run several times and must not do anything but evaluate. */
export function evaluateAsync<T>(engine: Engine, scope: Scope, work: (pass: Pass) => T): Promise<Outcome<T>> {
  return untilSettled((waits: Waits) => attempt(new Pass(engine, scope, waits), work));
}

function attempt<T>(pass: Pass, work: (pass: Pass) => T): Outcome<T> {
  try {
    return { ok: true, value: asCurrent(pass, () => work(pass)) };
  } catch (error) {
    if (error instanceof CannotWait) return { ok: false, problem: { severity: 'error', message: error.message } };
    if (!(error instanceof TemplateError)) throw error;
    // Nobody reads what is wrong with a guess, and looking for the name that was meant takes longer than all else.
    const problem = toDiagnostic(error, pass.engine.guessing ? [] : pass.variableNames());
    return {
      ok: false,
      problem,
      ...(error instanceof UndefinedError &&
        error.undefinedName !== undefined && { undefinedName: error.undefinedName }),
    };
  }
}
