// A task with the arguments that were changed in the debugger: what was not touched stays as it was written.

import { valueNode } from '../../load/text/value-node.ts';
import type { Task } from '../../model/playbook.ts';
import type { Node, Span } from '../../model/source.ts';
import { Dict, type Value } from '../../model/value.ts';
import { equals, literalOf, str } from '../../template/index.ts';
import type { HostTask } from '../context.ts';
import { EvaluationError } from '../scope/evaluator.ts';
import { argumentsOf, plainArguments } from '../task/arguments.ts';
import { engineAction } from '../task/engine-action.ts';
import { TaskError } from '../task/failure.ts';
import { findModule } from '../task/find-module.ts';

/** What Ansible calls text that is no `k=v`. */
const FREE_TEXT = '_raw_params';

/** The arguments of a task, rendered; as they are written where that fails. */
export async function renderedArgs(work: HostTask): Promise<Dict> {
  try {
    const found = engineAction(work.task) === undefined ? await findModule(work) : undefined;
    return await work.evaluator.run((evaluation) => {
      if (!found) return Dict.of(plainArguments(evaluation, work.task));
      const freeForm = work.task.action.freeForm === undefined ? undefined : found.module.freeForm;
      const args = argumentsOf(evaluation, work.task, found);
      return Dict.of([...args].map(([name, value]) => [name === freeForm ? FREE_TEXT : name, value]));
    });
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof TaskError) return writtenArgs(work.task);
    throw error;
  }
}

function writtenArgs({ action }: Task): Dict {
  const args = Dict.of(action.args.entries.map(({ key, value }) => [String(key.value), literalOf(value)]));
  return action.freeForm ? args.set(FREE_TEXT, literalOf(action.freeForm)) : args;
}

/** The task with the arguments as they are now; `before` are those it ran with. */
export function withArgs(task: Task, before: Dict, now: Dict): Task {
  const { freeForm, ...action } = task.action;
  const entries = new Map(action.args.entries.map((entry) => [String(entry.key.value), entry]));
  for (const key of before.keys()) if (!now.has(key)) entries.delete(String(key));
  for (const [key, value] of now.entries()) {
    const name = String(key);
    if (name !== FREE_TEXT && isChanged(before.get(key), value)) {
      entries.set(name, {
        key: { kind: 'scalar', value: name, span: task.span },
        value: nodeOf(name, value, task.span),
      });
    }
  }
  const args = { ...action.args, entries: [...entries.values()] };
  const text = now.get(FREE_TEXT);
  if (text === undefined) return { ...task, action: { ...action, args } };
  if (!isChanged(before.get(FREE_TEXT), text))
    return { ...task, action: { ...action, args, ...(freeForm && { freeForm }) } };
  const typed = { kind: 'scalar', value: str(text), span: task.span } as const;
  return { ...task, action: { ...action, args, freeForm: typed } };
}

function isChanged(before: Value | undefined, now: Value): boolean {
  return before === undefined || !equals(before, now);
}

function nodeOf(name: string, value: Value, span: Span): Node {
  const node = valueNode(value, span);
  if (!node) throw new TaskError(`'${name}' cannot be given to a task`);
  return node;
}
