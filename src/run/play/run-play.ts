// Runs one play: its head, its hosts, its batches.

import type { Host } from '../../model/inventory.ts';
import type { Play } from '../../model/playbook.ts';
import type { RunContext } from '../context.ts';
import type { PlayInfo } from '../events.ts';
import type { HostChooser } from '../ports.ts';
import { RunError } from '../run-error.ts';
import { EvaluationError, Evaluator } from '../scope/evaluator.ts';
import { PlayLayers } from '../scope/play-layers.ts';
import { type Strategy, strategyOf } from '../strategy/index.ts';
import { TaskError } from '../task/failure.ts';
import { Batch } from './batch.ts';
import { batchesOf, ordered } from './batches.ts';
import { flushTask } from './engine-tasks.ts';
import { type PlayHead, playHead } from './play-options.ts';
import { PlayState } from './play-state.ts';
import type { StartAt } from './start-at.ts';
import { Selection } from './tags.ts';
import { readVarsFiles } from './vars-files.ts';
import { askVariables } from './vars-prompt.ts';

export interface PlayRequest {
  readonly run: RunContext;
  readonly play: Play;
  /** Counts plays from 1. */
  readonly number: number;
  readonly chooser: HostChooser;
  /** Hosts that failed or were lost in earlier plays; those of this one are added. */
  readonly out: Set<string>;
  readonly startAt: StartAt;
}

/** How a play ended: whether the next one may start. */
export type PlayOutcome = 'go on' | 'stop';

/** Runs a play. Throws `RunError`. */
export function runPlay(request: PlayRequest): Promise<PlayOutcome> {
  return asRunErrors(request.play, async () => {
    const prepared = await prepare(request);
    const { emitter } = request.run;
    if (prepared.hosts.length === 0) {
      emitter.emit({ kind: 'no-hosts-matched', play: prepared.info });
      return 'go on';
    }
    const state = await stateOf(request, prepared, await askedFacts(request, prepared));
    await askVariables(state);
    const hosts = prepared.hosts.map((host) => host.name);
    emitter.emit({ kind: 'play-started', play: prepared.info, hosts, check: prepared.head.options.check });
    return runBatches(state);
  });
}

/** A play with its hosts chosen and its tasks selected, of which nothing has run. */
export interface OpenPlay extends Prepared {
  readonly state: PlayState;
}

/** Makes a play ready without running it: for listings. Throws `RunError`. */
export function openPlay(request: PlayRequest): Promise<OpenPlay> {
  return asRunErrors(request.play, async () => {
    const prepared = await prepare(request);
    return { ...prepared, state: await stateOf(request, prepared) };
  });
}

async function asRunErrors<T>(play: Play, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (problem) {
    if (problem instanceof EvaluationError) throw new RunError([problem.problem]);
    if (problem instanceof TaskError) {
      throw new RunError([{ severity: 'error', message: problem.message, span: play.span }]);
    }
    throw problem;
  }
}

async function prepare(request: PlayRequest): Promise<Prepared> {
  const { run, play } = request;
  const head = await headOf(request);
  const info: PlayInfo = { id: request.number, name: head.name, span: play.span };
  const chosen = request.chooser.choose(head.hosts, { span: play.hosts.span });
  if (!chosen.ok) throw new RunError(chosen.problems);
  for (const warning of chosen.warnings ?? []) run.emitter.warn(warning);
  return { head, info, hosts: ordered(chosen.value, head.options.order), listed: chosen.value };
}

// A play's head sees extra variables and its own; which hosts it has is not known yet.
function headOf({ run, play }: PlayRequest): Promise<PlayHead> {
  const facts = { name: '', all: [], batch: [], isRemoved: () => false };
  const layers = new PlayLayers(play, facts, run.settings.hashBehaviour);
  const scope = run.variables.playScope(layers);
  const { engine } = run.surroundings(flushTask(play));
  return playHead(new Evaluator(engine, scope), play, run.settings);
}

interface Prepared {
  readonly head: PlayHead;
  readonly info: PlayInfo;
  /** In the order they are taken. */
  readonly hosts: readonly Host[];
  /** In the order of the inventory, as variables show all of them. */
  readonly listed: readonly Host[];
}

// Only a play that gathers facts needs to know which.
async function askedFacts({ run }: PlayRequest, { head }: Prepared): Promise<readonly string[] | undefined> {
  const { gatherFacts = run.settings.gathering !== 'explicit' } = head.options;
  return gatherFacts ? run.askedFacts() : undefined;
}

async function stateOf(
  { run, play, out, startAt, chooser }: PlayRequest,
  { head, info, hosts, listed }: Prepared,
  asked?: readonly string[],
): Promise<PlayState> {
  const selection = new Selection(run.settings.tags);
  const removed = new Set(out);
  const facts = {
    name: head.name,
    all: listed.map((host) => host.name),
    batch: hosts.map((host) => host.name),
    isRemoved: (host: string) => removed.has(host),
  };
  const layers = new PlayLayers(play, facts, run.settings.hashBehaviour);
  const state = new PlayState({
    run,
    play,
    info,
    options: head.options,
    hosts,
    layers,
    out,
    removed,
    selection,
    asked,
  });
  state.onBatch((batch) => {
    // Hosts may have been added since.
    const now = chooser.choose(head.hosts);
    layers.forgetAdded();
    if (now.ok) facts.all = now.value.map((host) => host.name);
    facts.batch = batch.map((host) => host.name);
  });
  const evaluator = state.evaluator();
  await selection.judge([...state.statements, ...play.handlers], evaluator);
  startAt.apply(state);
  return state;
}

async function runBatches(state: PlayState): Promise<PlayOutcome> {
  const { run, options, hosts } = state;
  const strategy = strategyOf(options.strategy);
  if (!strategy) throw new TaskError(`the strategy '${options.strategy}' is not known`);
  const batches = batchesOf(hosts, options.serial);
  for (const [index, members] of batches.entries()) {
    if (run.signal.aborted) return 'stop';
    const outcome = await runBatch(state, strategy, { members, number: index + 1, of: batches.length });
    if (outcome !== 'next') return outcome;
  }
  return 'go on';
}

interface Members {
  readonly members: readonly Host[];
  readonly number: number;
  readonly of: number;
}

// Hosts that failed in earlier plays keep their place in the batches, but do nothing.
async function runBatch(
  state: PlayState,
  strategy: Strategy,
  { members, number, of }: Members,
): Promise<PlayOutcome | 'next'> {
  const hosts = members.filter((host) => !state.out.has(host.name));
  state.beginBatch(members);
  const names = hosts.map((host) => host.name);
  state.run.emitter.emit({ kind: 'batch-started', play: state.info, hosts: names, batch: number, batches: of });
  const batch = new Batch(state, hosts);
  for (const host of hosts) await prepareHost(batch, host);
  await strategy(batch);
  if (isOver(state, batch, members.length)) return 'stop';
  return batch.ended === 'end_play' ? 'go on' : 'next';
}

async function prepareHost(batch: Batch, host: Host): Promise<void> {
  const { play } = batch;
  if (await readVarsFiles(play, host)) batch.readAgain(host);
}

// A batch in which everybody failed ends the run, as does a rule of the play.
function isOver({ run, info }: PlayState, batch: Batch, members: number): boolean {
  const { ended } = batch;
  if (ended === 'any_errors_fatal' || ended === 'max_fail_percentage') {
    run.emitter.emit({ kind: 'no-hosts-left', play: info, why: ended });
    return true;
  }
  return batch.out.length === members;
}
