// A lock between processes that the kernel gives back when its holder dies.

import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LabError } from './command.ts';

/**
 * Does `work` while no other process holds the lock on `file`.
 *
 * Node has no flock(2), so util-linux's flock holds it in a child that ends when its input does: a killed holder
 * leaves nothing behind that somebody would have to judge stale.
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  const holder = spawn('flock', ['--exclusive', file, 'sh', '-c', 'echo held; exec cat >/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => holder.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    holder.once('error', (error) => reject(new LabError(`flock cannot be started: ${error.message}`)));
    holder.once('close', (code) => reject(new LabError(`flock ${file} ended with ${code}`)));
    holder.stdout.once('data', () => resolve());
  });
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await ended;
  }
}
