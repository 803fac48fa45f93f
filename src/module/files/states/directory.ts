// state=directory: the directory is made with those above it, and gets its attributes, with recurse everything in it too.

import { file } from '../../../plan/ask.ts';
import type { FilePresent, FileSeen } from '../../../plan/look.ts';
import { type Plan, stage } from '../../../plan/plan.ts';
import { makeDirectories } from '../directories.ts';
import { stateOfFile } from '../fields.ts';
import { ancestors } from '../paths.ts';
import { planRecursion } from './recurse.ts';
import { dress, type FileTask, failed, fieldsOf, planned, underOwnName } from './task.ts';

export function planDirectory(task: FileTask): Plan {
  const { itself, target, params, shown } = task;
  if (!itself.exists) return make(task, [...task.parents, itself], shown);
  if (itself.type !== 'link' || !params.follow) return settle(task, itself, shown);
  if (target.exists) return settle(task, underOwnName(target), itself.resolved);
  // A link to nowhere: the directory is made where it leads, and those above that were not looked at yet.
  const chain = [...ancestors(itself.resolved), itself.resolved].map((path) => file(path));
  return {
    changes: [],
    next: stage({ looks: { chain }, plan: ({ chain }) => make(task, chain, itself.resolved) }),
  };
}

function make(task: FileTask, chain: readonly FileSeen[], path: string): Plan {
  const made = makeDirectories(chain, task.params, task.accounts);
  if (!made.ok) return failed(`${path} cannot be made: ${made.problem}`, { path });
  const { changes, after } = made;
  if (!after) return failed(`${path} cannot be made`, { path });
  const dressed = dress(task, after, task.times.kept);
  if (!dressed.ok) return failed(dressed.problem, { path });
  return planned([...changes, ...dressed.changes], dressed.after, { path });
}

function settle(task: FileTask, seen: FilePresent, path: string): Plan {
  const state = stateOfFile(seen);
  if (state !== 'directory') return failed(`${path} already exists as a ${state}`, { path, ...fieldsOf(seen) });
  const dressed = dress(task, seen, task.times.kept);
  if (!dressed.ok) return failed(dressed.problem, { path, ...fieldsOf(seen) });
  if (!task.params.recurse) return planned(dressed.changes, dressed.after, { path });
  return planRecursion(task, { root: seen, own: dressed.changes, after: dressed.after, path });
}
