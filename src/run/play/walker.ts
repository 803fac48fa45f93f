// Walks one host through the statements of a play: blocks with rescue and always, roles, handlers, and what includes bring.

import type { Block, Statement, Task } from '../../model/playbook.ts';
import type { Layer } from '../scope/layer.ts';
import { isRoleBlock } from '../scope/statement-vars.ts';

/** What a host is to do next. Steps of two hosts with one position are the same step. */
export interface Step {
  readonly task: Task;
  /** Compared from left to right, a shorter one first: the order of the play as it is written, with what includes brought after the include. */
  readonly position: readonly number[];
  /** Variables that the includes around it handed down, the nearest first. */
  readonly includes: readonly Layer[];
}

/** What an include brought for a host. */
export interface Included {
  readonly block: Block;
  readonly includes: readonly Layer[];
  /** Tells the files of one include apart, in the order they are to run. */
  readonly ordinal: number;
}

/** What the walker asks of the play. */
export interface WalkRules {
  /** Whether tags and `--start-at-task` let a task run. */
  isSelected(task: Task): boolean;
  isNotified(handler: Task): boolean;
  /** All handlers, in the order in which they run; the list may grow. */
  readonly handlers: readonly Task[];
  /** What includes handed down to a handler. */
  includesOf(handler: Task): readonly Layer[];
  /** The task that runs handlers at the end of a section. */
  isFlush(statement: Statement): boolean;
  /** A host that failed still runs what it has notified (`force_handlers`). */
  readonly forceHandlers: boolean;
  /** The host is out: nothing takes its failure up. */
  out(): void;
  /** Whether a role is to run on this host now. */
  enterRole(block: Block): boolean;
  leaveRole(block: Block): void;
}

/** What a failure leads to for the host. */
export type AfterFailure = 'rescue' | 'always' | 'out';

interface Frame {
  readonly entries: readonly Statement[];
  index: number;
  readonly base: readonly number[];
  readonly includes: readonly Layer[];
  readonly group?: Group;
  /** Runs handlers: those that were not notified are passed over. */
  readonly handlers?: true;
}

interface Group {
  readonly block: Block;
  readonly part: 'block' | 'rescue' | 'always';
  /** A failure that waits for `always` to end. */
  readonly failed: boolean;
}

const PART = { block: 0, rescue: 1, always: 2 } as const;

/** One host's way through a play. */
export class Walker {
  readonly #rules: WalkRules;
  readonly #frames: Frame[] = [];
  #failed = false;
  #step: Step | undefined;

  constructor(statements: readonly Statement[], rules: WalkRules) {
    this.#rules = rules;
    this.#frames.push({ entries: statements, index: 0, base: [], includes: [] });
  }

  /** Whether a failure took the host out of the play. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Whether the host has left the play. */
  get over(): boolean {
    return this.#frames.length === 0;
  }

  /** The next step; `undefined` where the host is done. */
  peek(): Step | undefined {
    this.#step ??= this.#settle();
    return this.#step;
  }

  /** What comes after the step that was begun, as it is written: nothing that only the run can tell (rescues, includes, handlers not yet notified). */
  *ahead(): Generator<Step> {
    for (const { entries, index, base, includes, group, handlers } of this.#frames.toReversed()) {
      if (handlers) continue;
      yield* this.#written(entries, { index, base, includes });
      if (group?.part === 'block') {
        yield* this.#written(group.block.always, { index: 0, base: [...base.slice(0, -1), PART.always], includes });
      }
    }
  }

