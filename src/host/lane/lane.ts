// A shell on the host that stays: sends fragments in batches, and keeps what is known about each of them.

import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { clockOf, type HostClock } from '../clock.ts';
import type { Lane, LaneStats, Result } from '../connection.ts';
import type { HostFailure } from '../failure.ts';
import { type BatchOptions, type BatchOutcome, type Fragment, isAccepted, type Reply } from '../fragment.ts';
import type { Identity } from '../spec.ts';
import type { Channel } from '../transport.ts';
import { Answers } from './answers.ts';
import { Control } from './control.ts';
import { chainStart, encodeFragment, type Framed, oneLine } from './encode.ts';
import { Exchange, type ExchangeEnd } from './exchange.ts';
import type { Mark } from './marks.ts';
import type { Shell } from './open.ts';
import { type Part, splitBatch } from './parts.ts';
import { SentFragment } from './sent.ts';
import { collect, feed } from './stream.ts';

export interface LaneOptions {
  readonly identity: Identity;
  /** Another shell of the same identity, for the lane to read as said; absent where the transport runs one program at a time. */
  readonly openAnother?: (reads: 'script' | 'line') => Promise<Result<Shell>>;
  readonly commandTimeoutMs?: number;
  /** Called once, when the lane is over. */
  readonly onEnd?: (lane: ShellLane) => void;
}

/** From this size on, bash is given its text by `head`: it reads a pipe byte by byte (0.6 ms per KB), `head` costs one process. */
const blockSize = 2048;

/** Input up to this size travels within the script; beyond, opening a channel for it is cheaper than having the shell parse it. */
const inlineBytes = 512 * 1024;

const notEnded: HostFailure = {
  kind: 'lost',
  reason: 'the time of a command was over, and its processes could not be ended',
};

const heldOutput: HostFailure = {
  kind: 'lost',
  reason: 'a command left a process behind that holds its output, and the output could not be let go',
};

// The lane's shell says that it is there, by which the way to it and back is measured, and describes itself: its pid; the host's clock; and
// for bash, whether `head -c` leaves the next byte alone, which it remembers.
const selfDescription = (nonce: string): string =>
  `printf '${nonce} T\\n'
_tsplay_head=\${BASH_VERSION:+$(printf 'ab\\n'|{ head -c 1 >/dev/null 2>&1;read -r x;echo "$x";})}
printf '${nonce} P %s %s %s\\n' $$ "$(date +%s%z 2>/dev/null||echo -)" "$_tsplay_head"\n`;

export class ShellLane implements Lane {
  readonly identity: Identity;
  readonly #options: LaneOptions;
  readonly #channel: Channel;
  readonly #nonce = randomBytes(16).toString('hex');
  readonly #answers: Answers;
  readonly #exchanges = new Set<Exchange>();
  #lastIndex = 0;
  #stats = { roundTrips: 0, fragments: 0, bytesSent: 0 };
  #streamedBytes = 0;
  #failure: HostFailure | undefined;
  #interrupted = false;
  // What the shell said about itself; unknown before its first answer.
  readonly #pid: Promise<number | undefined>;
  #tellPid: (pid: number | undefined) => void = () => {};
  /** Whether the shell is to be given its text by `head`; until it has said so it finds out by itself. */
  #readsBlocks: boolean | undefined;
  #clock: HostClock | undefined;
  #roundTripMs: number | undefined;
  readonly #begun = performance.now();
  readonly #inlineBytes: number;
  // Batches that must wait for one another, since one of them needs a channel of its own.
  #queue: Promise<unknown> = Promise.resolve();
  #queued = 0;
  /** The lane of a fragment whose input is streamed. */
  #streaming: ShellLane | undefined;
  readonly #control = new Control(() => this.#openHelper());

