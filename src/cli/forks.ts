// How many hosts work at once where nobody says: as many as this machine's processors and open files allow.

import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** A host costs the controller well under a millisecond of work a task; most of its time it waits for the network. */
const HOSTS_PER_PROCESSOR = 50;
/** A connection is one open file; one more may be a file that is being sent. */
const FILES_PER_HOST = 2;
/** For everything else that is open. */
const FILES_BESIDE = 100;

/** The number of forks for a machine. */
export function forksFor(processors: number, openFiles: number): number {
  const byFiles = Math.floor((openFiles - FILES_BESIDE) / FILES_PER_HOST);
  return Math.max(5, Math.min(processors * HOSTS_PER_PROCESSOR, byFiles));
}

/** The number of forks for this machine. */
export function defaultForks(): number {
  return forksFor(availableParallelism(), openFilesLimit());
}

// The soft limit, which Node raises to the hard one when it starts; where it is not told, the least usual one.
function openFilesLimit(): number {
  try {
    const limit = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit ?? 256);
  } catch {
    return 256;
  }
}
