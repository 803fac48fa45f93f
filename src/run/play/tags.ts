// Which tasks `--tags`, `--skip-tags` and `--start-at-task` let run.

import { collected, type Statement, type Task, tasksIn } from '../../model/playbook.ts';
import type { Node } from '../../model/source.ts';
import type { Value } from '../../model/value.ts';
import { isTemplate, literalOf, type Scope } from '../../template/index.ts';
import type { TagChoice } from '../ports.ts';
import type { Evaluator } from '../scope/evaluator.ts';
import { roleMagic } from '../scope/magic.ts';
import { toWords } from '../task/convert.ts';
import { isFlush } from './engine-tasks.ts';

/** Whether a task with these tags is wanted. */
export function tagsWanted(tags: readonly string[], choice: TagChoice): boolean {
  return isRun(tags, choice.run) && !isSkipped(tags, choice.skip);
}

function isRun(tags: readonly string[], run: readonly string[]): boolean {
  if (run.length === 0 || tags.includes('always')) return true;
  const never = tags.includes('never');
  if (run.includes('all') && !never) return true;
  if (tags.some((tag) => run.includes(tag))) return true;
  if (tags.length === 0) return run.includes('untagged');
  return run.includes('tagged') && !never;
}

function isSkipped(tags: readonly string[], skip: readonly string[]): boolean {
  if (skip.length === 0) return false;
  if (skip.includes('all')) return !tags.includes('always') || skip.includes('always');
  if (tags.some((tag) => skip.includes(tag))) return true;
  return tags.length === 0 ? skip.includes('untagged') : skip.includes('tagged');
}

/** Tasks that a run is to leave out, found before the play and before each include goes on. */
export class Selection {
  readonly #choice: TagChoice;
  readonly #out = new Set<Task>();
  readonly #tags = new Map<Task, readonly string[]>();

  constructor(choice: TagChoice) {
    this.#choice = choice;
  }

  /** Judges the tags of tasks; templates in them see the variables of the play, and of which role their task is. */
  async judge(statements: readonly Statement[], evaluator: Evaluator): Promise<void> {
    for (const task of tasksIn(statements)) {
      const tags = await tagsOf(task, evaluator.in(withRole(task, evaluator.scope)));
      this.#tags.set(task, tags);
      if (!task.handler && !isFlush(task) && !tagsWanted(tags, this.#choice)) this.#out.add(task);
    }
  }

  /** Leaves out what stands before the task. */
  startAt(first: Task, statements: readonly Statement[]): void {
    for (const task of tasksIn(statements)) {
      if (task === first) return;
      this.#out.add(task);
    }
  }

  /** Leaves out everything: the task to start at is in a later play. */
  skipAll(statements: readonly Statement[]): void {
    for (const task of tasksIn(statements)) this.#out.add(task);
  }

  keep(task: Task): void {
    this.#out.delete(task);
  }

  has(task: Task): boolean {
    return !this.#out.has(task);
  }

  tagsOf(task: Task): readonly string[] {
    return this.#tags.get(task) ?? [];
  }
}

/** All tags of a task, those it takes over from around it included. */
function withRole(task: Task, scope: Scope): Scope {
  const magic = roleMagic(task);
  return {
    lookup: (name) => {
      const own = magic.get(name);
      return own ? { kind: 'value', value: own() } : scope.lookup(name);
    },
    names: () => new Set([...magic.keys(), ...scope.names()]),
  };
}

async function tagsOf(task: Task, evaluator: Evaluator): Promise<readonly string[]> {
  const values: Value[] = [];
  for (const { value } of collected(task, 'tags')) {
    values.push(isConstant(value) ? literalOf(value) : await evaluator.node(value));
  }
  return [...new Set(toWords(values))];
}

function isConstant(node: Node): boolean {
  if (node.kind === 'list') return node.items.every(isConstant);
  return node.kind === 'scalar' && !(typeof node.value === 'string' && isTemplate(node.value));
}

/** The task that `--start-at-task` means: by name, by `role : name`, or by a glob. */
export function findStart(
  statements: readonly Statement[],
  wanted: string,
  nameOf: (task: Task) => string,
): Task | undefined {
  const glob = globPattern(wanted);
  for (const task of tasksIn(statements)) {
    const own = task.name === undefined ? undefined : String(task.name.value);
    const names = [own, nameOf(task)].filter((name) => name !== undefined);
    if (names.some((name) => name === wanted || glob.test(name))) return task;
  }
  return undefined;
}

function globPattern(glob: string): RegExp {
  const escaped = glob
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  try {
    return new RegExp(`^${escaped.replaceAll('[!', '[^')}$`, 's');
  } catch {
    return /(?!)/;
  }
}
