// Opens a shell on the host as an identity: starts it, answers the password question, and waits until it is there.

import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { type BecomeDialog, becomeDialog, type DialogAnswer } from '../become.ts';
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

/** How long nothing more must come until the beginning of a line counts as a question. */
const quietMs = 100;
// What start-up files print is kept only as far as a message needs it.
const keptBytes = 64 * 1024;

/** Waits for the token on both streams, and answers what stdout said before it. */
function awaitGreeting(channel: Channel, awaited: Awaited): Promise<Result<string>> {
  return new Promise((resolve) => new Greeting(channel, awaited, resolve));
}

class Greeting {
  readonly #channel: Channel;
  readonly #awaited: Awaited;
  readonly #resolve: (result: Result<string>) => void;
  // As latin1: the streams are bytes, and what follows the token must be given back unharmed.
  readonly #heard = { stdout: '', stderr: '' };
  readonly #onStdout = (chunk: Buffer) => this.#hear('stdout', chunk);
  readonly #onStderr = (chunk: Buffer) => this.#hear('stderr', chunk);
  readonly #deadline: NodeJS.Timeout;
  #quiet: NodeJS.Timeout | undefined;
  #settled = false;

  constructor(channel: Channel, awaited: Awaited, resolve: (result: Result<string>) => void) {
    this.#channel = channel;
    this.#awaited = awaited;
    this.#resolve = resolve;
    const { dialog, shell, timeoutMs } = awaited;
    this.#deadline = setTimeout(() => {
      const output = this.#output();
      this.#fail(dialog?.timedOut(timeoutMs, output) ?? { kind: 'shell-timeout', shell, afterMs: timeoutMs, output });
    }, timeoutMs);
    // The end of the channel tells what went wrong; without a listener a write to it would end our process.
    channel.stdin.on('error', () => {});
    channel.stdout.on('data', this.#onStdout).resume();
    channel.stderr.on('data', this.#onStderr).resume();
    void channel.ended.then(({ code }) => {
      const output = this.#output();
      this.#fail(dialog?.ended(code, output) ?? { kind: 'no-shell', shell, code, output });
    });
  }

  #hear(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    this.#heard[stream] = (this.#heard[stream] + chunk.toString('latin1')).slice(-keptBytes);
    const { stdout, stderr } = this.#heard;
    const line = `${this.#awaited.token}\n`;
    if (!stdout.includes(line) || !stderr.includes(line)) {
      this.#act(this.#awaited.dialog?.hear(stream, chunk.toString()));
      return;
    }
    this.#settle({ ok: true, value: stdout.slice(0, stdout.indexOf(line)) });
    giveBack(this.#channel.stdout, stdout, line);
    giveBack(this.#channel.stderr, stderr, line);
  }

  #act(answer: DialogAnswer | undefined): void {
    clearTimeout(this.#quiet);
    if (answer?.kind === 'write') this.#channel.stdin.write(answer.text);
    if (answer?.kind === 'fail') this.#fail(answer.failure);
    if (answer?.kind === 'wait') this.#quiet = setTimeout(() => this.#act(this.#awaited.dialog?.quiet()), quietMs);
  }

  #fail(failure: HostFailure): void {
    this.#settle({ ok: false, failure });
  }

  #settle(result: Result<string>): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#deadline);
    clearTimeout(this.#quiet);
    this.#channel.stdout.removeListener('data', this.#onStdout).pause();
    this.#channel.stderr.removeListener('data', this.#onStderr).pause();
    if (!result.ok) this.#channel.destroy();
    this.#resolve(result);
  }

  #output(): string {
    const texts = [this.#heard.stderr, this.#heard.stdout].map((text) =>
      text.replaceAll(`${this.#awaited.token}\n`, '').trim(),
    );
    return Buffer.from(texts.filter((text) => text !== '').join('\n'), 'latin1').toString();
  }
}

// Nothing is expected behind the token, but nothing may be lost either.
function giveBack(stream: Readable, heard: string, line: string): void {
  const rest = heard.slice(heard.indexOf(line) + line.length);
  if (rest !== '') stream.unshift(Buffer.from(rest, 'latin1'));
}
