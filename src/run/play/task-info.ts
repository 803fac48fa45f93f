// What events say of a task: its name, its role, its place.

import { roleOf, type Task } from '../../model/playbook.ts';
import type { ScalarNode } from '../../model/source.ts';
import { isTemplate, str } from '../../template/index.ts';
import type { PlayInfo, TaskInfo } from '../events.ts';
import type { Evaluation } from '../scope/evaluator.ts';
import { engineAction } from '../task/engine-action.ts';
import { includedRoleName } from '../task/includes.ts';

// Unique in the process is unique in the run.
let count = 0;

/** The name of a task as Ansible prints it. Without an evaluation, templates stay as they are written. */
export function taskName(task: Task, evaluation?: Evaluation): string {
  return `${rolePrefix(task)}${ownName(task, evaluation)}`;
}

function rolePrefix(task: Task): string {
  // Of a role's tasks, those that include roles go by their own names.
  const role = engineAction(task) === 'include_role' ? undefined : roleOf(task);
  return role ? `${role.collection === undefined ? '' : `${role.collection}.`}${role.name} : ` : '';
}

/** The name of a task without its role. */
export function ownName(task: Task, evaluation: Evaluation | undefined): string {
  if (task.name !== undefined && task.name.value !== null) return rendered(task.name, evaluation);
  const word = task.action.word;
  if (engineAction(task) !== 'include_role') return word;
  return `${word} : ${includedRoleName(task) ?? ''}`;
}

function rendered(node: ScalarNode, evaluation: Evaluation | undefined): string {
  const text = String(node.value);
  if (!evaluation || !isTemplate(text)) return text;
  const value = evaluation.lenient(node);
  return value === undefined ? text : str(value);
}

export interface TaskInfoOptions {
  readonly play: PlayInfo;
  readonly name: string;
  /** The module's canonical name, where it was found. */
  readonly action: string | undefined;
  readonly noLog: boolean;
  readonly check: boolean;
  readonly tags: readonly string[];
}

/** The identity of a task in events. */
export function taskInfo(task: Task, { play, name, action, noLog, check, tags }: TaskInfoOptions): TaskInfo {
  const role = roleOf(task);
  return {
    id: ++count,
    play,
    name,
    ...(role && { role: role.name }),
    ...(role && task.name && task.name.value !== null && { ownName: name.slice(rolePrefix(task).length) }),
    action: action ?? task.action.name,
    ...(!task.implicit && { span: task.span }),
    handler: task.handler,
    noLog,
    check,
    tags,
  };
}
