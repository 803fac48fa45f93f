// What runs on this machine.

import { readFileSync } from 'node:fs';

/** Whether a process is there and not just waiting to be noticed as dead. */
export function alive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.charAt(stat.lastIndexOf(')') + 2) !== 'Z';
  } catch {
    return false;
  }
}
