// Sorts what a shell writes into the answers of the fragments that were sent to it.

import { Buffer } from 'node:buffer';
import type { Fragment, Reply } from '../fragment.ts';
import type { Channel } from '../transport.ts';
import { type Mark, MarkReader } from './marks.ts';

/** A fragment that was sent and has not answered yet. */
export interface Expected {
  readonly index: number;
  readonly fragment: Fragment;
  /** It began; with its pid where that was asked for and could be told. */
  begun(pid: number | undefined): void;
  /** A process relays one of its streams. */
  relayed(pid: number): void;
  /** Both streams are complete. */
  ended(reply: Reply): void;
  /** Its relays are gone as well. */
  freed(): void;
  /** It will not be answered any more. */
  forget(): void;
}

interface Progress {
  readonly expected: Expected;
  readonly stdout: Buffer[];
  stderr: Buffer | undefined;
  code: number | undefined;
  /** Chunks that `onStdout` has not taken yet. */
  sink: Promise<void>;
}

/** Reads both streams of a shell, always: ssh stops one when the other is left unread. */
export class Answers {
  readonly #channel: Channel;
  readonly #probed: (mark: Mark) => void;
  readonly #open = new Map<number, Progress>();
  readonly #relaying = new Map<number, Expected>();
  #current: Progress | undefined;
  #stderr: Buffer[] = [];
  /** Bytes read on both streams. */
  bytes = 0;

  /** `probed` gets the marks T, that the shell is there, and P, which its self-description comes in. */
  constructor(channel: Channel, nonce: string, probed: (mark: Mark) => void = () => {}) {
    this.#channel = channel;
    this.#probed = probed;
    const out = new MarkReader(nonce, {
      data: (chunk) => this.#stdoutData(chunk),
      mark: (mark) => this.#mark(mark, 'stdout'),
    });
    const err = new MarkReader(nonce, {
      data: (chunk) => this.#stderr.push(chunk),
      mark: (mark) => this.#mark(mark, 'stderr'),
    });
    // Explicitly: the streams were paused, and a listener alone does not set them going again.
    channel.stdout.on('data', (chunk: Buffer) => this.#feed(out, chunk)).resume();
    channel.stderr.on('data', (chunk: Buffer) => this.#feed(err, chunk)).resume();
  }

  expect(expected: Expected): void {
    this.#open.set(expected.index, {
      expected,
      stdout: [],
      stderr: undefined,
      code: undefined,
      sink: Promise.resolve(),
    });
    if (!expected.fragment.direct) this.#relaying.set(expected.index, expected);
  }

  /** Forgets a fragment that will not run after all. */
  forget(index: number): void {
    this.#open.get(index)?.expected.forget();
    this.#open.delete(index);
    this.#relaying.get(index)?.forget();
    this.#relaying.delete(index);
  }

  /** The shell is gone. */
  forgetAll(): void {
    for (const index of [...this.#open.keys(), ...this.#relaying.keys()]) this.forget(index);
  }

  /** What came on stderr and belongs to no answer: the last words of a shell. */
  get lastWords(): string {
    return Buffer.concat(this.#stderr).toString();
  }

  #feed(reader: MarkReader, chunk: Buffer): void {
    this.bytes += chunk.length;
    reader.feed(chunk);
  }

  #stdoutData(chunk: Buffer): void {
    const progress = this.#current;
    // Between two answers: a process that a `direct` fragment left behind against its promise.
    if (progress === undefined) return;
    const { onStdout } = progress.expected.fragment;
    if (onStdout === undefined) {
      progress.stdout.push(chunk);
      return;
    }
    this.#channel.stdout.pause();
    progress.sink = progress.sink.then(() => onStdout(chunk)).catch(() => {});
    const mine = progress.sink;
    void mine.finally(() => {
      if (progress.sink === mine) this.#channel.stdout.resume();
    });
  }

  #mark({ letter, words }: Mark, stream: 'stdout' | 'stderr'): void {
    if (letter === 'T' || letter === 'P') {
      this.#probed({ letter, words });
      return;
    }
    const index = Number(words[0]);
    if (letter === 'R') this.#relaying.get(index)?.relayed(Number(words[1]));
    if (letter === 'F') {
      this.#relaying.get(index)?.freed();
      this.#relaying.delete(index);
    }
    const progress = this.#open.get(index);
    if (letter === 'B' && progress) {
      this.#current = progress;
      progress.expected.begun(words[1] === undefined || words[1] === '' ? undefined : Number(words[1]));
    }
    if (letter === 'E') this.#end(progress, stream, Number(words[1]));
  }

  #end(progress: Progress | undefined, stream: 'stdout' | 'stderr', code: number): void {
    const stderr = this.#stderr;
    if (stream === 'stdout') this.#current = undefined;
    else this.#stderr = [];
    if (progress === undefined) return;
    if (stream === 'stdout') progress.code = code;
    else progress.stderr = Buffer.concat(stderr);
    if (progress.code !== undefined && progress.stderr !== undefined)
      this.#complete(progress, progress.code, progress.stderr);
  }

  #complete({ expected, stdout, sink }: Progress, code: number, stderr: Buffer): void {
    this.#open.delete(expected.index);
    const reply = { code, stdout: Buffer.concat(stdout), stderr };
    if (expected.fragment.onStdout === undefined) expected.ended(reply);
    else void sink.then(() => expected.ended(reply));
  }
}
