// What an `include_tasks` or `include_role` asks for, rendered for one host and item.

import type { Task } from '../../model/playbook.ts';
import { entryOf } from '../../model/source.ts';
import { Dict, toPlain, type Value } from '../../model/value.ts';
import { str } from '../../template/index.ts';
import type { HostTask } from '../context.ts';
import type { Evaluation, Evaluator } from '../scope/evaluator.ts';
import { freeFormOf, plainArguments } from './arguments.ts';
import { engineAction } from './engine-action.ts';
import type { Executed } from './execute-item.ts';
import { TaskError } from './failure.ts';
import { ended } from './result.ts';

/** A file or role to include. */
export interface IncludeRequest {
  /** The file as it is written, or the name of the role. */
  readonly name: string;
  /** The same for hosts and items that mean the same. */
  readonly key: string;
  /** Renders what is left to render. */
  readonly evaluator: Evaluator;
  /** The item of a loop: what the included tasks see of it, and how it is called. */
  readonly variables?: ReadonlyMap<string, Value>;
  readonly label?: string;
}

/** Renders an include. */
export async function includeRequest(work: HostTask): Promise<Executed> {
  const { evaluator, task } = work;
  const { name, args } = await evaluator.run((evaluation) => requested(evaluation, task));
  const result = Dict.of([
    ['include', name],
    ['include_args', new Dict()],
  ]);
  if (!task.loop) result.set('changed', false);
  const key = JSON.stringify([name, ...[...args].map(([arg, value]) => [arg, toPlain(value)])]);
  return { ...ended(result), include: { name, key, evaluator } };
}

interface Requested {
  readonly name: string;
  readonly args: ReadonlyMap<string, Value>;
}

function requested(evaluation: Evaluation, task: Task): Requested {
  const args = plainArguments(evaluation, withoutApply(task));
  const isRole = engineAction(task) === 'include_role';
  const named = isRole ? (args.get('name') ?? args.get('role')) : args.get('file');
  const name = named === undefined || named === null ? freeFormOf(evaluation, task) : str(named);
  if (name !== undefined && name !== '') return { name, args };
  throw new TaskError(isRole ? "'name' is a required field for include_role." : `${task.action.word} names no file`);
}

/** The role of an `include_role` as it is written. */
export function includedRoleName(task: Task): string | undefined {
  const value = (entryOf(task.action.args, 'name') ?? entryOf(task.action.args, 'role'))?.value;
  return value?.kind === 'scalar' ? String(value.value) : undefined;
}

// The keywords below `apply` are for the included tasks, to be rendered there.
function withoutApply(task: Task): Task {
  const { action } = task;
  const entries = action.args.entries.filter(({ key }) => key.value !== 'apply');
  return { ...task, action: { ...action, args: { ...action.args, entries } } };
}
