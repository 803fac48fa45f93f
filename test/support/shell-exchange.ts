// Runs fragments with a shell of this machine, one process each: what module tests use where a lane's own behaviour does not matter.

import { spawn } from 'node:child_process';
import { type BatchOptions, type BatchOutcome, type Fragment, isAccepted, type Reply } from '../../src/host/index.ts';
import type { Exchange } from '../../src/plan/exchange.ts';

/** An exchange with this machine as the current user; `shell` is any POSIX shell, such as `dash` or `busybox sh`. */
export function shellExchange(shell: readonly string[] = ['sh']): Exchange & { readonly batches: number } {
  let batches = 0;
  return {
    get batches() {
      return batches;
    },
    run: async (batch: readonly Fragment[], options?: BatchOptions): Promise<BatchOutcome> => {
      batches += 1;
      const replies: Reply[] = [];
      for (const fragment of batch) {
        const reply = await runFragment(shell, fragment);
        replies.push(reply);
        if (options?.stopAtFailure && !isAccepted(fragment, reply.code)) break;
      }
      return { kind: 'answered', replies };
    },
  };
}

async function runFragment([program = 'sh', ...rest]: readonly string[], fragment: Fragment): Promise<Reply> {
  const script = fragment.umask === undefined ? fragment.script : `umask ${fragment.umask}\n${fragment.script}`;
  const child = spawn(program, [...rest, '-c', script, 'sh', ...(fragment.args ?? [])], {
    stdio: 'pipe',
    env: { ...process.env, ...fragment.env },
    ...(fragment.cwd !== undefined && { cwd: fragment.cwd }),
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin.on('error', () => undefined);
  if (fragment.stdin instanceof Uint8Array) child.stdin.write(fragment.stdin);
  else if (fragment.stdin) for await (const chunk of fragment.stdin) child.stdin.write(chunk);
  child.stdin.end();
  const code = await new Promise<number>((resolve) => child.on('close', (exit) => resolve(exit ?? 255)));
  return { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) };
}
