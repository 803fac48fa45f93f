// `--step`: asks before each task whether it is to run.

import type { Task } from '../../model/playbook.ts';
import type { Dialogue } from '../dialogue.ts';
import { taskName } from './task-info.ts';

/** What to do where nobody answers any more. */
export class NobodyAnswers extends Error {}

/** The answers of a run. */
export class Stepping {
  readonly #dialogue: Dialogue;
  readonly #answers = new Map<string, Promise<boolean>>();
  #asking: boolean;

  constructor(dialogue: Dialogue, asking: boolean) {
    this.#dialogue = dialogue;
    this.#asking = asking;
  }

  /** Whether the task is to run. Asked once for a step, whichever host comes to it first. Throws `NobodyAnswers`. */
  allows(task: Task, step: string): Promise<boolean> {
    if (!this.#asking) return Promise.resolve(true);
    const known = this.#answers.get(step) ?? this.#ask(task);
    this.#answers.set(step, known);
    return known;
  }

  #ask(task: Task): Promise<boolean> {
    return this.#dialogue.converse(async (prompt) => {
      // Somebody before us in the queue was told to go on without questions.
      if (!this.#asking) return true;
      const answer = await prompt(`Perform task: TASK: ${taskName(task)} (N)o/(y)es/(c)ontinue: `);
      if (answer === undefined) throw new NobodyAnswers();
      const word = answer.trim().toLowerCase();
      if (['c', 'continue'].includes(word)) this.#asking = false;
      return ['y', 'yes', 'c', 'continue'].includes(word);
    });
  }
}
