// The handlers of a play: who answers to a name, and on which hosts each is waiting to run.

import { handlersOf } from '../../load/playbook/handlers.ts';
import { type RoleBlock, roleOf, type Statement, type Task, tasksIn } from '../../model/playbook.ts';
import { isTemplate, str } from '../../template/index.ts';
import type { Evaluator } from '../scope/evaluator.ts';
import type { Layer } from '../scope/layer.ts';

/** Handlers and their notifications. */
export class Handlers {
  readonly #tasks: Task[];
  /** In the order in which their names came to mean them. */
  readonly #named: Task[];
  readonly #uses = new Map<string, readonly Task[]>();
  readonly #names = new Map<Task, readonly string[]>();
  readonly #notified = new Map<Task, Set<string>>();
  readonly #includes = new Map<Task, readonly Layer[]>();

  constructor(statements: readonly Statement[]) {
    this.#tasks = [...tasksIn(statements)];
    this.#named = [...this.#tasks];
  }

  /** In the order in which they run. The list grows when roles are included. */
  get tasks(): readonly Task[] {
    return this.#tasks;
  }

  /**
   * The handlers that an included role brings; they see what the include handed down. A use that is the same as an earlier one
   * brings no new ones, but from now on its names mean the handlers that this one has.
   */
  add(role: RoleBlock, includes: readonly Layer[], use: string): void {
    const known = this.#uses.get(use);
    const tasks = known ?? [...tasksIn([...handlersOf(role)])];
    this.#named.push(...tasks);
    if (known) return;
    this.#uses.set(use, tasks);
    for (const task of tasks) this.#includes.set(task, includes);
    this.#tasks.push(...tasks);
  }

  /** What includes handed down to a handler. */
  includesOf(task: Task): readonly Layer[] {
    return this.#includes.get(task) ?? [];
  }

  /**
   * Notifies what answers to a name on a host: the last handler of that name, and every one that listens. Gives the handlers that
   * were not waiting already, or `undefined` where nobody answers.
   */
  async notify(name: string, host: string, evaluator: Evaluator): Promise<readonly Task[] | undefined> {
    const named = await this.#lastNamed(name, evaluator);
    const listening = this.#tasks.filter((task) => task.listen.some(({ value }) => String(value) === name));
    const found = new Set([...(named ? [named] : []), ...listening]);
    if (found.size === 0) return undefined;
    return [...found].filter((task) => this.#mark(task, host));
  }

  /** What handlers are called and listen to, as far as it is no template: for guessing what was meant. */
  names(): readonly string[] {
    const words = this.#tasks.flatMap((task) => [...(task.name ? [task.name] : []), ...task.listen]);
    return words.map(({ value }) => String(value)).filter((word) => !isTemplate(word));
  }

  isNotified(task: Task, host: string): boolean {
    return this.#notified.get(task)?.has(host) ?? false;
  }

  /** The handler starts on a host: from now on it can be notified again. */
  clear(task: Task, host: string): void {
    this.#notified.get(task)?.delete(host);
  }

  #mark(task: Task, host: string): boolean {
    const hosts = this.#notified.get(task) ?? new Set();
    this.#notified.set(task, hosts);
    if (hosts.has(host)) return false;
    hosts.add(host);
    return true;
  }

  async #lastNamed(name: string, evaluator: Evaluator): Promise<Task | undefined> {
    for (const task of this.#named.toReversed()) {
      if ((await this.#namesOf(task, evaluator)).includes(name)) return task;
    }
    return undefined;
  }

  // A name that is a template is rendered with the variables of the play; one that cannot be answers to nothing.
  async #namesOf(task: Task, evaluator: Evaluator): Promise<readonly string[]> {
    const known = this.#names.get(task);
    if (known) return known;
    const node = task.name;
    if (node === undefined) return [];
    const written = String(node.value);
    const rendered = isTemplate(written) ? await evaluator.run((evaluation) => evaluation.lenient(node)) : written;
    const names = rendered === undefined ? [] : withRole(task, str(rendered));
    this.#names.set(task, names);
    return names;
  }
}

function withRole(task: Task, name: string): readonly string[] {
  const role = roleOf(task);
  if (!role) return [name];
  const qualified = role.collection === undefined ? [] : [`${role.collection}.${role.name} : ${name}`];
  return [name, `${role.name} : ${name}`, ...qualified];
}
