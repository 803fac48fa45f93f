// A Python on a host that stays up between modules: what it was given, what runs in it, what it answers.

import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { Channel, Reply } from '../../host/index.ts';
import type { Bundle, BundledFile } from './bundle.ts';
import { type Frame, FrameReader, frame } from './frames.ts';
import { helperSource } from './helper-source.ts';

/** One run of a module. */
export interface ModuleCall {
  readonly bundle: Bundle;
  /** The module's arguments as JSON, made with the word where the directory goes in which it may make one of its own. */
  readonly args: (token: string) => string;
  /** On top of the login environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds; 0 is as long as it takes. */
  readonly timeoutMs: number;
}

/** What a module printed. */
export interface ModuleOutput {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut?: true;
}

export type HelperAnswer =
  | { readonly kind: 'answered'; readonly output: ModuleOutput }
  /** The interpreter is too old for anything. */
  | { readonly kind: 'too-old'; readonly version: Version }
  /** It ended before it answered: `started` tells whether there was an interpreter at all. */
  | { readonly kind: 'ended'; readonly started: boolean; readonly code: number | null; readonly output: string };

export type Version = readonly [major: number, minor: number, patch: number];

interface Running {
  readonly settle: (answer: HelperAnswer) => void;
  readonly timer: NodeJS.Timeout | undefined;
  timedOut: boolean;
}

/** Imported before the first module, once for all of them. */
const PRELOAD = ['ansible.module_utils.basic'];

/** A helper. Modules run side by side in it. */
export class Helper {
  readonly #channel: Channel;
  readonly #supports: (version: Version) => boolean;
  readonly #reader = new FrameReader();
  readonly #running = new Map<number, Running>();
  readonly #files = new Set<string>();
  readonly #bundles = new Set<string>();
  #number = 0;
  #version: Version | undefined;
  #stderr = '';
  #end: HelperAnswer | undefined;

