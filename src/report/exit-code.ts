// The exit code of a run: 0 fine, 1 bad input, 2 a host failed, 4 a host was unreachable, even if others only failed.

import type { RunEvent } from '../run/events.ts';

export const EXIT = { fine: 0, input: 1, failed: 2, unreachable: 4, interrupted: 130 } as const;

/** Folds events into the exit code. */
export class ExitCode {
  #code: number = EXIT.fine;
  /** Hosts that are out. What `clear_host_errors` forgave does not count. */
  readonly #failed = new Set<string>();
  readonly #unreachable = new Set<string>();
  /** `any_errors_fatal` or `max_fail_percentage` ended the run: a failure, whatever it was that broke the rule. */
  #ruledOut = false;

  get code(): number {
    return this.#code;
  }

  event(event: RunEvent): void {
    if (event.kind === 'host-task-finished' && event.handling === 'stops') {
      (event.outcome === 'unreachable' ? this.#unreachable : this.#failed).add(event.host);
    } else if (event.kind === 'errors-cleared') {
      this.#failed.clear();
    } else if (event.kind === 'no-hosts-left') this.#ruledOut ||= event.why !== undefined;
    else if (event.kind === 'recap') {
      const isOut = (out: ReadonlySet<string>, count: 'failed' | 'unreachable') =>
        [...event.hosts].some(([host, stats]) => stats[count] > 0 && out.has(host));
      if (this.#ruledOut) this.#code = EXIT.failed;
      else if (isOut(this.#unreachable, 'unreachable')) this.#code = EXIT.unreachable;
      else if (isOut(this.#failed, 'failed')) this.#code = EXIT.failed;
    } else if (event.kind === 'run-failed' && this.#code === EXIT.fine) this.#code = EXIT.input;
    else if (event.kind === 'run-ended' && event.interrupted) this.#code = EXIT.interrupted;
  }
}
