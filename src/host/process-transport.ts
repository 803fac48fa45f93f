// Connections that are a child process here: this machine itself, containers, and directories with a system in them.

import { spawn } from 'node:child_process';
import { constants, userInfo } from 'node:os';
import type { Result } from './connection.ts';
import type { HostFailure } from './failure.ts';
import type { ConnectionKind, ConnectionSpec } from './spec.ts';
import { type Channel, type ChannelEnd, outputPatienceMs, type Transport } from './transport.ts';

export type ProcessKind = Exclude<ConnectionKind, 'ssh' | 'openssh'>;

/** Makes the program and arguments that run a command line on the host. */
export type CommandLine = (command: string) => readonly [program: string, ...args: readonly string[]];

/** How a command line is run over there. */
export function commandLineOf(spec: ConnectionSpec & { readonly kind: ProcessKind }): CommandLine {
  const { kind, address, user } = spec;
  const program = spec.program ?? (kind === 'nspawn' ? 'systemd-nspawn' : kind);
  switch (kind) {
    case 'local':
      return (command) => ['/bin/sh', '-c', command];
    case 'docker':
    case 'podman':
      return (command) => [
        program,
        'exec',
        '-i',
        ...(user === undefined ? [] : ['-u', user]),
        address,
        '/bin/sh',
        '-c',
        command,
      ];
    case 'chroot':
      return (command) => [program, address, '/bin/sh', '-c', command];
    case 'nspawn':
      return (command) => [program, '--quiet', '--pipe', '--register=no', '-D', address, '/bin/sh', '-c', command];
  }
}

/** A transport that starts a child process for every program. */
export class ProcessTransport implements Transport {
  readonly user: string;
  readonly parallel: boolean;
  readonly ended: Promise<HostFailure>;
  readonly #kind: ProcessKind;
  readonly #target: string;
  readonly #commandLine: CommandLine;
  readonly #channels = new Set<Channel>();
  #settleEnded: (failure: HostFailure) => void = () => {};

  constructor(spec: ConnectionSpec & { readonly kind: ProcessKind }) {
    this.#kind = spec.kind;
    this.#target = spec.address;
    this.#commandLine = commandLineOf(spec);
    this.user = spec.kind === 'local' ? userInfo().username : (spec.user ?? 'root');
    // A second systemd-nspawn on the same directory is refused.
    this.parallel = spec.kind !== 'nspawn';
    this.ended = new Promise((resolve) => {
      this.#settleEnded = resolve;
    });
  }

  async start(command: string): Promise<Result<Channel>> {
    const [program, ...args] = this.#commandLine(command);
    const started = await startProcess(program, args);
    if (typeof started === 'string') {
      const failure = {
        kind: 'start-failed',
        connection: this.#kind,
        target: this.#target,
        program,
        output: started,
      } as const;
      return { ok: false, failure };
    }
    this.#channels.add(started);
    void started.ended.then(() => this.#channels.delete(started));
    return { ok: true, value: started };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#channels].map((channel) => closed(channel)));
    this.#settleEnded({ kind: 'closed' });
  }
}

/** A child process as a channel, or why it could not be started. */
export function startProcess(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Channel | string> {
  // A session of its own: Ctrl-C at our terminal is ours to handle, and no program may ask that terminal for a password.
  const child = spawn(program, args, { stdio: 'pipe', detached: true, env });
  const ended = new Promise<ChannelEnd>((resolve) => {
    const settle = (code: number | null, signal: NodeJS.Signals | null) =>
      resolve({ code: code ?? (signal === null ? null : 128 + constants.signals[signal]) });
    child.once('close', settle);
    child.once('exit', (code, signal) => setTimeout(() => settle(code, signal), outputPatienceMs).unref());
  });
  const channel: Channel = {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    destroy() {
      child.stdin.destroy();
      child.stdout.destroy();
      child.stderr.destroy();
      child.kill();
    },
  };
  child.stdin.on('error', () => {});
  return new Promise((resolve) => {
    child.once('spawn', () => resolve(channel));
    child.once('error', (error) => resolve(error.message));
  });
}

// A shell ends with its input; one that does not is told to.
async function closed(channel: Channel): Promise<void> {
  channel.stdin.end();
  const timer = setTimeout(() => channel.destroy(), 1000);
  await channel.ended;
  clearTimeout(timer);
}
