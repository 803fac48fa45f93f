// state=hard: another name for the file src.

import type { Change } from '../../../plan/change.ts';
import type { FilePresent } from '../../../plan/look.ts';
import type { Plan } from '../../../plan/plan.ts';
import { fileFields, stateOfFile } from '../fields.ts';
import { afterwards, leftAt } from '../left.ts';
import { dress, type FileTask, failed, fieldsOf } from './task.ts';

export function planHard(task: FileTask): Plan {
  const { itself, params, sourceItself, path, shown } = task;
  const { src } = params;
  const result = { dest: shown, src: src ?? null };
  if (src === undefined) {
    if (!itself.exists) return failed(`src is required for creating new hardlinks: there is none at ${shown} yet`);
    return finish(task, [], itself, result);
  }
  if (!sourceItself?.exists) return failed(`src does not exist: ${src}`, { ...result, ...fieldsOf(itself) });
  if (sourceItself.type === 'directory')
    return failed(`${src} is a directory, which has no hard links`, { path: shown });
  if (itself.exists && isSame(itself, sourceItself)) return finish(task, [], itself, result);
  const obstacle = inTheWay(task);
  if (obstacle !== undefined) return failed(obstacle, { ...result, ...fieldsOf(itself) });
  const parent = task.parents.at(-1);
  if (parent && !parent.exists)
    return failed(`${shown} cannot be made: the directory ${parent.path} does not exist`, { path: shown });
  const made = { ...sourceItself, path, resolved: path, links: sourceItself.links + 1 };
  return finish(task, [{ kind: 'link', path, target: src, hard: true, before: itself }], made, result);
}

function isSame(one: FilePresent, other: FilePresent): boolean {
  return one.inode === other.inode && one.device === other.device && one.inode !== 0;
}

// A symbolic link makes room without being forced to, as in Ansible.
function inTheWay({ itself, params }: FileTask): string | undefined {
  if (!itself.exists || itself.type === 'link' || params.force) return undefined;
  const other = stateOfFile(itself) === 'hard' ? 'different hard link' : stateOfFile(itself);
  return `Cannot link, ${other} exists at destination; force=true replaces it`;
}

function finish(
  task: FileTask,
  changes: readonly Change[],
  file: FilePresent,
  result: { readonly dest: string; readonly src: string | null },
): Plan {
  const dressed = dress(task, file, task.times.kept);
  if (!dressed.ok) return failed(dressed.problem, { ...result });
  return {
    changes: [...changes, ...dressed.changes],
    result: { ...fileFields(dressed.after), ...result },
    next: afterwards((performed) => ({ ...fileFields(leftAt(performed, dressed.after)), ...result })),
  };
}
