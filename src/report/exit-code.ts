// The exit code of a run: 0 fine, 1 bad input, 2 a host failed, 4 a host was unreachable; 2 and 4 add up.

import type { RunEvent } from '../run/events.ts';

export const EXIT = { fine: 0, input: 1, failed: 2, unreachable: 4, interrupted: 130 } as const;

/** Folds events into the exit code. */
export class ExitCode {
  #code: number = EXIT.fine;

  get code(): number {
    return this.#code;
  }

  event(event: RunEvent): void {
    if (event.kind === 'recap') {
      for (const stats of event.hosts.values()) {
        if (stats.failed > 0) this.#code |= EXIT.failed;
        if (stats.unreachable > 0) this.#code |= EXIT.unreachable;
      }
    } else if (event.kind === 'run-failed' && this.#code === EXIT.fine) this.#code = EXIT.input;
    else if (event.kind === 'run-ended' && event.interrupted) this.#code = EXIT.interrupted;
  }
}
