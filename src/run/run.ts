// Runs loaded playbooks over an inventory, from the first event to the recap.

import { dirname } from 'node:path';
import pLimit from 'p-limit';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { VarsDirectory } from '../model/inventory.ts';
import type { MutableInventory } from '../model/mutable-inventory.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Value } from '../model/value.ts';
import { type ModuleFinder, type RunContext, Worlds } from './context.ts';
import { surroundingsOf } from './controller/surroundings.ts';
import { Dialogue } from './dialogue.ts';
import { Emitter } from './emitter.ts';
import type { EventSink, Recap } from './events.ts';
import { askedFacts } from './facts/asked.ts';
import { Connections } from './host/connections.ts';
import { InFlight } from './in-flight.ts';
import { Jobs, waitingFor } from './jobs/jobs.ts';
import { Lookahead } from './lookahead/machines.ts';
import { runPlay } from './play/run-play.ts';
import { StartAt } from './play/start-at.ts';
import { Stepping } from './play/stepping.ts';
import type { Asker, Connector, FactCache, HostChooser, LineReader, RunLoader } from './ports.ts';
import { RunError } from './run-error.ts';
import type { HostState } from './scope/host-state.ts';
import { Variables } from './scope/variables.ts';
import type { RunSettings } from './settings.ts';
import { InterruptedError } from './sleep.ts';
import { Stats } from './stats.ts';

export interface RunOptions {
  readonly playbooks: readonly Playbook[];
  readonly inventory: MutableInventory;
  readonly chooser: HostChooser;
  readonly settings: RunSettings;
  readonly modules: ModuleFinder;
  readonly loader: RunLoader;
  readonly connector: Connector;
  readonly sink: EventSink;
  readonly signal: AbortSignal;
  /** `group_vars/` and `host_vars/` beside a playbook. */
  readonly varsBeside: (directory: string) => VarsDirectory | undefined;
  /** Opens vaulted text; throws `TemplateError` without the secret. */
  readonly decrypt: (ciphertext: string) => Buffer;
  /** What `lookup('config', NAME)` gives. */
  readonly config: (name: string) => Value | undefined;
  /** What the test `community.general.a_module` asks. */
  readonly isModule?: (word: string) => boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Asks the person at the terminal; absent where there is none. */
  readonly ask?: Asker;
  /** Asks it line by line (`--step`, the debugger). */
  readonly readLine?: LineReader;
  /** Ends the run as if its signal were aborted. */
  readonly quit?: () => void;
  readonly facts?: FactCache;
  /** Reads the inventory sources again into the inventory. */
  readonly refreshInventory?: () => Promise<void>;
}

export interface RunSummary {
  readonly recap: Recap;
  readonly interrupted: boolean;
  /** What ended the run before its time; empty otherwise. */
  readonly problems: readonly Diagnostic[];
}

/** Runs playbooks one after the other. Never throws for what a user or a host did wrong. */
export async function runPlaybooks(options: RunOptions): Promise<RunSummary> {
  const { settings, signal, playbooks } = options;
  const started = Date.now();
  const emitter = new Emitter(options.sink);
  const shared = new SharedState(options, emitter);
  const onAbort = (): void => shared.interrupt();
  signal.addEventListener('abort', onAbort, { once: true });
  const { check, diff, forks } = settings;
  emitter.emit({ kind: 'run-started', playbooks: playbooks.map(({ path }) => path), check, diff, forks });
  const problems = await runAll(options, shared).finally(async () => {
    await shared.jobs.settle(signal, (job) => emitter.warn(waitingFor(job)));
    signal.removeEventListener('abort', onAbort);
    await shared.connections.closeAll();
  });
  if (problems.length > 0) emitter.emit({ kind: 'run-failed', problems });
  const recap = shared.stats.recap();
  emitter.emit(recap);
  emitter.emit({ kind: 'run-ended', durationMs: Date.now() - started, interrupted: signal.aborted });
  return { recap, interrupted: signal.aborted, problems };
}

