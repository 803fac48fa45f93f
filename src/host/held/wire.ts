// What runs and the holder of connections say to each other: one line of JSON each way, then the frames of a program's output.

import type { Readable } from 'node:stream';
import { Secret } from '../secret.ts';
import type { ConnectionSpec } from '../spec.ts';

export type Request =
  /** Keep a connection; answered before it is made. */
  | { readonly op: 'hold'; readonly spec: ConnectionSpec; readonly seconds: number }
  /** Use a connection that is kept; it counts as used until this socket is closed. */
  | { readonly op: 'use'; readonly spec: ConnectionSpec }
  /** Start a program on a connection that is kept; its input and output follow. */
  | { readonly op: 'start'; readonly spec: ConnectionSpec; readonly command: string }
  /** End the connection of a specification, or all. */
  | { readonly op: 'end'; readonly spec?: ConnectionSpec };

export type Reply =
  | { readonly ok: true; readonly user?: string; readonly hostKey?: string; readonly ended?: number }
  | { readonly ok: false; readonly reason: string };

/** How a connection is found again: by everything that was said about it, but how long to wait. */
export function heldKey({ connectTimeoutMs: _, name: __, ...spec }: ConnectionSpec): string {
  return JSON.stringify(
    Object.entries(spec).sort(([a], [b]) => (a < b ? -1 : 1)),
    revealed,
  );
}

/** A line for the socket. Secrets are told: it is private to the user, as they are. */
export function encodeRequest(request: Request): string {
  return `${JSON.stringify(request, revealed)}\n`;
}

// `toJSON` of a secret has hidden it before a replacer sees the value.
function revealed(this: unknown, key: string, value: unknown): unknown {
  const original: unknown = typeof this === 'object' && this !== null ? Reflect.get(this, key) : value;
  return original instanceof Secret ? { secret: original.reveal() } : value;
}

/** Reads what `encodeRequest` wrote. What is on the socket was written by this program: no other user can open it. */
export function decodeRequest(line: string): Request {
  return JSON.parse(line, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('secret' in value)) return value;
    return new Secret(String(value.secret));
  });
}

/** Reads one line, and puts what came with it back. `undefined` where the stream ends before. */
export async function readLine(stream: Readable): Promise<string | undefined> {
  let text = Buffer.alloc(0);
  for (;;) {
    const chunk = await nextChunk(stream);
    if (!chunk) return undefined;
    text = Buffer.concat([text, chunk]);
    const end = text.indexOf(0x0a);
    if (end < 0) continue;
    const rest = text.subarray(end + 1);
    if (rest.length > 0) stream.unshift(rest);
    return text.subarray(0, end).toString('utf8');
  }
}

function nextChunk(stream: Readable): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const settle = (chunk: Buffer | undefined): void => {
      stream.off('readable', onReadable);
      stream.off('end', onEnd);
      stream.off('close', onEnd);
      resolve(chunk);
    };
    const onEnd = (): void => settle(undefined);
    const onReadable = (): void => {
      const chunk: unknown = stream.read();
      if (Buffer.isBuffer(chunk)) settle(chunk);
    };
    stream.on('readable', onReadable);
    stream.on('end', onEnd);
    stream.on('close', onEnd);
    onReadable();
  });
}

/** A piece of a program's output, or (as JSON) how it ended. */
export type FrameType = 'stdout' | 'stderr' | 'end';
const TYPES: readonly FrameType[] = ['stdout', 'stderr', 'end'];

export function encodeFrame(type: FrameType, data: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(TYPES.indexOf(type), 0);
  head.writeUInt32BE(data.length, 1);
  return Buffer.concat([head, data]);
}

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  #rest = Buffer.alloc(0);

  /** The frames that are whole with this piece. */
  read(chunk: Buffer): readonly { readonly type: FrameType; readonly data: Buffer }[] {
    let rest = Buffer.concat([this.#rest, chunk]);
    const frames: { type: FrameType; data: Buffer }[] = [];
    while (rest.length >= 5) {
      const length = rest.readUInt32BE(1);
      if (rest.length < 5 + length) break;
      frames.push({ type: TYPES[rest.readUInt8(0)] ?? 'end', data: rest.subarray(5, 5 + length) });
      rest = rest.subarray(5 + length);
    }
    this.#rest = rest;
    return frames;
  }
}
