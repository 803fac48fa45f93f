// `ansible_failed_task`: what a rescue is told of the task that failed.

import { collected, INHERITED, inherited, listed, type Task } from '../../model/playbook.ts';
import type { MapEntry } from '../../model/source.ts';
import { Dict, type Value } from '../../model/value.ts';
import { literalOf } from '../../template/index.ts';
import type { Evaluation, Evaluator } from '../scope/evaluator.ts';
import { writtenArguments } from '../task/arguments.ts';
import { toWords } from '../task/convert.ts';
import { ownName } from './task-info.ts';

/** Keywords as Ansible shows them where nobody set them. */
const UNSET: readonly (readonly [string, Value])[] = [
  ['any_errors_fatal', false],
  ['async', 0],
  ['become', false],
  ['become_exe', null],
  ['become_flags', null],
  ['become_method', 'sudo'],
  ['become_user', null],
  ['check_mode', false],
  ['connection', 'ssh'],
  ['debugger', null],
  ['delay', 5],
  ['delegate_facts', null],
  ['delegate_to', null],
  ['diff', false],
  ['ignore_errors', null],
  ['ignore_unreachable', null],
  ['no_log', false],
  ['poll', 15],
  ['port', null],
  ['register', null],
  ['remote_user', null],
  ['retries', 3],
  ['run_once', null],
  ['throttle', 0],
  ['timeout', 0],
];

/** Conditions, which are shown as they are written. */
const CONDITIONS = ['changed_when', 'failed_when', 'until'] as const;

interface Failed {
  readonly task: Task;
  readonly evaluator: Evaluator;
  readonly tags: readonly string[];
  /** Where it got as far as that. */
  readonly args?: Dict | undefined;
}

/** A failed task with its keywords, rendered where they can be. */
export function failedTask({ task, evaluator, tags, args }: Failed): Promise<Dict> {
  return evaluator.run((evaluation) =>
    Dict.of([
      ['name', task.name ? ownName(task, evaluation) : ''],
      ['action', task.action.word],
      ['args', args ?? writtenArguments(task)],
      ['tags', [...tags]],
      ['when', collected(task, 'when').flatMap(({ value }) => listed(value).map(literalOf))],
      ['vars', literalKeyword(task, 'vars') ?? new Dict()],
      ['environment', collected(task, 'environment').map(({ value }) => literalOf(value))],
      ['notify', notified(evaluation, task)],
      ['loop', task.loop ? literalOf(task.loop.terms) : null],
      ['loop_with', task.loop?.lookup ?? null],
      ['loop_control', task.loopControl ? literalOf(task.loopControl) : null],
      ...CONDITIONS.map((name): readonly [string, Value] => [name, conditions(task, name)]),
      ...UNSET.map(([name, unset]): readonly [string, Value] => [name, keyword(evaluation, task, name) ?? unset]),
    ]),
  );
}

function entryOf(task: Task, name: string): MapEntry | undefined {
  return INHERITED.has(name) ? inherited(task, name) : task.keywords.get(name);
}

function keyword(evaluation: Evaluation, task: Task, name: string): Value | undefined {
  const entry = entryOf(task, name);
  return entry && (evaluation.lenient(entry.value) ?? literalOf(entry.value));
}

function notified(evaluation: Evaluation, task: Task): Value {
  const names = keyword(evaluation, task, 'notify');
  return names === undefined ? null : [...toWords(names)];
}

function literalKeyword(task: Task, name: string): Value | undefined {
  const entry = task.keywords.get(name);
  return entry && literalOf(entry.value);
}

function conditions(task: Task, name: string): Value {
  return listed(task.keywords.get(name)?.value).map(literalOf);
}
