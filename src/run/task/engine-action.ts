// Actions that the run itself carries out, told by their name.

import type { Task } from '../../model/playbook.ts';

const names = [
  'include_tasks',
  'include_role',
  'include',
  'include_vars',
  'meta',
  'import_tasks',
  'import_role',
] as const;

export type EngineAction = (typeof names)[number];

/** Which of them a task is; `undefined` for a module or an action of `modules/`. */
export function engineAction(task: Task): EngineAction | undefined {
  const short = task.action.word.replace(/^ansible\.(builtin|legacy)\./, '');
  return names.find((name) => name === short);
}
