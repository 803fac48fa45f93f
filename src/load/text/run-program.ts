// Runs a program of the user's on this machine and collects what it says.

import { spawn } from 'node:child_process';

export type ProgramEnd =
  | { readonly kind: 'ended'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'killed'; readonly signal: string; readonly stderr: string }
  | { readonly kind: 'not-started'; readonly reason: string };

/** Runs a program without input. */
export function runProgram(path: string, args: readonly string[]): Promise<ProgramEnd> {
  return new Promise((done) => {
    const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (cause) => done({ kind: 'not-started', reason: cause.message }));
    child.on('close', (code, signal) => {
      const said = Buffer.concat(stderr).toString();
      if (code === null) done({ kind: 'killed', signal: signal ?? 'unknown', stderr: said });
      else done({ kind: 'ended', code, stdout: Buffer.concat(stdout).toString(), stderr: said });
    });
  });
}
