// A connection that the holder keeps, as this run uses it: every program is a connection to the holder's socket.

import { connect, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import type { Result } from '../connection.ts';
import type { HostFailure } from '../failure.ts';
import type { ConnectionSpec } from '../spec.ts';
import type { Channel, ChannelEnd, Transport } from '../transport.ts';
import { encodeRequest, FrameReader, type Reply, type Request, readLine } from './wire.ts';

/** Asks the holder; `undefined` where there is none. The socket stays open where the answer is one that lasts. */
export async function askHolder(path: string, request: Request): Promise<{ reply: Reply; socket: Socket } | undefined> {
  const socket = connect({ path, allowHalfOpen: true });
  const isOpen = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  if (!isOpen) return undefined;
  socket.on('error', () => socket.destroy());
  socket.write(encodeRequest(request));
  const line = await readLine(socket);
  if (line === undefined) return undefined;
  const reply: Reply = JSON.parse(line);
  return { reply, socket };
}

/** The connection of a specification, if it is kept. */
export async function openHeld(path: string, spec: ConnectionSpec): Promise<Transport | undefined> {
  const asked = await askHolder(path, { op: 'use', spec });
  if (!asked) return undefined;
  if (asked.reply.ok) return new HeldTransport(path, spec, asked.reply, asked.socket);
  asked.socket.destroy();
  return undefined;
}

class HeldTransport implements Transport {
  readonly user: string;
  readonly hostKey?: string;
  readonly parallel = true;
  readonly ended: Promise<HostFailure>;
  readonly #path: string;
  readonly #spec: ConnectionSpec;
  /** As long as it is open, the connection counts as used; it ends with the connection. */
  readonly #use: Socket;
  readonly #channels = new Set<Channel>();
  #closed = false;

  constructor(path: string, spec: ConnectionSpec, reply: Extract<Reply, { readonly ok: true }>, use: Socket) {
    this.#path = path;
    this.#spec = spec;
    this.#use = use;
    this.user = reply.user ?? spec.user ?? '';
    if (reply.hostKey !== undefined) this.hostKey = reply.hostKey;
    use.resume();
    this.ended = new Promise((resolve) => {
      use.on('close', () =>
        resolve(this.#closed ? { kind: 'closed' } : { kind: 'lost', reason: 'the connection that was kept has ended' }),
      );
      use.on('end', () => use.destroy());
    });
  }

  async start(command: string): Promise<Result<Channel>> {
    const asked = await askHolder(this.#path, { op: 'start', spec: this.#spec, command });
    if (!asked) return { ok: false, failure: { kind: 'lost', reason: 'the holder of the connection has ended' } };
    const { reply, socket } = asked;
    if (!reply.ok) {
      socket.destroy();
      return { ok: false, failure: { kind: 'no-channel', reason: reply.reason } };
    }
    const channel = channelOf(socket);
    this.#channels.add(channel);
    void channel.ended.then(() => this.#channels.delete(channel));
    return { ok: true, value: channel };
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const channel of this.#channels) channel.destroy();
    this.#use.destroy();
  }
}

function channelOf(socket: Socket): Channel {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const frames = new FrameReader();
  let end: ChannelEnd = { code: null };
  socket.on('data', (chunk: Buffer) => {
    for (const { type, data } of frames.read(chunk)) {
      if (type === 'end') end = JSON.parse(data.toString('utf8'));
      else if (!(type === 'stdout' ? stdout : stderr).write(data)) hold(socket, type === 'stdout' ? stdout : stderr);
    }
  });
  const ended = new Promise<ChannelEnd>((resolve) => {
    socket.on('end', () => socket.destroy());
    socket.on('close', () => {
      stdout.end();
      stderr.end();
      resolve(end);
    });
  });
  return { stdin: socket, stdout, stderr, ended, destroy: () => socket.destroy() };
}

// What nobody reads yet stays with the holder.
function hold(socket: Socket, full: PassThrough): void {
  socket.pause();
  full.once('drain', () => socket.resume());
}