  /** `supports`: whether modules can run with such a Python. */
  constructor(channel: Channel, supports: (version: Version) => boolean) {
    this.#channel = channel;
    this.#supports = supports;
    channel.stdin.on('error', () => {});
    channel.stdout.on('data', (chunk: Buffer) => this.#hear(chunk)).resume();
    channel.stderr
      .on('data', (chunk: Buffer) => {
        this.#stderr = (this.#stderr + chunk.toString('utf8')).slice(-8192);
      })
      .resume();
    channel.stdin.write(helperSource());
    void channel.ended.then(({ code }) =>
      this.#over({ kind: 'ended', started: this.#version !== undefined, code, output: this.#stderr.trim() }),
    );
  }

  /** Whether it can run another module. */
  get open(): boolean {
    return this.#end === undefined;
  }

  /** Runs a module; what the host does not have yet goes along. */
  run(call: ModuleCall): Promise<HelperAnswer> {
    if (this.#end) return Promise.resolve(this.#end);
    const number = ++this.#number;
    this.#channel.stdin.write(Buffer.concat([...this.#news(call.bundle), request(number, call)]));
    return new Promise((settle) => {
      const timer = call.timeoutMs > 0 ? setTimeout(() => this.#kill(number), call.timeoutMs) : undefined;
      this.#running.set(number, { settle, timer, timedOut: false });
    });
  }

  /** Ends it; modules that still run are ended on the host. */
  close(): void {
    this.#channel.stdin.end();
  }

  #news(bundle: Bundle): readonly Buffer[] {
    if (this.#bundles.has(bundle.digest)) return [];
    this.#bundles.add(bundle.digest);
    const fresh = bundle.files.filter(({ digest }) => !this.#files.has(digest));
    for (const { digest } of fresh) this.#files.add(digest);
    return delivery(bundle, fresh);
  }

  #kill(number: number): void {
    const running = this.#running.get(number);
    if (running) running.timedOut = true;
    this.#channel.stdin.write(frame({ kill: number }));
  }

  #hear(chunk: Buffer): void {
    if (this.#end) return;
    try {
      for (const one of this.#reader.feed(chunk)) this.#take(one);
    } catch {
      // What a start-up hook of the interpreter prints (sitecustomize) has come between.
      const output = `${chunk.toString('utf8', 0, 500)}\n${this.#stderr}`.trim();
      this.#over({ kind: 'ended', started: this.#version !== undefined, code: null, output });
      this.#channel.destroy();
    }
  }

  #take({ message, data }: Frame): void {
    const { version, done, rc, out } = message;
    if (Array.isArray(version)) this.#greeted(version.map(Number));
    const running = typeof done === 'number' ? this.#running.get(done) : undefined;
    if (!running || typeof done !== 'number') return;
    this.#running.delete(done);
    clearTimeout(running.timer);
    running.settle({ kind: 'answered', output: outputOf(data, Number(rc), Number(out), running.timedOut) });
  }

  #greeted([major = 0, minor = 0, patch = 0]: readonly number[]): void {
    this.#version = [major, minor, patch];
    if (this.#supports(this.#version)) return;
    this.#over({ kind: 'too-old', version: this.#version });
    this.#channel.destroy();
  }

  #over(end: HelperAnswer): void {
    this.#end ??= end;
    for (const { settle, timer } of this.#running.values()) {
      clearTimeout(timer);
      settle(this.#end);
    }
    this.#running.clear();
  }
}

/** Everything a helper needs to run one module and end: for hosts on which one program runs at a time. */
export function singleRun(call: ModuleCall): Buffer {
  const parts = [helperSource(), ...delivery(call.bundle, call.bundle.files), request(1, call), frame({ last: true })];
  return Buffer.concat(parts);
}

/** What a helper answered that ran a single module. */
export function singleAnswer({ code, stdout, stderr }: Reply, supports: (version: Version) => boolean): HelperAnswer {
  const frames = framesOf(stdout);
  const [major, minor = 0, patch = 0] = numbers(frames.find(({ message }) => 'version' in message)?.message.version);
  const version: Version | undefined = major === undefined ? undefined : [major, minor, patch];
  if (version && !supports(version)) return { kind: 'too-old', version };
  const done = frames.find(({ message }) => 'done' in message);
  if (!done) return { kind: 'ended', started: version !== undefined, code, output: stderr.toString('utf8').trim() };
  const { rc, out } = done.message;
  return { kind: 'answered', output: outputOf(done.data, Number(rc), Number(out), false) };
}

function framesOf(stdout: Buffer): readonly Frame[] {
  try {
    return new FrameReader().feed(stdout);
  } catch {
    return [];
  }
}

function numbers(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}

// The place of the directory's name must be one that no argument has by chance.
function request(number: number, { bundle, args, environment }: ModuleCall): Buffer {
  const token = randomBytes(16).toString('hex');
  const message = { run: number, bundle: bundle.digest, environment, token };
  return frame(message, Buffer.from(args(token)));
}

function delivery(bundle: Bundle, fresh: readonly BundledFile[]): readonly Buffer[] {
  const packed = fresh.map((file) => ({ file, data: deflated(file) }));
  const files = packed.map(({ file, data }) => [file.digest, file.path, data.length]);
  const modules = Object.fromEntries(bundle.files.map((file) => [file.name, [file.digest, file.package]]));
  return [
    frame({ files }, Buffer.concat(packed.map(({ data }) => data))),
    frame({ bundle: bundle.digest, main: bundle.main, modules, preload: PRELOAD }),
  ];
}

// Once for all hosts.
const packedSources = new Map<string, Buffer>();

function deflated({ digest, source }: BundledFile): Buffer {
  const known = packedSources.get(digest);
  if (known) return known;
  const data = deflateSync(source);
  packedSources.set(digest, data);
  return data;
}

function outputOf(data: Buffer, code: number, out: number, timedOut: boolean): ModuleOutput {
  return {
    code,
    stdout: data.toString('utf8', 0, out),
    stderr: data.toString('utf8', out),
    ...(timedOut && { timedOut }),
  };
}
