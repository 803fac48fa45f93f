// The states of the file module, by their words.

import type { Plan } from '../../../plan/plan.ts';
import { planAbsent } from './absent.ts';
import { planDirectory } from './directory.ts';
import { planFile } from './existing.ts';
import { planHard } from './hard.ts';
import { planLink } from './link.ts';
import type { FileTask, STATES } from './task.ts';
import { planTouch } from './touch.ts';

/** How each state is planned. */
export const fileStates: Readonly<Record<(typeof STATES)[number], (task: FileTask) => Plan>> = {
  absent: planAbsent,
  directory: planDirectory,
  file: planFile,
  hard: planHard,
  link: planLink,
  touch: planTouch,
};
