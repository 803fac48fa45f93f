// Finds the module or action that a task means.

import { searchIn } from '../../load/playbook/place.ts';
import { inherited, roleOf } from '../../model/playbook.ts';
import type { Node } from '../../model/source.ts';
import type { FoundModule } from '../../module/registry.ts';
import { str } from '../../template/index.ts';
import type { HostTask } from '../context.ts';
import { toWords } from './convert.ts';
import { TaskError } from './failure.ts';
import { defaultsFor } from './module-defaults.ts';

/** A module with what `module_defaults` says of its arguments, the weakest first. */
export interface TaskModule extends FoundModule {
  readonly defaults: readonly Node[];
}

/** The module a task means; its word may be a template. */
export async function findModule({ run, task, evaluator }: HostTask): Promise<TaskModule> {
  const { word } = task.action;
  const name = word.includes('{') ? str(await evaluator.run((evaluation) => evaluation.text(word))) : word;
  const { directories } = searchIn(task.parent, task.keywords);
  const entry = inherited(task, 'collections');
  const named = entry ? toWords(await evaluator.node(entry.value)) : [];
  const collections = [...named, ...(roleOf(task)?.collections ?? [])];
  const candidates = [name, ...(name.includes('.') ? [] : collections.map((collection) => `${collection}.${name}`))];
  for (const candidate of candidates) {
    const found = await run.modules.resolve(candidate, directories);
    if (found) return { ...found, defaults: await defaultsFor(task, { found, directories, modules: run.modules }) };
  }
  throw new TaskError(`there is no module '${name}'`);
}
