// The keywords of a task that say how it runs, rendered for one host.

import { collected, inherited, type Task } from '../../model/playbook.ts';
import type { MapEntry } from '../../model/source.ts';
import type { Value } from '../../model/value.ts';
import { str } from '../../template/index.ts';
import type { Evaluation } from '../scope/evaluator.ts';
import type { RunSettings } from '../settings.ts';
import { toBool, toDicts, toInteger } from './convert.ts';

/** What decides over a task on a host, beside its conditions and its arguments. */
export interface TaskOptions {
  readonly check: boolean;
  readonly diff: boolean;
  /** Seconds; 0 is none. */
  readonly timeout: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Seconds the task may run in the background; 0: it does not. */
  readonly async: number;
  /** Seconds between two questions whether it is done; 0: never asked. */
  readonly poll: number;
}

/** Renders what counts before a condition is judged: whether the task's results are secret. */
export function noLogOf(evaluation: Evaluation, task: Task, settings: RunSettings): boolean {
  return settings.noLog || boolKeyword(evaluation, task, 'no_log', false);
}

export function taskOptions(evaluation: Evaluation, task: Task, settings: RunSettings): TaskOptions {
  return {
    check: boolKeyword(evaluation, task, 'check_mode', settings.check),
    diff: boolKeyword(evaluation, task, 'diff', settings.diff),
    timeout: integerKeyword(evaluation, task, 'timeout', settings.taskTimeout),
    environment: environmentOf(evaluation, task),
    async: integerKeyword(evaluation, task, 'async', 0),
    poll: integerKeyword(evaluation, task, 'poll', settings.pollInterval),
  };
}

export function boolKeyword(evaluation: Evaluation, task: Task, keyword: string, otherwise: boolean): boolean {
  const value = keywordValue(evaluation, task, keyword);
  return value === undefined || value === null ? otherwise : toBool(value, keyword);
}

export function integerKeyword(evaluation: Evaluation, task: Task, keyword: string, otherwise: number): number {
  const value = keywordValue(evaluation, task, keyword);
  return value === undefined || value === null ? otherwise : toInteger(value, keyword);
}

/** A keyword as text; `undefined` where nobody set it. */
export function textKeyword(evaluation: Evaluation, task: Task, keyword: string): string | undefined {
  const value = keywordValue(evaluation, task, keyword);
  return value === undefined || value === null ? undefined : str(value);
}

function keywordValue(evaluation: Evaluation, task: Task, keyword: string): Value | undefined {
  const entry = inherited(task, keyword);
  return entry && evaluation.node(entry.value);
}

// Of every `environment` around the task; a nearer one wins.
function environmentOf(evaluation: Evaluation, task: Task): Readonly<Record<string, string>> {
  const render = ({ value }: MapEntry): Value => evaluation.node(value);
  const dicts = collected(task, 'environment').flatMap((entry) => toDicts(render(entry), 'environment'));
  return Object.fromEntries(dicts.flatMap((dict) => [...dict.entries()].map(([key, value]) => [str(key), str(value)])));
}
