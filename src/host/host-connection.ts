// A connection with its lanes: opens them, adds up what they cost, interrupts and ends them.

import { Buffer } from 'node:buffer';
import type { Connection, Lane, LaneStats, LaneUse, Result } from './connection.ts';
import type { HostFailure } from './failure.ts';
import { oneLine } from './lane/encode.ts';
import { ShellLane } from './lane/lane.ts';
import { type OpenRequest, openShell } from './lane/open.ts';
import type { ConnectionSpec, Identity } from './spec.ts';
import type { Channel, Transport } from './transport.ts';

/** How long an interrupt may take: a person is waiting at the terminal. */
const interruptMs = 5000;
/** sudo and PAM may wait for DNS, and a wrong password costs two seconds or more. */
const openShellMs = 30_000;

const noCost: LaneStats = { roundTrips: 0, fragments: 0, bytesSent: 0, bytesReceived: 0 };

export class HostConnection implements Connection {
  readonly spec: ConnectionSpec;
  readonly connectMs: number;
  readonly #transport: Transport;
  readonly #lanes = new Map<string, Promise<Result<ShellLane>>>();
  readonly #open = new Set<ShellLane>();
  readonly #programs = new Set<Channel>();
  #past = noCost;
  #failure: HostFailure | undefined;
  readonly ended: Promise<HostFailure>;
  #settleEnded: (failure: HostFailure) => void = () => {};

  constructor(spec: ConnectionSpec, transport: Transport, connectMs: number) {
    this.spec = spec;
    this.connectMs = connectMs;
    this.#transport = transport;
    this.ended = new Promise((resolve) => {
      this.#settleEnded = resolve;
    });
    void transport.ended.then((failure) => this.#end(failure));
  }

  get user(): string {
    return this.#transport.user;
  }

  get hostKey(): string | undefined {
    return this.#transport.hostKey;
  }

  get stats(): LaneStats {
    return [...this.#open].reduce((sum, lane) => add(sum, lane.stats), this.#past);
  }

  async lane(identity: Identity, use: LaneUse = 'tasks'): Promise<Result<Lane>> {
    if (this.#failure) return { ok: false, failure: this.#failure };
    const key = `${identityKey(identity)}${use === 'jobs' && this.#transport.parallel ? ' jobs' : ''}`;
    const known = this.#lanes.get(key);
    if (known) return known;
    const opening = this.#openLane(identity, key);
    this.#lanes.set(key, opening);
    const opened = await opening;
    // A refusal is not remembered: the next try may come with another password.
    if (!opened.ok && this.#lanes.get(key) === opening) this.#lanes.delete(key);
    return opened;
  }

  async start(identity: Identity, script: string): Promise<Result<Channel>> {
    if (this.#failure) return { ok: false, failure: this.#failure };
    if (!this.#transport.parallel)
      return { ok: false, failure: { kind: 'no-channel', reason: 'it runs one program at a time' } };
    const opened = await openShell(this.#transport, { ...this.#shell(identity), reads: 'line' });
    if (!opened.ok) return { ok: false, failure: this.#failure ?? this.#placed(opened.failure) };
    const { channel } = opened.value;
    this.#programs.add(channel);
    void channel.ended.then(() => this.#programs.delete(channel));
    channel.stdin.write(oneLine(Buffer.from(script)));
    return { ok: true, value: channel };
  }

  async interrupt(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, interruptMs);
    });
    for (const program of this.#programs) program.stdin.end();
    const programs = [...this.#programs].map((program) => program.ended);
    await Promise.race([Promise.all([...programs, ...[...this.#open].map((lane) => lane.interrupt())]), late]);
    clearTimeout(timer);
    for (const lane of this.#open) lane.end({ kind: 'interrupted' });
  }

  async close(): Promise<void> {
    for (const lane of this.#open) lane.close();
    this.#end({ kind: 'closed' });
    await this.#transport.close();
  }

  async #openLane(identity: Identity, key: string): Promise<Result<ShellLane>> {
    const open = (reads: 'script' | 'line') => openShell(this.#transport, { ...this.#shell(identity), reads });
    const opened = await open('script');
    if (!opened.ok) return { ok: false, failure: this.#failure ?? this.#placed(opened.failure) };
    const lane = new ShellLane(opened.value, {
      identity,
      ...(this.#transport.parallel && { openAnother: open }),
      ...(this.spec.commandTimeoutMs !== undefined && { commandTimeoutMs: this.spec.commandTimeoutMs }),
      onEnd: (ended) => {
        this.#lanes.delete(key);
        this.#open.delete(ended);
        this.#past = add(this.#past, ended.stats);
      },
    });
    this.#open.add(lane);
    return { ok: true, value: lane };
  }

  #shell(identity: Identity): Omit<OpenRequest, 'reads'> {
    return { identity, shell: this.spec.shell ?? '/bin/sh', timeoutMs: openShellMs };
  }

  // Where no login stands between us and the shell, it is the program that failed: docker, chroot.
  #placed(failure: HostFailure): HostFailure {
    const { kind, address } = this.spec;
    if (failure.kind !== 'no-shell' || kind === 'ssh' || kind === 'openssh' || kind === 'local') return failure;
    const program = this.spec.program ?? kind;
    return { kind: 'start-failed', connection: kind, target: address, program, output: failure.output };
  }

  #end(failure: HostFailure): void {
    if (this.#failure) return;
    this.#failure = failure;
    for (const lane of this.#open) lane.end(failure);
    this.#settleEnded(failure);
  }
}

function identityKey(identity: Identity): string {
  if (identity.kind === 'login') return 'login';
  return JSON.stringify([identity.method, identity.user, identity.flags ?? '', identity.exe ?? '']);
}

function add(a: LaneStats, b: LaneStats): LaneStats {
  return {
    roundTrips: a.roundTrips + b.roundTrips,
    fragments: a.fragments + b.fragments,
    bytesSent: a.bytesSent + b.bytesSent,
    bytesReceived: a.bytesReceived + b.bytesReceived,
  };
}
