// Runs the controller's rsync over the run's own connection: its "remote shell" is a bridge to a channel of the host, so that whatever way
// there is to the host (passwords, jump hosts, become, containers) is rsync's too, and no secret is in anybody's arguments.

import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Remote } from '../action.ts';
import { ModuleError } from '../module.ts';

export interface RsyncRun {
  /** The program of the controller. */
  readonly program: string;
  readonly words: readonly string[];
  readonly remote: Pick<Remote, 'start'>;
  readonly signal: AbortSignal;
}

export interface RsyncDone {
  readonly code: number;
  readonly stdout: string;
  /** With what the rsync of the host said. */
  readonly stderr: string;
}

/** The name that stands for the host in rsync's arguments. */
export const THERE = 'host';

/** Runs rsync; `host:` in its words is the host. Fails with a `ModuleError` where it cannot be started, and with `ConnectionLost`. */
export async function rsync({ program, words, remote, signal }: RsyncRun): Promise<RsyncDone> {
  // Nobody else can enter the directory, so nobody else reaches the host by the socket in it.
  const directory = await mkdtemp(join(tmpdir(), 'tsplay-rsync-'));
  const bridge = new Bridge(remote);
  try {
    const [socket, script] = [join(directory, 'socket'), join(directory, 'bridge.cjs')];
    await bridge.listen(socket);
    await writeFile(script, CLIENT, { flag: 'wx' });
    const shell = [process.execPath, script, socket].map((word) => `'${word}'`).join(' ');
    const done = await run(program, ['--rsh', shell, ...words], signal);
    if (bridge.trouble !== undefined) throw bridge.trouble;
    return { ...done, stderr: done.stderr + bridge.said };
  } finally {
    bridge.close();
    await rm(directory, { recursive: true, force: true });
  }
}

// Takes what rsync would give to ssh (options, the host, the words of a command), tells the command in one line, and is a pipe from then on. It ends with the host's
// program: rsync waits for it before it closes its side.
const CLIENT = `const [socket, ...words] = process.argv.slice(2);
const at = words.indexOf('${THERE}');
const line = JSON.stringify(words.slice(at + 1));
const there = require('node:net').connect({ path: socket, allowHalfOpen: true }, () => { there.write(line + '\\n'); process.stdin.pipe(there); });
there.pipe(process.stdout, { end: false });
there.on('end', () => process.stdout.write('', () => process.exit(0)));
there.on('error', () => process.exit(255));
`;

class Bridge {
  readonly #remote: Pick<Remote, 'start'>;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #said: Buffer[] = [];
  trouble: unknown;

  constructor(remote: Pick<Remote, 'start'>) {
    this.#remote = remote;
    this.#server = createServer({ allowHalfOpen: true }, (socket) => void this.#serve(socket));
  }

  /** What the host's program wrote to its standard error. */
  get said(): string {
    return Buffer.concat(this.#said).toString('utf8');
  }

  listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(path, resolve);
    });
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #serve(socket: Socket): Promise<void> {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    try {
      const words = await commandOf(socket);
      // As ssh hands it to the login shell: rsync has quoted what needs it.
      const channel = await this.#remote.start(words.join(' '));
      channel.stderr.on('data', (bytes: Buffer) => this.#said.push(bytes));
      channel.stdin.on('error', () => undefined);
      channel.stdout.on('error', () => undefined);
      socket.on('close', () => channel.destroy());
      socket.pipe(channel.stdin);
      channel.stdout.pipe(socket);
    } catch (error) {
      this.trouble = error;
      socket.destroy();
    }
  }
}

// The first line; what follows it stays in the stream.
function commandOf(socket: Socket): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const read = (bytes: Buffer): void => {
      const end = bytes.indexOf(0x0a);
      parts.push(end < 0 ? bytes : bytes.subarray(0, end));
      if (end < 0) return;
      socket.off('data', read).pause();
      if (end + 1 < bytes.length) socket.unshift(bytes.subarray(end + 1));
      resolve(JSON.parse(Buffer.concat(parts).toString('utf8')));
    };
    socket.on('data', read);
    socket.once('close', () => reject(new ModuleError('the bridge of rsync ended early')));
  });
}

function run(program: string, words: readonly string[], signal: AbortSignal): Promise<RsyncDone> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], signal });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
      });
    }
    child.on('error', (error) => {
      reject(new ModuleError(`'${program}' cannot be run on the controller (${error.message}); install rsync there`));
    });
    child.on('close', (code) => resolve({ code: code ?? 255, ...output }));
  });
}
