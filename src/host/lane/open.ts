// Opens a shell on the host as an identity: starts it, answers the password question, and waits until it is there.

import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { type BecomeDialog, becomeDialog } from '../become.ts';
import type { Result } from '../connection.ts';
import type { HostFailure } from '../failure.ts';
import type { Identity } from '../spec.ts';
import type { Channel, Transport } from '../transport.ts';
import { shellWord } from '../words.ts';

/** A shell that is there and waits. */
export interface Shell {
  readonly channel: Channel;
  /** `script`: it runs what it reads. `line`: it reads one line and evaluates that; its input stands exactly behind the line. */
  readonly reads: 'script' | 'line';
  /** Whether `printf` is a builtin, so that its arguments show up in no process list. */
  readonly builtinPrintf: boolean;
}

export interface OpenRequest {
  readonly identity: Identity;
  /** The POSIX shell to run. */
  readonly shell: string;
  readonly reads: 'script' | 'line';
  readonly timeoutMs: number;
}

/** Opens a shell. Whatever start-up files print before it is skipped. */
export async function openShell(transport: Transport, request: OpenRequest): Promise<Result<Shell>> {
  const { identity, shell, timeoutMs } = request;
  const token = randomBytes(8).toString('hex');
  // Any login shell must read this alike (csh, fish): no quotes within quotes, nothing that would be expanded.
  const inner = `command -v printf;${greeting(token)};exec ${shellWord(shell)}`;
  const dialog = identity.kind === 'become' ? becomeDialog(identity, shell, inner) : undefined;
  const started = await transport.start(dialog?.command ?? `exec ${shellWord(shell)} -c '${inner}'`);
  if (!started.ok) return started;
  const channel = started.value;
  const before = await awaitGreeting(channel, { token, shell, timeoutMs, ...(dialog && { dialog }) });
  if (!before.ok) return before;
  const builtinPrintf = /(^|\n)printf\n$/.test(before.value);
  if (request.reads === 'line') {
    // Now that the shell reads what we write, quoting is ours, and one that has read nothing ahead can take its place.
    const again = randomBytes(8).toString('hex');
    channel.stdin.write(
      `exec ${shellWord(shell)} -c '${greeting(again)};IFS= read -r _tsplay_line;eval "$_tsplay_line"'\n`,
    );
    const ready = await awaitGreeting(channel, { token: again, shell, timeoutMs });
    if (!ready.ok) return ready;
  }
  return { ok: true, value: { channel, reads: request.reads, builtinPrintf } };
}

function greeting(token: string): string {
  return `echo ${token};echo ${token} >&2`;
}

interface Awaited {
  readonly token: string;
  readonly shell: string;
  readonly timeoutMs: number;
  readonly dialog?: BecomeDialog;
}

// What start-up files print is kept only as far as a message needs it.
const keptBytes = 64 * 1024;

/** Waits for the token on both streams, and answers what stdout said before it. */
function awaitGreeting(channel: Channel, { token, shell, timeoutMs, dialog }: Awaited): Promise<Result<string>> {
  return new Promise((resolve) => {
    const line = `${token}\n`;
    const heard = { stdout: '', stderr: '' };
    const settle = (result: Result<string>) => {
      clearTimeout(timer);
      channel.stdout.removeListener('data', onStdout).pause();
      channel.stderr.removeListener('data', onStderr).pause();
      if (!result.ok) channel.destroy();
      resolve(result);
    };
    const fail = (failure: HostFailure) => settle({ ok: false, failure });
    const output = () => `${heard.stderr}\n${heard.stdout}`.replaceAll(line, '').trim();
    const hear = (stream: 'stdout' | 'stderr', chunk: Buffer) => {
      heard[stream] = (heard[stream] + chunk.toString('latin1')).slice(-keptBytes);
      if (heard.stdout.includes(line) && heard.stderr.includes(line)) {
        giveBack(channel.stdout, heard.stdout, line);
        giveBack(channel.stderr, heard.stderr, line);
        settle({ ok: true, value: heard.stdout.slice(0, heard.stdout.indexOf(line)) });
        return;
      }
      const answer = dialog?.hear(stream, chunk.toString('utf8'));
      if (answer?.kind === 'write') channel.stdin.write(answer.text);
      if (answer?.kind === 'fail') fail(answer.failure);
    };
    const onStdout = (chunk: Buffer) => hear('stdout', chunk);
    const onStderr = (chunk: Buffer) => hear('stderr', chunk);
    const timer = setTimeout(() => {
      fail(
        dialog?.timedOut(timeoutMs, output()) ?? { kind: 'shell-timeout', shell, afterMs: timeoutMs, output: output() },
      );
    }, timeoutMs);
    channel.stdin.on('error', () => {});
    channel.stdout.on('data', onStdout).resume();
    channel.stderr.on('data', onStderr).resume();
    void channel.ended.then(({ code }) =>
      fail(dialog?.ended(code, output()) ?? { kind: 'no-shell', shell, code, output: output() }),
    );
  });
}

// Nothing is expected behind the token, but nothing may be lost either.
function giveBack(stream: Readable, heard: string, line: string): void {
  const rest = heard.slice(heard.indexOf(line) + line.length);
  if (rest !== '') stream.unshift(Buffer.from(rest, 'latin1'));
}
