// Every task that a playbook may come to: of plays, roles, handlers, and of the files and roles that includes name literally.

import type { Checked, Diagnostic } from '../../model/diagnostic.ts';
import type { Block, Play, Playbook, Statement, Task } from '../../model/playbook.ts';
import type { ScalarNode } from '../../model/source.ts';
import { isEngineAction, shortName } from '../playbook/builtin-actions.ts';
import { nameArgument } from '../playbook/engine-actions.ts';
import type { IncludeRequest, Loader } from '../playbook/loader.ts';
import { isTemplate } from '../playbook/nodes.ts';

/** What a playbook is made of. */
export interface Everything {
  /** Each once, in the order they stand. */
  readonly tasks: readonly Task[];
  /** Blocks too: what is written in files, roles and blocks. */
  readonly blocks: readonly Block[];
  /** What is wrong with what includes bring. */
  readonly problems: readonly Diagnostic[];
  /** Includes whose names only a run knows: what they bring is not among the tasks. */
  readonly unread: readonly Task[];
}

/** What reads files and roles that tasks include. */
export type IncludeLoader = Pick<Loader, 'tasks' | 'role'>;

/** Walks a playbook and reads what its includes bring. */
export async function everythingIn(
  playbook: Playbook,
  loader: IncludeLoader,
  playbookDir: string,
): Promise<Everything> {
  const walk = new Walk(loader, playbookDir);
  for (const play of playbook.plays) await walk.play(play);
  return walk;
}

class Walk implements Everything {
  readonly tasks: Task[] = [];
  readonly blocks: Block[] = [];
  readonly problems: Diagnostic[] = [];
  readonly unread: Task[] = [];
  readonly #loader: IncludeLoader;
  readonly #playbookDir: string;
  /** Places of tasks that were seen: a role that is used twice, a file that includes itself. */
  readonly #seen = new Set<string>();

  constructor(loader: IncludeLoader, playbookDir: string) {
    this.#loader = loader;
    this.#playbookDir = playbookDir;
  }

  async play({ preTasks, roles, tasks, postTasks, handlers }: Play): Promise<void> {
    await this.#all([...preTasks, ...roles, ...tasks, ...postTasks, ...handlers]);
  }

  async #all(statements: readonly Statement[]): Promise<void> {
    for (const one of statements) {
      const reading = one.kind === 'task' ? this.#task(one) : this.#block(one);
      // Few tasks include anything, and there are thousands.
      if (reading) await reading;
    }
  }

  async #block(block: Block): Promise<void> {
    this.blocks.push(block);
    await this.#all([...block.block, ...block.rescue, ...block.always, ...(block.role?.handlers ?? [])]);
  }

  #task(task: Task): Promise<void> | undefined {
    const place = `${task.path}\0${task.span.start}`;
    if (this.#seen.has(place)) return undefined;
    this.#seen.add(place);
    this.tasks.push(task);
    const name = shortName(task.action.word);
    if (!isEngineAction(task.action.word) || !/^include(_tasks|_role)?$/.test(name)) return undefined;
    return this.#include(task, name);
  }

  async #include(task: Task, name: string): Promise<void> {
    const brought = await this.#brought(task, name);
    if (brought === undefined) this.unread.push(task);
    else if (brought.ok) await this.#block(brought.value);
    else this.problems.push(...brought.problems);
  }

  async #brought(task: Task, name: string): Promise<Checked<Block> | undefined> {
    const { args, freeForm, variableArgs } = task.action;
    const options = name === 'include_role' ? ['name', 'role', 'tasks_from', 'vars_from', 'defaults_from'] : ['file'];
    const written = options.flatMap((option) => nameArgument(args, undefined, option) ?? []);
    const names = freeForm ? [freeForm, ...written] : written;
    if (variableArgs !== undefined || names.length === 0 || names.some(isTemplate)) return undefined;
    const text = (node: ScalarNode): Checked<string> => ({ ok: true, value: String(node.value) });
    const request: IncludeRequest = { task, text, playbookDir: this.#playbookDir };
    return name === 'include_role' ? this.#loader.role(request) : this.#loader.tasks(request);
  }
}
