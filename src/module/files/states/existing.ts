// state=file: what is there gets its attributes; nothing is made.

import type { Plan } from '../../../plan/plan.ts';
import { stateOfFile } from '../fields.ts';
import { dress, type FileTask, failed, fieldsOf, planned, underOwnName } from './task.ts';

export function planFile(task: FileTask): Plan {
  const { itself, target, params, shown } = task;
  const through = params.follow && itself.exists && itself.type === 'link';
  const seen = through ? target : itself;
  const path = through && itself.exists ? itself.resolved : shown;
  if (!seen.exists) {
    // A link that leads to itself leads nowhere else.
    if (through && itself.exists && itself.resolved === task.path)
      return failed(`file (${shown}) is link, cannot continue`, { path: shown, state: 'link' });
    return failed(`file (${path}) is absent, cannot continue; state=touch makes it`, { path, state: 'absent' });
  }
  const state = stateOfFile(seen);
  if (state !== 'file' && state !== 'hard') {
    return failed(`file (${path}) is ${state}, cannot continue`, { path, ...fieldsOf(seen) });
  }
  const dressed = dress(task, underOwnName(seen), task.times.kept);
  return dressed.ok
    ? planned(dressed.changes, dressed.after, { path })
    : failed(dressed.problem, { path, ...fieldsOf(seen) });
}
