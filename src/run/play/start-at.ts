// `--start-at-task`: everything before the first task of that name is left out, over all plays.

import type { PlayState } from './play-state.ts';
import { findStart } from './tags.ts';
import { taskName } from './task-info.ts';

/** The task to start at, once for a run. */
export class StartAt {
  readonly #wanted: string | undefined;
  #found: boolean;

  constructor(wanted: string | undefined) {
    this.#wanted = wanted;
    this.#found = wanted === undefined;
  }

  /** Whether the task was found, or none was wanted. */
  get found(): boolean {
    return this.#found;
  }

  /** Leaves out the tasks of a play that come before the one to start at. */
  apply(state: PlayState): void {
    if (this.#found || this.#wanted === undefined) return;
    const first = findStart(state.statements, this.#wanted, (task) => taskName(task));
    if (!first) {
      state.selection.skipAll(state.statements);
      return;
    }
    this.#found = true;
    state.selection.startAt(first, state.statements);
    state.keepGathering();
  }
}
