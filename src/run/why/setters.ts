// Where the tasks of a play may set a variable while it runs.

import { type Play, type Statement, type Task, tasksIn } from '../../model/playbook.ts';
import type { Node, Span } from '../../model/source.ts';
import { taskName } from '../play/task-info.ts';
import { registerOf } from '../task/attempts.ts';

/** A place that sets a variable when the run comes to it. */
export interface Setter {
  readonly how: 'set_fact' | 'register' | 'vars' | 'role parameter' | 'loop variable' | 'vars_prompt';
  /** What sets it, for people: `the task 'x'`. */
  readonly by: string;
  readonly span: Span;
}

/** The places in a play, in the order they are written. */
export function settersIn(play: Play, name: string): readonly Setter[] {
  const sections = [play.preTasks, play.roles, play.tasks, play.postTasks, play.handlers];
  return [
    ...play.varsPrompt
      .filter((prompt) => prompt.name === name)
      .map(({ span }): Setter => ({ how: 'vars_prompt', by: 'the answer to a question', span })),
    ...sections.flatMap((section) => section.flatMap((statement) => [...setters(statement, name)])),
  ];
}

/** Every name that tasks of a play set, for guessing what was meant. */
export function namesSetIn(play: Play): ReadonlySet<string> {
  const names = new Set<string>();
  for (const task of tasksIn([...play.preTasks, ...play.roles, ...play.tasks, ...play.postTasks, ...play.handlers])) {
    const registered = registerOf(task.keywords.get('register')?.value);
    if (registered !== undefined) names.add(registered);
    if (isSetFact(task)) for (const { key } of task.action.args.entries) names.add(String(key.value));
  }
  return names;
}

function* setters(statement: Statement, name: string): Generator<Setter> {
  const by = saidOf(statement);
  for (const span of entriesOf(statement.keywords.get('vars')?.value, name)) yield { how: 'vars', by, span };
  if (statement.kind === 'task') {
    yield* taskSetters(statement, name);
    return;
  }
  for (const { key, value } of statement.role?.params ?? [])
    if (key.value === name) yield { how: 'role parameter', by, span: value.span };
  for (const part of [statement.block, statement.rescue, statement.always])
    for (const inner of part) yield* setters(inner, name);
}

function* taskSetters(task: Task, name: string): Generator<Setter> {
  const by = saidOf(task);
  if (isSetFact(task)) for (const span of entriesOf(task.action.args, name)) yield { how: 'set_fact', by, span };
  const register = task.keywords.get('register')?.value;
  if (register && registerOf(register) === name) yield { how: 'register', by, span: register.span };
  for (const { key, value } of task.loopControl?.entries ?? []) {
    const names = key.value === 'loop_var' || key.value === 'index_var';
    if (names && value.kind === 'scalar' && value.value === name) yield { how: 'loop variable', by, span: value.span };
  }
}

function entriesOf(node: Node | undefined, name: string): readonly Span[] {
  if (node?.kind === 'list') return node.items.flatMap((item) => entriesOf(item, name));
  if (node?.kind !== 'map') return [];
  return node.entries.filter(({ key }) => key.value === name).map(({ value }) => value.span);
}

function saidOf(statement: Statement): string {
  if (statement.kind === 'task') return `the task '${taskName(statement)}'`;
  if (statement.role) return `the role '${statement.role.name}'`;
  const name = statement.name?.value;
  return name === undefined || name === null ? 'a block' : `the block '${String(name)}'`;
}

function isSetFact({ action }: Task): boolean {
  return action.name === 'ansible.builtin.set_fact';
}
