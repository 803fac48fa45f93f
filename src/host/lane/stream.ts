// Moves data of any size from where it comes to a stream, no faster than the stream takes it.

import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import type { Writable } from 'node:stream';

const pieceBytes = 256 * 1024;

/** Writes everything and ends the stream. Stops early where the stream is gone or `stop` says so. Answers the bytes written. */
export async function feed(
  target: Writable,
  source: Uint8Array | AsyncIterable<Uint8Array>,
  stop: Promise<unknown>,
): Promise<number> {
  let written = 0;
  let stopped = false;
  const over = stop.then(() => {
    stopped = true;
  });
  const gone = once(target, 'close').catch(() => {});
  for await (const chunk of source instanceof Uint8Array ? pieces(source) : source) {
    if (stopped || target.destroyed || target.writableEnded) break;
    written += chunk.byteLength;
    if (!target.write(chunk)) await Promise.race([once(target, 'drain').catch(() => {}), gone, over]);
  }
  if (!target.writableEnded) target.end();
  return written;
}

function* pieces(data: Uint8Array): Iterable<Uint8Array> {
  for (let start = 0; start < data.byteLength; start += pieceBytes) yield data.subarray(start, start + pieceBytes);
}

/** All of a source in one piece. */
export async function collect(source: Uint8Array | AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}
