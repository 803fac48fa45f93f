// What a host is to do next, as far as it is written, for guessing what it will look at.

import type { Task } from '../../model/playbook.ts';
import { engineAction } from '../task/engine-action.ts';

/** Whether nothing can be told of what comes behind a task: it brings other tasks, or ends the play. */
export function hidesWhatFollows(task: Task): boolean {
  switch (engineAction(task)) {
    case undefined:
    case 'include_vars':
      return false;
    case 'meta':
      return !task.implicit;
    default:
      return true;
  }
}
