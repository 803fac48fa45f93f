// What a connection must be able to do for the lanes: start a program on the host and give its three streams.

import type { Readable, Writable } from 'node:stream';
import type { Result } from './connection.ts';
import type { HostFailure } from './failure.ts';

/** How a program ended; `null` where a signal ended it or nobody told. */
export interface ChannelEnd {
  readonly code: number | null;
}

/** A program that runs on the host. */
export interface Channel {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles once the program ended and its output was read (what it left running may hold that open: not for long), or the connection is gone. */
  readonly ended: Promise<ChannelEnd>;
  /** Lets go of it at once, whatever it does. */
  destroy(): void;
}

/** A way to a host. ssh, a child process and a fake one in a test are all the lanes see of it. */
export interface Transport {
  /** The login user, as far as it is known here. */
  readonly user: string;
  /** The fingerprint of the host key that was accepted. */
  readonly hostKey?: string;
  /** Whether a second program can run beside the first: without it there is no streaming of large data and no ending of single fragments. */
  readonly parallel: boolean;
  /** Settles when the way is gone, with the reason. */
  readonly ended: Promise<HostFailure>;
  /** Starts a command line that any login shell (sh, csh, fish) reads alike. */
  start(command: string): Promise<Result<Channel>>;
  /** Ends everything. Never fails. */
  close(): Promise<void>;
}

/** From the end of a program to that of its channel, if a process it left behind keeps its output open. */
export const outputPatienceMs = 500;
