// What an `include_tasks` or `include_role` asks for, rendered for one host and item.

import { Dict, type Value } from '../../model/value.ts';
import { str } from '../../template/index.ts';
import type { HostTask } from '../context.ts';
import type { RoleRequest } from '../ports.ts';
import type { Evaluation } from '../scope/evaluator.ts';
import { freeFormOf, plainArguments } from './arguments.ts';
import { toBool } from './convert.ts';
import { engineAction } from './engine-action.ts';
import type { Executed } from './execute-item.ts';
import { TaskError } from './failure.ts';
import { ended } from './result.ts';

/** A file or role to include. */
export interface IncludeRequest {
  /** A name of a file as written, or a role. */
  readonly what: { readonly file: string } | { readonly role: RoleRequest };
  /** The item of a loop: what the included tasks see of it, and how it is called. */
  readonly variables?: ReadonlyMap<string, Value>;
  readonly label?: string;
}

/** Renders an include. */
export async function includeRequest(work: HostTask): Promise<Executed> {
  const { evaluator, task } = work;
  const what = await evaluator.run((evaluation) =>
    engineAction(task) === 'include_role' ? { role: roleOf(evaluation, work) } : { file: fileOf(evaluation, work) },
  );
  const name = 'file' in what ? what.file : what.role.name;
  const result = Dict.of([
    ['include', name],
    ['include_args', new Dict()],
  ]);
  return { ...ended(result), include: { what } };
}

function fileOf(evaluation: Evaluation, { task }: HostTask): string {
  const file = plainArguments(evaluation, withoutApply(task)).get('file');
  const name = file === undefined ? freeFormOf(evaluation, task) : str(file);
  if (name === undefined || name === '') throw new TaskError(`${task.action.word} names no file`);
  return name;
}

function roleOf(evaluation: Evaluation, { task }: HostTask): RoleRequest {
  const args = plainArguments(evaluation, withoutApply(task));
  const text = (name: string): string | undefined => {
    const value = args.get(name);
    return value === undefined || value === null ? undefined : str(value);
  };
  const name = text('name') ?? text('role');
  if (name === undefined || name === '') throw new TaskError("'name' is a required field for include_role.");
  const from = {
    tasksFrom: text('tasks_from'),
    varsFrom: text('vars_from'),
    defaultsFrom: text('defaults_from'),
    handlersFrom: text('handlers_from'),
  };
  const flags = {
    public: args.get('public'),
    allowDuplicates: args.get('allow_duplicates'),
    rolespecValidate: args.get('rolespec_validate'),
  };
  return {
    name,
    ...Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)),
    ...Object.fromEntries(
      Object.entries(flags).flatMap(([key, value]) => (value === undefined ? [] : [[key, toBool(value, key)]])),
    ),
  };
}

// The keywords below `apply` are for the included tasks, to be rendered there.
function withoutApply(task: HostTask['task']): HostTask['task'] {
  const { action } = task;
  const entries = action.args.entries.filter(({ key }) => key.value !== 'apply');
  return { ...task, action: { ...action, args: { ...action.args, entries } } };
}
