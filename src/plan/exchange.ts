// Asks a host and changes it, through one identity's lane: the only file that gives fragments of looks and changes to a lane.

import type { BatchOptions, BatchOutcome, Fragment, HostClock, HostFailure } from '../host/index.ts';
import type { Change, Performed } from './change.ts';
import { describe, type Times } from './changes/index.ts';
import { type Step, stepsFor } from './changes/steps.ts';
import type { Look, Looks } from './look.ts';
import { compileLooks, reads } from './looks/index.ts';
import { type Answer, type Answers, isLook } from './plan.ts';
import type { World } from './world.ts';

/** What runs batches of fragments: a lane, or what a test puts in its place. */
export interface Exchange {
  run(batch: readonly Fragment[], options?: BatchOptions): Promise<BatchOutcome>;
  /** The host's clock, where it is known. */
  readonly clock?: HostClock | undefined;
  /** Answers looks, where some may be known already; without it they are asked in one exchange. */
  ask?(looks: readonly Look[]): Promise<Asked>;
  /** Runs the batch that performs these changes, where somebody must know of them; without it the batch is just run. `sent` is called when it is on its way. */
  change?(
    changes: readonly Change[],
    batch: readonly Fragment[],
    options: BatchOptions & { readonly sent: () => void },
  ): Promise<BatchOutcome>;
}

/** What the host said to looks, one for each, in order. */
export type Asked =
  | { readonly kind: 'answered'; readonly answers: readonly (Answer | { readonly problem: string })[] }
  | { readonly kind: 'lost'; readonly failure: HostFailure };

/** Asks the host in one exchange. */
export async function askHost(lane: Pick<Exchange, 'run'>, looks: readonly Look[]): Promise<Asked> {
  const compiled = compileLooks(looks);
  if (compiled.fragments.length === 0) return { kind: 'answered', answers: [] };
  const outcome = await lane.run(compiled.fragments);
  if (outcome.kind === 'lost') return { kind: 'lost', failure: outcome.failure };
  return { kind: 'answered', answers: compiled.answers(outcome.replies) };
}

/** The connection went away. What was in flight is unknown. */
export interface Lost {
  readonly kind: 'lost';
  readonly failure: HostFailure;
  /** In words, what had been sent and not been answered. */
  readonly inFlight: readonly string[];
  /** What had succeeded before. */
  readonly performed: readonly Performed[];
}

export type Looked =
  | { readonly kind: 'answered'; readonly answers: Answers; readonly doubt?: string }
  | { readonly kind: 'problem'; readonly problem: string }
  | Lost;

/** Answers all looks in one exchange; those that a predicted world can answer do not travel. */
export async function lookAt(lane: Exchange, looks: Looks, world?: World): Promise<Looked> {
  const flat = flatLooks(looks);
  const known = flat.map((look) => world?.answer(look));
  const asked = flat.filter((_, index) => known[index] === undefined);
  const questions = world ? asked.map((look) => world.redirected(look)) : asked;
  const outcome = lane.ask ? await lane.ask(questions) : await askHost(lane, questions);
  if (outcome.kind === 'lost') return { kind: 'lost', failure: outcome.failure, inFlight: [], performed: [] };
  const fresh = outcome.answers[Symbol.iterator]();
  const all = known.map((answer) => answer ?? fresh.next().value ?? { problem: 'the host gave no answer' });
  const problem = all.find((answer) => 'problem' in answer);
  if (problem && 'problem' in problem) return { kind: 'problem', problem: problem.problem };
  const doubt = world?.doubt(asked.flatMap(reads));
  const imagined = all.flatMap((answer, index) => {
    const look = flat[index];
    if (!('kind' in answer)) return [];
    return world && look && known[index] === undefined ? [world.imagine(answer, look)] : [answer];
  });
  const answers = regroup(looks, imagined);
  return { kind: 'answered', answers, ...(doubt !== undefined && { doubt }) };
}

/** The looks of a stage in a row. */
export function flatLooks(looks: Looks): readonly Look[] {
  return Object.values(looks).flatMap((entry) => (entry === undefined ? [] : isLook(entry) ? [entry] : entry));
}

/** Answers in a row, under the names of their looks. */
export function regroup(looks: Looks, flat: readonly Answer[]): Answers {
  let at = 0;
  const answers: Record<string, Answer | readonly Answer[] | undefined> = {};
  for (const [name, entry] of Object.entries(looks)) {
    if (entry === undefined) answers[name] = undefined;
    else if (isLook(entry)) answers[name] = flat[at++];
    else {
      answers[name] = flat.slice(at, at + entry.length);
      at += entry.length;
    }
  }
  return answers;
}

export type Done = { readonly kind: 'done'; readonly performed: readonly Performed[] } | Lost;

/** Performs changes in one exchange, in order, up to the first that fails. `sent` is called when they are on their way. */
export async function perform(
  lane: Exchange,
  changes: readonly Change[],
  sent: () => void = () => undefined,
): Promise<Done> {
  if (changes.length === 0) return { kind: 'done', performed: [] };
  const results: Performed[] = [];
  const steps = stepsFor(changes);
  const started = Date.now();
  const fragments = steps.map(({ fragment }) => fragment);
  const options = { stopAtFailure: true, sent };
  const outcome = lane.change ? await lane.change(changes, fragments, options) : await lane.run(fragments, options);
  const times = timesOf(lane.clock, started, Date.now());
  for (const [index, reply] of outcome.replies.entries()) {
    results.push(...(steps[index]?.performed(reply, { ...times, ...reply.times }) ?? []));
  }
  if (outcome.kind === 'lost') return lost(outcome.failure, outcome.inFlight, steps, results);
  return { kind: 'done', performed: results };
}

function timesOf(clock: HostClock | undefined, started: number, ended: number): Times {
  if (!clock) return { started, ended };
  const { aheadMs, zoneMinutes } = clock;
  return { started: started + aheadMs, ended: ended + aheadMs, zoneMinutes };
}

function lost(
  failure: HostFailure,
  inFlight: readonly number[],
  steps: readonly Step[],
  results: readonly Performed[],
): Lost {
  const titles = inFlight.flatMap((index) => steps[index]?.changes.map(describe) ?? []);
  return { kind: 'lost', failure, inFlight: titles, performed: results };
}
