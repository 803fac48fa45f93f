// Finds the module or action that a task means.

import { searchIn } from '../../load/playbook/place.ts';
import type { Node } from '../../model/source.ts';
import { howToGet } from '../../module/missing.ts';
import type { FoundModule } from '../../module/registry.ts';
import { str } from '../../template/index.ts';
import type { HostTask } from '../context.ts';
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
  const places = searchIn(task.parent, task.keywords);
  const found = await run.modules.resolveIn(name, places);
  if (found) {
    const { directories } = places;
    return { ...found, defaults: await defaultsFor(task, { found, directories, modules: run.modules }) };
  }
  const remedy = howToGet(run.modules.fullName(name));
  throw new TaskError([`there is no module '${name}'`, ...(remedy === undefined ? [] : [remedy])].join('; '));
}
