// Runs the machine's own commands (mount, ip, systemd-nspawn, ...) and hands back what they said.

import { spawn } from 'node:child_process';

/** What a finished command left: `code` is 128 when a signal ended it. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  /** Written to the command's standard input, which is empty otherwise. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Also called with each piece of output as it comes, for long work that somebody watches. */
  readonly onOutput?: (text: string) => void;
}

/** Thrown when the lab's own machinery fails; a test has no way to go on then. */
export class LabError extends Error {
  override readonly name = 'LabError';
}

/** Runs a command to its end, whatever its exit code. Rejects only when it cannot be started. */
export function run(file: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], env: options.env ?? process.env });
    const out: string[] = [];
    const err: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out.push(text);
      options.onOutput?.(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err.push(text);
      options.onOutput?.(text);
    });
    // A command that does not read its input closes the pipe: its exit code tells the story, not EPIPE.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
    child.on('error', (error) => reject(new LabError(`${file} cannot be started: ${error.message}`)));
    child.on('close', (code) => resolve({ code: code ?? 128, stdout: out.join(''), stderr: err.join('') }));
  });
}

/** Runs a command that has to succeed, and gives its standard output. */
export async function must(file: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const result = await run(file, args, options);
  if (result.code !== 0) {
    const said = (result.stderr + result.stdout).trim().split('\n').slice(-15).join('\n');
    throw new LabError(`${[file, ...args].join(' ')} ended with ${result.code}:\n${said}`);
  }
  return result.stdout;
}

/** One word for a shell, whatever is in it. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