  constructor(shell: Shell, options: LaneOptions) {
    this.identity = options.identity;
    this.#options = options;
    this.#channel = shell.channel;
    this.#inlineBytes =
      options.openAnother === undefined ? Number.POSITIVE_INFINITY : shell.builtinPrintf ? inlineBytes : 0;
    this.#pid = new Promise((resolve) => {
      this.#tellPid = resolve;
    });
    this.#answers = new Answers(this.#channel, this.#nonce, (mark) => this.#probed(mark));
    // Writing to a shell that is gone is told by `ended`; without a listener it would end the process.
    this.#channel.stdin.on('error', () => {});
    if (shell.reads === 'script') this.#channel.stdin.write(selfDescription(this.#nonce));
    void this.#channel.ended.then(({ code }) =>
      this.end(
        this.#interrupted ? { kind: 'interrupted' } : { kind: 'shell-ended', code, output: this.#answers.lastWords },
      ),
    );
  }

  get open(): boolean {
    return this.#failure === undefined;
  }

  get clock(): HostClock | undefined {
    return this.#clock;
  }

  get roundTripMs(): number | undefined {
    return this.#roundTripMs;
  }

  get stats(): LaneStats {
    return { ...this.#stats, bytesReceived: this.#answers.bytes + this.#streamedBytes };
  }

  async run(batch: readonly Fragment[], options: BatchOptions = {}): Promise<BatchOutcome> {
    const stop = options.stopAtFailure ?? false;
    const parts = splitBatch(batch, this.#inlineBytes);
    const [only] = parts;
    if (parts.length <= 1 && this.#queued === 0 && only?.kind !== 'streamed') return this.#runParts(parts, batch, stop);
    this.#queued++;
    const turn = this.#queue.then(() => this.#runParts(parts, batch, stop)).finally(() => this.#queued--);
    this.#queue = turn;
    return turn;
  }

  /** Ends the shell when it has done what it was given. */
  close(): void {
    this.end({ kind: 'closed' });
  }

  /** Marks the lane as over, for the given reason; what is in flight is lost. */
  end(failure: HostFailure): void {
    if (this.#failure !== undefined) return;
    this.#failure = failure;
    this.#tellPid(undefined);
    for (const exchange of this.#exchanges) exchange.lost();
    this.#exchanges.clear();
    // The end of its input ends the shell. Letting go of the channel at once could drop what was not sent yet.
    this.#channel.stdin.end(() => this.#channel.destroy());
    this.#answers.forgetAll();
    this.#control.close();
    this.#options.onEnd?.(this);
  }

  /** Ends the shell and what runs in it on the host; the lane is lost as `interrupted`. */
  async interrupt(): Promise<void> {
    this.#interrupted = true;
    // The lane's shell itself, too: it would go on with the next fragment.
    await Promise.all([this.#streaming?.interrupt(), this.#exchanges.size > 0 && this.#endShell()]);
    this.end({ kind: 'interrupted' });
  }

  // It may have been sent something and not yet said who it is.
  async #endShell(): Promise<void> {
    const pid = await this.#pid;
    await this.#control.endTree(pid, pid);
  }

  async #runParts(parts: readonly Part[], batch: readonly Fragment[], stop: boolean): Promise<BatchOutcome> {
    const replies: Reply[] = [];
    for (const part of parts) {
      const before = replies.length;
      const end = await this.#runPart(part, stop);
      replies.push(...end.replies);
      if (end.lost) {
        const inFlight = end.inFlight.map((position) => before + position);
        const firstUnsent = before + end.replies.length + inFlight.length;
        return {
          kind: 'lost',
          failure: this.#failure ?? { kind: 'lost', reason: 'the shell does not answer' },
          replies,
          inFlight,
          ...(end.running !== undefined && { running: before + end.running }),
          notStarted: Array.from({ length: batch.length - firstUnsent }, (_, offset) => firstUnsent + offset),
        };
      }
      const [last, reply] = [batch[replies.length - 1], replies.at(-1)];
      if (stop && last && reply && !isAccepted(last, reply.code)) break;
    }
    return { kind: 'answered', replies };
  }

  async #runPart(part: Part, stop: boolean): Promise<ExchangeEnd> {
    if (!this.open) return { replies: [], inFlight: [], lost: true };
    switch (part.kind) {
      case 'refused':
        return { replies: [part.reply], inFlight: [], lost: false };
      case 'streamed':
        return this.#runStreamed(part.fragment);
      case 'plain':
        return this.#exchange(part.fragments, stop && part.fragments.length > 1);
    }
  }

  #exchange(fragments: readonly Fragment[], chained: boolean): Promise<ExchangeEnd> {
    const texts: (string | Buffer)[] = chained ? [chainStart] : [];
    const exchange = this.#expect(fragments, chained, (framed) => texts.push(encodeFragment(framed, this.#nonce)));
    this.#write(Buffer.concat(texts.map((text) => (typeof text === 'string' ? Buffer.from(text) : text))));
    return exchange.end;
  }

  // Expects the answers of fragments that are about to be sent.
  #expect(fragments: readonly Fragment[], chained: boolean, send: (framed: Framed) => void): Exchange {
    const exchange = new Exchange(fragments, chained);
    this.#exchanges.add(exchange);
    void exchange.end.then(() => this.#exchanges.delete(exchange));
    const first = this.#lastIndex + 1;
    this.#lastIndex += fragments.length;
    this.#stats.roundTrips++;
    this.#stats.fragments += fragments.length;
    for (const [position, fragment] of fragments.entries()) {
      const index = first + position;
      this.#answers.expect(this.#sent(fragment, index, position, exchange));
      const input = fragment.stdin instanceof Uint8Array ? fragment.stdin : 'none';
      send({ fragment, index, input, announce: this.#timeout(fragment) > 0, chained });
    }
    return exchange;
  }

  #write(text: Buffer): void {
    const blocks = this.#readsBlocks !== false && text.length >= blockSize;
    // A shell that takes its text in blocks of its own goes on behind this line, in the text that it has already.
    const whether = this.#readsBlocks === undefined ? '[ "$_tsplay_head" = b ]&&' : '';
    const bytes = blocks ? Buffer.concat([Buffer.from(`${whether}eval "$(head -c ${text.length})"\n`), text]) : text;
    this.#stats.bytesSent += bytes.length;
    this.#channel.stdin.write(bytes);
  }

  #sent(fragment: Fragment, index: number, position: number, exchange: Exchange): SentFragment {
    const start = performance.now();
    return new SentFragment({
      index,
      fragment,
      timeoutMs: this.#timeout(fragment),
      begun: () => {
        exchange.begun(position);
        if (position === 0) this.#tookAtLeast(performance.now() - start);
      },
      answered: (reply) => {
        for (const skipped of exchange.answered(position, reply)) this.#answers.forget(index - position + skipped);
      },
      end: async (pid) => {
        if (!(await this.#control.endTree(await this.#pid, pid))) this.end(notEnded);
      },
      giveUp: () => this.end(notEnded),
      endRelays: async (pids) => {
        if (this.open && !(await this.#control.endRelays(pids))) this.end(heldOutput);
      },
    });
  }

  #timeout(fragment: Fragment): number {
    return fragment.timeoutMs ?? this.#options.commandTimeoutMs ?? 0;
  }

  // For a lane that works for this one: its end is nobody else's business.
  get #helperOptions(): LaneOptions {
    const { onEnd: _, ...options } = this.#options;
    return options;
  }

  async #openHelper(): Promise<ShellLane | undefined> {
    const opened = await this.#options.openAnother?.('script');
    return opened?.ok ? new ShellLane(opened.value, { identity: this.identity }) : undefined;
  }

  async #runStreamed(fragment: Fragment): Promise<ExchangeEnd> {
    const { stdin } = fragment;
    if (stdin === undefined) return this.#exchange([fragment], false);
    // In order: what was sent before must be through.
    await Promise.all([...this.#exchanges].map((exchange) => exchange.end));
    if (this.#options.openAnother === undefined)
      return this.#exchange([{ ...fragment, stdin: await collect(stdin) }], false);
    const opened = await this.#options.openAnother('line');
    if (!opened.ok || !this.open) {
      if (!opened.ok) this.end(opened.failure);
      return { replies: [], inFlight: [], lost: true };
    }
    const lane = new ShellLane(opened.value, this.#helperOptions);
    this.#streaming = lane;
    const end = await lane.#stream(fragment, stdin);
    this.#streaming = undefined;
    this.#stats.roundTrips++;
    this.#stats.fragments++;
    this.#stats.bytesSent += lane.stats.bytesSent;
    this.#streamedBytes += lane.stats.bytesReceived;
    if (end.lost) this.end(lane.#failure ?? { kind: 'lost', reason: 'the data could not be sent' });
    lane.close();
    return end;
  }

  // The only fragment of a lane whose shell reads one line, and leaves everything behind it to the fragment.
  async #stream(fragment: Fragment, data: Uint8Array | AsyncIterable<Uint8Array>): Promise<ExchangeEnd> {
    const texts: Buffer[] = [Buffer.from(selfDescription(this.#nonce))];
    const exchange = this.#expect([fragment], false, (framed) =>
      texts.push(encodeFragment({ ...framed, input: 'channel' }, this.#nonce)),
    );
    this.#channel.stdin.write(oneLine(Buffer.concat(texts)));
    try {
      this.#stats.bytesSent += await feed(this.#channel.stdin, data, exchange.end);
    } catch (error) {
      // Half of the data must not look like all of it: what reads it is ended before it sees the end.
      await this.interrupt();
      this.#failure = {
        kind: 'lost',
        reason: `the data to send could not be read: ${error instanceof Error ? error.message : String(error)}`,
      };
    }
    return exchange.end;
  }

  #probed({ letter, words }: Mark): void {
    if (letter === 'T') this.#tookAtLeast(performance.now() - this.#begun);
    else this.#described(words);
  }

  // What came back sooner than all before was less delayed, on its way or by what else was to be done here.
  #tookAtLeast(ms: number): void {
    this.#roundTripMs = Math.min(ms, this.#roundTripMs ?? ms);
  }

  #described([pid, clock = '', afterHead]: readonly string[]): void {
    this.#clock = clockOf(clock, Date.now());
    this.#tellPid(Number(pid));
    this.#readsBlocks = afterHead === 'b';
  }
}
