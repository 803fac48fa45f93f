// The arguments of a task on a host: module_defaults, `args`, `k=v` and free form, rendered, without what is omitted.

import type { Task, Action as TaskAction } from '../../model/playbook.ts';
import type { Node } from '../../model/source.ts';
import { Dict, type Value } from '../../model/value.ts';
import type { FoundModule } from '../../module/registry.ts';
import { literalOf, str } from '../../template/index.ts';
import type { Evaluation } from '../scope/evaluator.ts';
import { withoutOmitted } from '../scope/omit.ts';
import { toDicts } from './convert.ts';
import { TaskError } from './failure.ts';
import type { TaskModule } from './find-module.ts';

/** Renders the arguments of a task. Those a module wants as they are written stay so. */
export function argumentsOf(evaluation: Evaluation, task: Task, found: TaskModule): ReadonlyMap<string, Value> {
  const { module, defaults } = found;
  const isRaw = (name: string): boolean =>
    Object.entries(module.params).some(
      ([key, param]) => param.info.raw && (key === name || param.info.aliases.includes(name)),
    );
  const args = new Map<string, Value>();
  for (const node of defaults)
    for (const [name, value] of toDicts(evaluation.node(node), 'module_defaults').flatMap(named)) args.set(name, value);
  for (const [name, value] of variableArgs(evaluation, task.action)) args.set(name, value);
  const { freeForm } = task.action;
  if (freeForm && module.freeForm !== undefined) args.set(module.freeForm, evaluation.node(freeForm));
  for (const { key, value } of task.action.args.entries) {
    const written = String(key.value);
    // `set_fact` takes names that are templates.
    const name = module.kind === 'action' && module.anyParams ? str(evaluation.text(written)) : written;
    args.set(name, isRaw(name) ? literalOf(value) : evaluation.node(value));
  }
  return kept(args);
}

/** Arguments of what the run itself carries out (includes, meta), rendered. */
export function plainArguments(evaluation: Evaluation, task: Task): ReadonlyMap<string, Value> {
  const args = new Map<string, Value>(variableArgs(evaluation, task.action));
  for (const { key, value } of task.action.args.entries) args.set(String(key.value), evaluation.node(value));
  return kept(args);
}

/** Arguments as Ansible names them: free form is `_raw_params`. */
export function namedArguments({ action }: Task, { module }: FoundModule, args: ReadonlyMap<string, Value>): Dict {
  return Dict.of(
    [...args].map(([name, value]) => [action.freeForm && name === module.freeForm ? '_raw_params' : name, value]),
  );
}

/** The same as they are written. */
export function writtenArguments({ action }: Task): Dict {
  const args = action.args.entries.map(({ key, value }): readonly [string, Value] => [
    String(key.value),
    literalOf(value),
  ]);
  return Dict.of([...(action.freeForm ? [['_raw_params', literalOf(action.freeForm)] as const] : []), ...args]);
}

/** The free-form text of a task, rendered; `undefined` where it has none. */
export function freeFormOf(evaluation: Evaluation, task: Task): string | undefined {
  const node: Node | undefined = task.action.freeForm;
  return node && str(evaluation.node(node));
}

function kept(args: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  const result = new Map<string, Value>();
  for (const [name, value] of args) {
    const one = withoutOmitted(value);
    if (one !== undefined) result.set(name, one);
  }
  return result;
}

function variableArgs(evaluation: Evaluation, action: TaskAction): readonly (readonly [string, Value])[] {
  if (!action.variableArgs) return [];
  const value = evaluation.node(action.variableArgs);
  if (!(value instanceof Dict)) throw new TaskError(`'args' is '${str(value)}', which is not a mapping`);
  return named(value);
}

function named(dict: Dict): readonly (readonly [string, Value])[] {
  return [...dict.entries()].map(([key, value]) => [str(key), value] as const);
}