  *#written(
    entries: readonly Statement[],
    { index, base, includes }: Pick<Frame, 'index' | 'base' | 'includes'>,
  ): Generator<Step> {
    for (const [offset, entry] of entries.slice(index).entries()) {
      const position = [...base, index + offset];
      if (entry.kind === 'task') {
        if (this.#rules.isSelected(entry)) yield { task: entry, position, includes };
        continue;
      }
      yield* this.#written(entry.block, { index: 0, base: [...position, PART.block], includes });
      yield* this.#written(entry.always, { index: 0, base: [...position, PART.always], includes });
    }
  }

  /** Takes the next step as begun. */
  advance(): void {
    if (!this.peek()) return;
    this.#step = undefined;
    const frame = this.#frames.at(-1);
    if (frame) frame.index++;
  }

  /** Puts what an include brought before everything else. To be called before the step after the include is asked for. */
  include(at: Step, included: readonly Included[]): void {
    for (const { block, includes, ordinal } of included.toReversed()) {
      this.#push({ entries: [block], index: 0, base: [...at.position, ordinal], includes });
    }
  }

  /** Goes through the handlers that are notified. */
  flush(at: Step): void {
    this.#push({ entries: this.#rules.handlers, index: 0, base: [...at.position, 0], includes: [], handlers: true });
  }

  /** The task that was begun last failed: on to the rescue, to an always, or out. */
  fail(): AfterFailure {
    this.#step = undefined;
    const [root] = this.#frames;
    const inHandlers = this.#frames.some(({ handlers }) => handlers);
    for (let frame = this.#frames.at(-1); frame; frame = this.#frames.at(-1)) {
      const group = frame.group;
      if (group?.part === 'block' && group.block.rescue.length > 0) {
        this.#enter(frame, { ...group, part: 'rescue' });
        return 'rescue';
      }
      if (group && group.part !== 'always' && group.block.always.length > 0) {
        this.#enter(frame, { ...group, part: 'always', failed: true });
        return 'always';
      }
      this.#frames.pop();
    }
    const again = this.#failed;
    this.#failed = true;
    if (!again) this.#rules.out();
    // Where a handler failed, those after it are not forced.
    if (!again && root && this.#rules.forceHandlers && !inHandlers) this.#forceHandlers(root);
    return 'out';
  }

  /** Whether a failure now would be taken up by a rescue somewhere around. */
  get rescues(): boolean {
    return this.#frames.some(({ group }) => group?.part === 'block' && group.block.rescue.length > 0);
  }

  /** Leaves the play; `failed` if that is a failure. */
  end(failed: boolean): void {
    this.#frames.length = 0;
    this.#step = undefined;
    if (failed) this.#failed = true;
  }

  // Of all that is left only the handlers at the end of the section are run, together with the other hosts.
  #forceHandlers({ entries, index, base, includes }: Frame): void {
    const flush = entries.findIndex((entry, at) => at >= index && this.#rules.isFlush(entry));
    if (flush >= 0) this.#push({ entries: entries.slice(0, flush + 1), index: flush, base, includes });
  }

  #push(frame: Frame): void {
    this.#step = undefined;
    this.#frames.push(frame);
  }

  #settle(): Step | undefined {
    for (let frame = this.#frames.at(-1); frame; frame = this.#frames.at(-1)) {
      const entry = frame.entries[frame.index];
      if (entry === undefined) this.#leave(frame);
      else if (entry.kind === 'task' && this.#runs(entry, frame)) {
        const includes = frame.handlers ? this.#rules.includesOf(entry) : frame.includes;
        return { task: entry, position: [...frame.base, frame.index], includes };
      } else {
        frame.index++;
        if (entry.kind === 'block') this.#enterBlock(entry, frame, frame.index - 1);
      }
    }
    return undefined;
  }

  #runs(task: Task, frame: Frame): boolean {
    return frame.handlers ? this.#rules.isNotified(task) : this.#rules.isSelected(task);
  }

  #enterBlock(block: Block, around: Frame, at: number): void {
    if (isRoleBlock(block) && !this.#rules.enterRole(block)) return;
    const base = [...around.base, at, PART.block];
    const group: Group = { block, part: 'block', failed: false };
    this.#frames.push({ entries: block.block, index: 0, base, includes: around.includes, group });
  }

  // Exchanges a frame for another part of its block.
  #enter(frame: Frame, group: Group): void {
    this.#frames.pop();
    const base = [...frame.base.slice(0, -1), PART[group.part]];
    this.#frames.push({ entries: group.block[group.part], index: 0, base, includes: frame.includes, group });
  }

  #leave(frame: Frame): void {
    const { group } = frame;
    if (group && group.part !== 'always') {
      this.#enter(frame, { ...group, part: 'always', failed: false });
      return;
    }
    this.#frames.pop();
    if (group?.failed) this.fail();
    else if (group && isRoleBlock(group.block)) this.#rules.leaveRole(group.block);
  }
}

/** Orders positions as the play is written. */
export function comparePositions(a: readonly number[], b: readonly number[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    if (left !== right) return left - right;
  }
  return a.length - b.length;
}
