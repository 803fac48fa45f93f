// Asks a host and changes it, through one identity's lane: the only file that gives fragments of looks and changes to a lane.

import type { BatchOptions, BatchOutcome, Fragment, HostFailure } from '../host/index.ts';
import type { Change, Performed } from './change.ts';
import { describe } from './changes/index.ts';
import { type Step, stepsFor } from './changes/steps.ts';
import type { Looks } from './look.ts';
import { compileLooks, reads } from './looks/index.ts';
import { type Answer, type Answers, isLook } from './plan.ts';
import type { World } from './world.ts';

/** What runs batches of fragments: a lane, or what a test puts in its place. */
export interface Exchange {
  run(batch: readonly Fragment[], options?: BatchOptions): Promise<BatchOutcome>;
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
  const flat = Object.values(looks).flatMap((entry) => (entry === undefined ? [] : isLook(entry) ? [entry] : entry));
  const known = flat.map((look) => world?.answer(look));
  const asked = flat.filter((_, index) => known[index] === undefined);
  const compiled = compileLooks(world ? asked.map((look) => world.redirected(look)) : asked);
  const outcome: BatchOutcome =
    compiled.fragments.length === 0 ? { kind: 'answered', replies: [] } : await lane.run(compiled.fragments);
  if (outcome.kind === 'lost') return { kind: 'lost', failure: outcome.failure, inFlight: [], performed: [] };
  const fresh = compiled.answers(outcome.replies)[Symbol.iterator]();
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

function regroup(looks: Looks, flat: readonly Answer[]): Answers {
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

/** Performs changes in one exchange, in order, up to the first that fails. */
export async function perform(lane: Exchange, changes: readonly Change[]): Promise<Done> {
  if (changes.length === 0) return { kind: 'done', performed: [] };
  const results: Performed[] = [];
  const steps = stepsFor(changes);
  const started = Date.now();
  const outcome = await lane.run(
    steps.map(({ fragment }) => fragment),
    { stopAtFailure: true },
  );
  const times = { started, ended: Date.now() };
  for (const [index, reply] of outcome.replies.entries()) {
    results.push(...(steps[index]?.performed(reply, times) ?? []));
  }
  if (outcome.kind === 'lost') return lost(outcome.failure, outcome.inFlight, steps, results);
  return { kind: 'done', performed: results };
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
