// What the parts of a run share: its settings, its services, and what it has learned so far.

import type { LimitFunction } from 'p-limit';
import type { Host } from '../model/inventory.ts';
import type { MutableInventory } from '../model/mutable-inventory.ts';
import type { Statement, Task } from '../model/playbook.ts';
import type { ControllerFiles } from '../module/module.ts';
import type { Catalogue } from '../module/registry.ts';
import { World } from '../plan/world.ts';
import type { Engine } from '../template/index.ts';
import type { Dialogue } from './dialogue.ts';
import type { Emitter } from './emitter.ts';
import type { PlayInfo, TaskInfo } from './events.ts';
import type { Connections } from './host/connections.ts';
import type { InFlight } from './in-flight.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Coming } from './lookahead/guesses.ts';
import type { Lookahead } from './lookahead/machines.ts';
import type { Stepping } from './play/stepping.ts';
import type { Asker, FactCache, RunLoader } from './ports.ts';
import type { Evaluator } from './scope/evaluator.ts';
import type { Layer } from './scope/layer.ts';
import type { PlayLayers } from './scope/play-layers.ts';
import type { Variables } from './scope/variables.ts';
import type { RunSettings } from './settings.ts';
import type { Stats } from './stats.ts';

/** The controller's disk as the tasks of one place see it. */
export interface Surroundings {
  readonly engine: Engine;
  files(evaluator: Evaluator): ControllerFiles;
}

/** The catalogue's part that a run uses. */
export type ModuleFinder = Pick<Catalogue, 'resolve' | 'resolveIn' | 'fullName' | 'group'>;

export interface RunContext {
  readonly settings: RunSettings;
  readonly emitter: Emitter;
  readonly stats: Stats;
  readonly inventory: MutableInventory;
  readonly variables: Variables;
  readonly connections: Connections;
  readonly modules: ModuleFinder;
  readonly loader: RunLoader;
  readonly ask: Asker | undefined;
  readonly dialogue: Dialogue;
  readonly stepping: Stepping;
  /** Ends the run, as Ctrl-C does. */
  readonly quit: () => void;
  readonly facts: FactCache | undefined;
  readonly signal: AbortSignal;
  /** How many hosts work at once. */
  readonly forks: LimitFunction;
  readonly worlds: Worlds;
  readonly inFlight: InFlight;
  readonly jobs: Jobs;
  /** Absent where every task is to look for itself. */
  readonly lookahead: Lookahead | undefined;
  /** Absolute path of the directory of the playbook file that the play stands in. */
  readonly playbookDir: string;
  /** The facts, without `ansible_`, that anything in the run can ask for; `undefined` where that may be any. Found out once. */
  askedFacts(): Promise<readonly string[] | undefined>;
  /** Reads the inventory sources again (`meta: refresh_inventory`). */
  refreshInventory(): Promise<void>;
  /** Engine and files for the tasks of a role or of the playbook. */
  surroundings(statement: Statement): Surroundings;
}

/** What tasks of one play share. */
export interface PlayContext {
  readonly run: RunContext;
  readonly info: PlayInfo;
  readonly layers: PlayLayers;
}

/** A task that a play has come to, the same for all its hosts. */
export interface TaskContext extends PlayContext {
  readonly task: Task;
  readonly taskInfo: TaskInfo;
  /** What the includes around it handed down. */
  readonly includes: readonly Layer[];
}

/** A task on a host. */
export interface HostTask extends TaskContext {
  readonly host: Host;
  readonly evaluator: Evaluator;
  readonly surroundings: Surroundings;
  readonly noLog: boolean;
  /** Whose variables get what the task registers and the facts it brings: its host's, or with `run_once` those of all hosts. */
  readonly sharers: readonly string[];
  /** Tells the task from others that its host comes to. */
  readonly key: string;
  /** Called when the last changes of an item of a loop are on their way, so that the next item may start. */
  readonly sent?: () => void;
  /** What the host is to do next, as far as it is written; for looking ahead. */
  readonly coming: () => Iterable<Coming>;
}

/** The predicted states of hosts in check mode. */
export class Worlds {
  readonly #worlds = new Map<string, World>();
  readonly #lasting: boolean;

  /** `lasting`: the whole run is in check mode, so that later tasks build on what earlier ones would have done. */
  constructor(lasting: boolean) {
    this.#lasting = lasting;
  }

  of(host: string): World {
    if (!this.#lasting) return new World();
    const known = this.#worlds.get(host) ?? new World();
    this.#worlds.set(host, known);
    return known;
  }
}