/** What lasts over all playbooks of a run. */
export class SharedState {
  readonly emitter: Emitter;
  readonly stats = new Stats();
  readonly inFlight = new InFlight();
  readonly jobs = new Jobs();
  readonly connections: Connections;
  readonly worlds: Worlds;
  readonly lookahead: Lookahead | undefined;
  readonly states = new Map<string, HostState>();
  readonly out = new Set<string>();
  readonly startAt: StartAt;
  readonly dialogue: Dialogue;
  readonly stepping: Stepping;
  readonly problems: Diagnostic[] = [];
  plays = 0;
  #asked: Promise<readonly string[] | undefined> | undefined;

  constructor({ connector, settings, readLine }: RunOptions, emitter: Emitter) {
    this.emitter = emitter;
    this.connections = new Connections(connector);
    this.worlds = new Worlds(settings.check);
    this.lookahead = settings.lookahead ? new Lookahead() : undefined;
    this.startAt = new StartAt(settings.startAtTask);
    this.dialogue = new Dialogue(emitter, readLine);
    this.stepping = new Stepping(this.dialogue, settings.step);
  }

  askedFacts(options: RunOptions): Promise<readonly string[] | undefined> {
    this.#asked ??= askedFacts(options);
    return this.#asked;
  }

  interrupt(): void {
    this.emitter.emit({ kind: 'interrupted', inFlight: this.inFlight.list() });
    void this.connections.interrupt();
  }
}

async function runAll(options: RunOptions, shared: SharedState): Promise<readonly Diagnostic[]> {
  try {
    for (const playbook of options.playbooks) if (!(await runPlaybook(options, shared, playbook))) break;
  } catch (problem) {
    if (problem instanceof RunError) return problem.problems;
    if (!(problem instanceof InterruptedError)) throw problem;
  }
  if (!shared.startAt.found && !options.signal.aborted) shared.emitter.warn(shared.startAt.notFound());
  return shared.problems;
}

/** Runs one playbook. Tells whether the next one may start. */
async function runPlaybook(options: RunOptions, shared: SharedState, playbook: Playbook): Promise<boolean> {
  let run = contextOf(options, shared, dirname(playbook.path));
  shared.emitter.emit({ kind: 'playbook-started', path: playbook.path });
  for (const play of playbook.plays) {
    if (options.signal.aborted) return false;
    // An imported play has `playbook_dir`, files and variables beside the file it stands in, as if that had been started.
    const directory = dirname(play.path);
    if (directory !== run.playbookDir) run = contextOf(options, shared, directory);
    const { chooser } = options;
    const { out, startAt } = shared;
    const outcome = await runPlay({ run, play, number: ++shared.plays, chooser, out, startAt });
    if (shared.problems.length > 0 || outcome === 'stop') return false;
  }
  return shared.out.size === 0;
}

/** What the plays of one directory run with. */
export function contextOf(options: RunOptions, shared: SharedState, playbookDir: string): RunContext {
  const { settings, inventory, modules, loader, signal } = options;
  const { emitter, stats, connections, worlds, inFlight, jobs, lookahead } = shared;
  const { environment, decrypt, config } = options;
  const variables = new Variables(
    {
      inventory,
      settings,
      playbookDir,
      playbookVars: options.varsBeside(playbookDir),
      facts: options.facts,
      problem: (problems) => shared.problems.push(...problems),
    },
    shared.states,
  );
  return {
    ...{
      settings,
      emitter,
      stats,
      inventory,
      variables,
      connections,
      modules,
      loader,
      signal,
      worlds,
      inFlight,
      jobs,
      lookahead,
    },
    playbookDir,
    ask: options.ask,
    dialogue: shared.dialogue,
    stepping: shared.stepping,
    quit: () => options.quit?.(),
    facts: options.facts,
    forks: pLimit(Math.max(1, settings.forks)),
    surroundings: surroundingsOf({
      ...{ settings, playbookDir, emitter, environment, decrypt, config },
      isModule: options.isModule,
    }),
    askedFacts: () => shared.askedFacts(options),
    refreshInventory: async () => {
      await options.refreshInventory?.();
      variables.inventoryChanged();
    },
  };
}
