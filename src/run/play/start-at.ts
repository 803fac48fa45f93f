// `--start-at-task`: everything before the first task of that name is left out, over all plays.

import { didYouMean } from '../../load/diagnostics/nearest.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { tasksIn } from '../../model/playbook.ts';
import type { PlayState } from './play-state.ts';
import { findStart } from './tags.ts';
import { taskName } from './task-info.ts';

/** The task to start at, once for a run. */
export class StartAt {
  readonly #wanted: string | undefined;
  readonly #names = new Set<string>();
  #found: boolean;

  constructor(wanted: string | undefined) {
    this.#wanted = wanted;
    this.#found = wanted === undefined;
  }

  /** Whether the task was found, or none was wanted. */
  get found(): boolean {
    return this.#found;
  }

  /** What to say where no play had the task. */
  notFound(): Diagnostic {
    const wanted = this.#wanted ?? '';
    return {
      severity: 'warning',
      message: `no task is called '${wanted}', so nothing was run: --start-at-task finds what is written or imported, not what is included`,
      ...hinted(didYouMean(wanted, this.#names)),
    };
  }

  /** Leaves out the tasks of a play that come before the one to start at. */
  apply(state: PlayState): void {
    if (this.#found || this.#wanted === undefined) return;
    const first = findStart(state.statements, this.#wanted, (task) => taskName(task));
    if (!first) {
      for (const task of tasksIn(state.statements)) if (!task.implicit) this.#names.add(taskName(task));
      state.selection.skipAll(state.statements);
      return;
    }
    this.#found = true;
    state.selection.startAt(first, state.statements);
    state.keepGathering();
  }
}

function hinted(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint };
}
