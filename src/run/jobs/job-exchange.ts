// A host as a job in the background talks to it: looks as any task does, changes in a way that neither needs the connection nor ends with it.

import {
  askDetached,
  type BatchOutcome,
  type DetachedFragment,
  type Fragment,
  type HostFailure,
  isAccepted,
  type Lane,
  type Reply,
  type Result,
  repliesOf,
  startDetached,
} from '../../host/index.ts';
import { reportText } from '../../module/jobs/report.ts';
import { workDirectory } from '../../module/jobs/results-file.ts';
import type { Change } from '../../plan/change.ts';
import type { Exchange } from '../../plan/exchange.ts';
import { pauseFor } from '../sleep.ts';

export interface JobExchangeOptions {
  /** A lane to the host as the job's identity; a new one where the last was lost. */
  readonly lane: () => Promise<Result<Lane>>;
  readonly environment: Readonly<Record<string, string>>;
  /** The POSIX shell on the host. */
  readonly shell: string;
  /** Absolute path on the host. */
  readonly resultsFile: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

/** Runs the batches of a job. A connection that is lost is opened again until the job's time is over. */
export class JobExchange implements Exchange {
  readonly #options: JobExchangeOptions;
  #stages = 0;
  #left = false;
  #roundTrips = 0;

  constructor(options: JobExchangeOptions) {
    this.#options = options;
  }

  /** Whether the host goes on alone, and will write the result itself. */
  get left(): boolean {
    return this.#left;
  }

  /** Exchanges so far. */
  get roundTrips(): number {
    return this.#roundTrips;
  }

  async run(batch: readonly Fragment[]): Promise<BatchOutcome> {
    const prepared = batch.map((fragment) => this.#inEnvironment(fragment));
    const { lane, deadline, signal } = this.#options;
    for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      const opened = await lane();
      if (opened.ok) this.#roundTrips++;
      const outcome = opened.ok ? await opened.value.run(prepared) : lost(opened.failure);
      if (outcome.kind === 'answered' || Date.now() > deadline) return outcome;
      await pauseFor(wait, signal);
    }
  }

  async change(changes: readonly Change[], batch: readonly Fragment[]): Promise<BatchOutcome> {
    const { resultsFile, deadline, shell } = this.#options;
    const directory = `${workDirectory(resultsFile)}/${++this.#stages}`;
    const [only, ...more] = changes;
    const report = only?.kind === 'run' && more.length === 0 ? only.report : undefined;
    const fragments = await Promise.all(batch.map((fragment) => gathered(this.#inEnvironment(fragment))));
    const limitSeconds = (deadline - Date.now()) / 1000;
    const after = report && { after: reportText(report, resultsFile) };
    const started = await this.run([startDetached({ directory, fragments, limitSeconds, ...after }, shell)]);
    const [reply] = started.replies;
    if (started.kind === 'lost' || !reply || reply.code !== 0) return started;
    if (!report) return this.#answers(directory, fragments);
    this.#left = true;
    return lost({ kind: 'closed' });
  }

  // Often at first: most changes take no time.
  async #answers(directory: string, fragments: readonly Fragment[]): Promise<BatchOutcome> {
    const { deadline, signal } = this.#options;
    for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_POLL)) {
      await pauseFor(wait, signal);
      const outcome = await this.run([askDetached(directory)]);
      const [reply] = outcome.replies;
      if (outcome.kind === 'lost' || !reply) return outcome;
      const detached = repliesOf(reply);
      if (detached.state === 'over') return { kind: 'answered', replies: upToFailure(fragments, detached.replies) };
      if (detached.state === 'gone' || Date.now() > deadline) return lost({ kind: 'lost', reason: GONE });
    }
  }

  #inEnvironment(fragment: Fragment): Fragment {
    const { environment } = this.#options;
    return Object.keys(environment).length === 0 ? fragment : { ...fragment, env: { ...environment, ...fragment.env } };
  }
}

const FIRST_WAIT = 0.05;
const LONGEST_WAIT = 15;
const LONGEST_POLL = 1;
const GONE = 'the job was ended';

function lost(failure: HostFailure): BatchOutcome {
  return { kind: 'lost', failure, replies: [], inFlight: [], notStarted: [] };
}

// What is streamed to a lane has to be at hand for a job, which outlives the stream.
async function gathered({ stdin, ...fragment }: Fragment): Promise<DetachedFragment> {
  if (stdin === undefined || stdin instanceof Uint8Array) return { ...fragment, ...(stdin && { stdin }) };
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  return { ...fragment, stdin: Buffer.concat(chunks) };
}

function upToFailure(fragments: readonly Fragment[], replies: readonly Reply[]): readonly Reply[] {
  const failed = replies.findIndex((reply, index) => {
    const fragment = fragments[index];
    return fragment !== undefined && !isAccepted(fragment, reply.code);
  });
  return failed < 0 ? replies : replies.slice(0, failed + 1);
}
