// What one play knows while it runs: its hosts and who of them is out, its handlers, the roles that have run, the selection of its tasks.

import type { Host } from '../../model/inventory.ts';
import { type Block, type Play, roleOf, type Statement, type Task } from '../../model/playbook.ts';
import type { PlayContext, RunContext } from '../context.ts';
import type { PlayInfo } from '../events.ts';
import { Evaluator } from '../scope/evaluator.ts';
import type { PlayLayers } from '../scope/play-layers.ts';
import { isRoleBlock } from '../scope/statement-vars.ts';
import { flushTask, gatherTask, isFlush } from './engine-tasks.ts';
import { Handlers } from './handlers.ts';
import type { Selection } from './tags.ts';
import { Walker } from './walker.ts';

/** Keywords of the play itself, rendered. */
export interface PlayOptions {
  readonly strategy: string;
  readonly order: string;
  readonly serial: readonly (number | string)[];
  readonly maxFailPercentage: number | undefined;
  readonly forceHandlers: boolean;
  /** `gather_facts`; `undefined` where the play does not say. */
  readonly gatherFacts: boolean | undefined;
  readonly anyErrorsFatal: boolean;
  readonly check: boolean;
}

/** One play under way. */
export class PlayState implements PlayContext {
  readonly run: RunContext;
  readonly play: Play;
  readonly info: PlayInfo;
  readonly layers: PlayLayers;
  readonly options: PlayOptions;
  readonly hosts: readonly Host[];
  readonly handlers: Handlers;
  readonly selection: Selection;
  /** Everything the play does, section by section. */
  readonly statements: readonly Statement[];
  /** Hosts that failed or were lost. */
  readonly out: Set<string>;
  /** Hosts that take no further part in this play: those that are out, and those that ended it without having failed. */
  readonly #removed: Set<string>;
  readonly #gather: Task;
  /** By host, the identities of roles of which a task has run, and of those that are through. */
  readonly #rolesBegun = new Map<string, Set<string>>();
  readonly #rolesDone = new Map<string, Set<string>>();
  #batchBegan: (hosts: readonly Host[]) => void = () => undefined;

  constructor(options: {
    readonly run: RunContext;
    readonly play: Play;
    readonly info: PlayInfo;
    readonly options: PlayOptions;
    readonly hosts: readonly Host[];
    readonly layers: PlayLayers;
    readonly out: Set<string>;
    readonly removed: Set<string>;
    readonly selection: Selection;
    /** The facts that anything in the run can ask for, where that is known. */
    readonly asked?: readonly string[] | undefined;
  }) {
    this.run = options.run;
    this.play = options.play;
    this.info = options.info;
    this.options = options.options;
    this.hosts = options.hosts;
    this.layers = options.layers;
    this.out = options.out;
    this.#removed = options.removed;
    this.selection = options.selection;
    this.handlers = new Handlers(this.play.handlers);
    this.#gather = gatherTask(this.play, this.run.settings, options.asked);
    this.statements = sectionsOf(this.play, this.#gather);
  }

  /** Tells who takes part from now on to what shows it as a variable. */
  onBatch(listener: (hosts: readonly Host[]) => void): void {
    this.#batchBegan = listener;
  }

  beginBatch(hosts: readonly Host[]): void {
    this.#batchBegan(hosts);
  }

  /** Facts are gathered even where the play starts at a later task. */
  keepGathering(): void {
    this.selection.keep(this.#gather);
  }

  /** The host failed or was lost: it is out of this play and the next ones. */
  leave(host: Host): void {
    this.out.add(host.name);
    this.remove(host);
  }

  /** The host takes no further part in this play. */
  remove(host: Host): void {
    this.#removed.add(host.name);
  }

  /** Evaluates what belongs to the play and not to a host. */
  evaluator(host?: Host): Evaluator {
    const scope = this.run.variables.playScope(this.layers, host);
    return new Evaluator(this.run.surroundings(this.#gather).engine, scope);
  }

  /** A host's way through the play. */
  walker(host: Host): Walker {
    return new Walker(this.statements, {
      isSelected: (task) => (task === this.#gather ? this.#gathers(host) : this.selection.has(task)),
      isNotified: (handler) => this.handlers.isNotified(handler, host.name),
      handlers: this.handlers.tasks,
      includesOf: (handler) => this.handlers.includesOf(handler),
      isFlush: (statement) => statement.kind === 'task' && isFlush(statement),
      forceHandlers: this.options.forceHandlers,
      out: () => this.leave(host),
      enterRole: (block) => this.#mayRun(block, host),
      leaveRole: (block) => this.#ran(block, host),
    });
  }

  /** A task of a role has run on a host: it was neither skipped nor was the host lost. */
  hasRun(task: Task, host: Host): void {
    const role = roleOf(task);
    if (role) addTo(this.#rolesBegun, host, role.identity);
  }

  #gathers(host: Host): boolean {
    if (!this.selection.has(this.#gather)) return false;
    const { gatherFacts } = this.options;
    switch (this.run.settings.gathering) {
      case 'explicit':
        return gatherFacts === true;
      case 'smart':
        return gatherFacts !== false && !this.run.variables.state(host.name).gathered;
      case 'implicit':
        return gatherFacts !== false;
    }
  }

  // A role that ran on a host with the same parameters does not run again, unless it allows that.
  #mayRun(block: Block, host: Host): boolean {
    if (!isRoleBlock(block) || block.role.allowDuplicates) return true;
    return !this.#rolesDone.get(host.name)?.has(block.role.identity);
  }

  // As in Ansible a role of which every task was skipped has not run.
  #ran(block: Block, host: Host): void {
    if (!isRoleBlock(block)) return;
    const { identity } = block.role;
    if (this.#rolesBegun.get(host.name)?.has(identity)) addTo(this.#rolesDone, host, identity);
  }
}

function addTo(sets: Map<string, Set<string>>, { name }: Host, identity: string): void {
  const set = sets.get(name) ?? new Set();
  sets.set(name, set.add(identity));
}

/** The statements of a play in the order they run, handlers flushed after each section. */
export function sectionsOf(play: Play, gather: Task): readonly Statement[] {
  const sections = [play.preTasks, [...play.roles, ...play.tasks], play.postTasks];
  return [gather, ...sections.flatMap((section) => [...section, flushTask(play)])];
}
