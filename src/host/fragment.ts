// What a lane is asked and what it answers: sh fragments, replies, and the outcome of a batch.

import type { HostFailure } from './failure.ts';

/**
 * A piece of POSIX sh for a host. It runs in a subshell of a pristine shell: it may `exit`, `cd`, `set -e`, `trap`, `exec` or hold a syntax error,
 * and nothing of it reaches the next one. `$$` is the pid of the lane's shell, not of the fragment.
 */
export interface Fragment {
  /** Script text, sent as data. Must not hold NUL. Keep what varies out of it: pass it as `args`. */
  readonly script: string;
  /** `"$1"`, `"$2"`, ... of the script. Never seen in a process list unless the script hands them to a program. Must not hold NUL. */
  readonly args?: readonly string[];
  /**
   * Its standard input, binary safe; /dev/null without it. Small data travels in the same write, large data (over 512 KB, or an iterable)
   * through a channel of its own. A connection that is lost on the way looks like the end of the data: check its length before it counts.
   */
  readonly stdin?: Uint8Array | AsyncIterable<Uint8Array>;
  /** Exported variables, on top of the login environment. Names that no shell can export make the fragment answer 2. */
  readonly env?: Readonly<Record<string, string>>;
  /** Directory to run in; where it cannot be entered, the fragment does not run and answers 1 with the shell's message. */
  readonly cwd?: string;
  /** Octal text such as `022`. */
  readonly umask?: string;
  /** From its start on the host. When it is over, the fragment's processes are ended (TERM, then KILL); later fragments go on. 0: never. */
  readonly timeoutMs?: number;
  /**
   * Promise that nothing outlives the fragment that still holds its output (true for looks and for most changes); saves about a
   * millisecond. Without it the output is relayed through pipes, so that what a background process writes later reaches no other reply.
   */
  readonly direct?: boolean;
  /** Exit codes after which a batch that stops at failures goes on (default: 0 alone). */
  readonly accept?: 'any' | readonly number[];
  /** Receives stdout piece by piece instead of `Reply.stdout`; reading waits for the promise. For large downloads. What it throws is ignored. */
  readonly onStdout?: (chunk: Buffer) => void | Promise<void>;
}

/** What a fragment answered. */
export interface Reply {
  /** Exit code; 128 plus the signal's number where a signal ended it. */
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  /** The fragment's time was over and its processes were ended. */
  readonly timedOut?: true;
  /** When it began and ended, in milliseconds since the epoch, where the host has told by its own clock. */
  readonly times?: { readonly started: number; readonly ended: number };
}

/** Whether a batch that stops at failures goes on after this code. */
export function isAccepted({ accept = [0] }: Fragment, code: number): boolean {
  return accept === 'any' || accept.includes(code);
}

export interface BatchOptions {
  /** After a fragment that answered anything else than 0 (or what it accepts) the rest of the batch does not run: `replies` ends with that one. */
  readonly stopAtFailure?: boolean;
}

/** The end of a batch. */
export type BatchOutcome =
  /** All ran; with `stopAtFailure`, all up to the first that failed. */
  { readonly kind: 'answered'; readonly replies: readonly Reply[] } | LostBatch;

/** The lane ended on the way. `replies` answers the first fragments of the batch; nothing is known about `inFlight`; `notStarted` never left us. */
export interface LostBatch {
  readonly kind: 'lost';
  readonly failure: HostFailure;
  readonly replies: readonly Reply[];
  /** Indexes of fragments that were sent and not answered. */
  readonly inFlight: readonly number[];
  /** The one of `inFlight` that is known to have been running. */
  readonly running?: number;
  /** Indexes of fragments that were not sent, so did nothing. */
  readonly notStarted: readonly number[];
}
