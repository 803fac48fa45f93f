// The life of a connection and of its lanes, as the layers above see it.

import type { HostClock } from './clock.ts';
import type { HostFailure } from './failure.ts';
import type { BatchOptions, BatchOutcome, Fragment } from './fragment.ts';
import type { ConnectionSpec, Identity } from './spec.ts';
import type { Channel } from './transport.ts';

/** Every function that can fail to get somewhere answers one of the two. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: HostFailure };

/** What a lane has cost so far. */
export interface LaneStats {
  /** Writes that were answered or will be: the unit of cost. A batch is one, however many fragments it has; a bulk transfer is one more. */
  readonly roundTrips: number;
  readonly fragments: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

/** A shell on the host that works as one identity. Batches run in the order they were given, also when several are given at once. */
export interface Lane {
  readonly identity: Identity;
  readonly stats: LaneStats;
  /** False after the shell or the connection ended; every further batch is lost at once. `connection.lane` gives a new one. */
  readonly open: boolean;
  /** The host's clock; absent before the host's first answer, and where it does not tell. */
  readonly clock?: HostClock | undefined;
  /** The way to the shell and back, in milliseconds: the shortest that was seen so far; absent before the host's first answer. */
  readonly roundTripMs?: number | undefined;
  run(batch: readonly Fragment[], options?: BatchOptions): Promise<BatchOutcome>;
}

export type LaneUse = 'tasks' | 'jobs';

export interface Connection {
  readonly spec: ConnectionSpec;
  /** The login user, as far as it is known before asking the host. */
  readonly user: string;
  /** From the call to an authenticated connection. */
  readonly connectMs: number;
  /** The host key that was accepted; absent where there is none. */
  readonly hostKey: string | undefined;
  /** The sum over all lanes, those that ended too. */
  readonly stats: LaneStats;
  /** Settles when the connection is gone, with the reason (`closed` after `close()`). */
  readonly ended: Promise<HostFailure>;
  /**
   * The lane of an identity: opened at first use, then kept. Two identities with the same method and user are the same. What works in the
   * background has a lane beside the one of tasks, so that neither waits for the other, where the connection can have two.
   */
  lane(identity: Identity, use?: LaneUse): Promise<Result<Lane>>;
  /**
   * A program of its own beside the lanes, as an identity: `script` is sh text, which best ends in `exec`. It runs until it ends by itself or
   * the connection does; `interrupt` ends its input. Fails with `no-channel` where the connection runs one program at a time.
   */
  start(identity: Identity, script: string): Promise<Result<Channel>>;
  /** Ctrl-C: ends what runs on all lanes, on the host too; what was in flight is lost as `interrupted`. Answers when it is done or 5 s are over. */
  interrupt(): Promise<void>;
  /** Ends the lanes and the connection. Never fails; a second call does nothing. */
  close(): Promise<void>;
}
