// Keeps connections open for later runs: a process of its own, which answers on a socket of the user.

import { chmodSync, renameSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { Result } from '../connection.ts';
import type { ConnectionSpec } from '../spec.ts';
import type { Channel, Transport } from '../transport.ts';
import { decodeRequest, encodeFrame, heldKey, type Reply, type Request, readLine } from './wire.ts';

/** How long a holder without connections waits for one. */
const IDLE_MS = 10_000;

interface Held {
  readonly transport: Promise<Result<Transport>>;
  seconds: number;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

/** Serves one user's runs. */
export class Holder {
  readonly #connect: (spec: ConnectionSpec) => Promise<Result<Transport>>;
  readonly #held = new Map<string, Held>();
  readonly #server: Server;
  #idle: NodeJS.Timeout | undefined;

  constructor(connect: (spec: ConnectionSpec) => Promise<Result<Transport>>) {
    this.#connect = connect;
    this.#server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('error', () => socket.destroy());
      void this.#serve(socket).catch(() => socket.destroy());
    });
  }

  /** Listens until no connection is left. A holder that listened there before is not asked any more. */
  async listen(path: string): Promise<void> {
    const own = `${path}.${process.pid}`;
    rmSync(own, { force: true });
    await new Promise<void>((resolve, reject) => this.#server.once('error', reject).listen(own, resolve));
    chmodSync(own, 0o600);
    // In one step: whoever connects meets the one or the other.
    renameSync(own, path);
    this.#rest();
    await new Promise<void>((resolve) => this.#server.on('close', resolve));
  }

  async #serve(socket: Socket): Promise<void> {
    const line = await readLine(socket);
    if (line === undefined) return void socket.destroy();
    const request = decodeRequest(line);
    switch (request.op) {
      case 'hold':
        this.#hold(request);
        return answer(socket, { ok: true });
      case 'use':
        return this.#use(socket, request.spec);
      case 'start':
        return this.#start(socket, request);
      case 'end':
        return answer(socket, { ok: true, ended: await this.#end(request.spec) });
    }
  }

  #hold({ spec, seconds }: Extract<Request, { readonly op: 'hold' }>): void {
    const key = heldKey(spec);
    const known = this.#held.get(key);
    if (known) {
      known.seconds = seconds;
      return;
    }
    clearTimeout(this.#idle);
    const held: Held = { transport: this.#connect(spec), seconds, users: 0, timer: undefined };
    this.#held.set(key, held);
    void held.transport.then((connected) => {
      if (!connected.ok) return this.#forget(key, held);
      void connected.value.ended.then(() => this.#forget(key, held));
      this.#rested(key, held);
      return undefined;
    });
  }

  async #use(socket: Socket, spec: ConnectionSpec): Promise<void> {
    const key = heldKey(spec);
    const held = this.#held.get(key);
    const connected = await held?.transport;
    if (!held || !connected?.ok) return answer(socket, { ok: false, reason: 'it is not kept' });
    clearTimeout(held.timer);
    held.users++;
    const { user, hostKey } = connected.value;
    const reply: Reply = { ok: true, user, ...(hostKey !== undefined && { hostKey }) };
    socket.write(`${JSON.stringify(reply)}\n`);
    void connected.value.ended.then(() => socket.destroy());
    socket.resume();
    socket.on('end', () => socket.end());
    socket.on('close', () => {
      held.users--;
      this.#rested(key, held);
    });
  }

  async #start(socket: Socket, { spec, command }: Extract<Request, { readonly op: 'start' }>): Promise<void> {
    const connected = await this.#held.get(heldKey(spec))?.transport;
    if (!connected?.ok) return answer(socket, { ok: false, reason: 'it is not kept' });
    const started = await connected.value.start(command);
    if (!started.ok) return answer(socket, { ok: false, reason: 'the host starts no further program' });
    socket.write(`${JSON.stringify({ ok: true } satisfies Reply)}\n`);
    await relay(socket, started.value);
  }

  async #end(spec: ConnectionSpec | undefined): Promise<number> {
    const keys = spec ? [heldKey(spec)] : [...this.#held.keys()];
    const ended = keys.flatMap((key) => {
      const held = this.#held.get(key);
      if (held) this.#forget(key, held);
      return held ?? [];
    });
    await Promise.all(ended.map((held) => closed(held)));
    return ended.length;
  }

  // Nobody uses it now: from here on its time counts.
  #rested(key: string, held: Held): void {
    clearTimeout(held.timer);
    if (held.users > 0 || this.#held.get(key) !== held) return;
    held.timer = setTimeout(() => {
      this.#forget(key, held);
      void closed(held);
    }, held.seconds * 1000);
  }

  #forget(key: string, held: Held): void {
    clearTimeout(held.timer);
    if (this.#held.get(key) === held) this.#held.delete(key);
    this.#rest();
  }

  #rest(): void {
    clearTimeout(this.#idle);
    if (this.#held.size === 0) this.#idle = setTimeout(() => this.#server.close(), IDLE_MS);
  }
}

async function closed({ transport }: Held): Promise<void> {
  const connected = await transport;
  if (connected.ok) await connected.value.close();
}

function answer(socket: Socket, reply: Reply): void {
  socket.end(`${JSON.stringify(reply)}\n`);
}

async function relay(socket: Socket, channel: Channel): Promise<void> {
  const forward = (type: 'stdout' | 'stderr'): void => {
    const stream = channel[type];
    stream.on('data', (chunk: Buffer) => {
      // What a slow run does not read yet stays with the host.
      if (!socket.write(encodeFrame(type, chunk))) {
        stream.pause();
        socket.once('drain', () => stream.resume());
      }
    });
  };
  forward('stdout');
  forward('stderr');
  channel.stdin.on('error', () => undefined);
  socket.pipe(channel.stdin);
  socket.on('close', () => channel.destroy());
  const { code } = await channel.ended;
  socket.end(encodeFrame('end', Buffer.from(JSON.stringify({ code }))));
}
