// state=link: a symbolic link that says src, and the attributes of what it leads to.

import type { Change } from '../../../plan/change.ts';
import type { Plan } from '../../../plan/plan.ts';
import { fileFields, freshFile, stateOfFile } from '../fields.ts';
import { afterwards, leftAt } from '../left.ts';
import { dress, type FileTask, failed, fieldsOf, underOwnName } from './task.ts';

export function planLink(task: FileTask): Plan {
  const { itself, target, params, source, path, shown } = task;
  const now = itself.exists && itself.type === 'link' ? itself.target : undefined;
  const src = params.src ?? (params.follow && target.exists ? now : undefined);
  if (src === undefined && now === undefined) {
    return failed(`src is required for creating new symlinks: there is none at ${shown} yet`, {
      path: shown,
      ...fieldsOf(itself),
    });
  }
  const result = { dest: shown, src: src ?? null };
  if (source && !source.exists && !params.force) {
    const words = `src file does not exist, use "force=yes" if you really want to create the link: ${source.path}`;
    return failed(words, { path: shown, src: params.src, ...fieldsOf(itself) });
  }
  const obstacle = inTheWay(task);
  if (obstacle !== undefined) return failed(obstacle, { path: shown, ...fieldsOf(itself) });
  if (src === undefined || src === now) return dressTarget(task, [], result);
  const parent = task.parents.at(-1);
  if (parent && !parent.exists)
    return failed(`${shown} cannot be made: the directory ${parent.path} does not exist`, { path: shown });
  if (src === '') return failed(`'src' is empty; write what ${shown} shall lead to`, { path: shown });
  return dressTarget(task, [{ kind: 'link', path, target: src, hard: false, before: itself }], result);
}

function inTheWay({ itself, params, tree, shown }: FileTask): string | undefined {
  if (!itself.exists || itself.type === 'link') return undefined;
  const state = stateOfFile(itself);
  if (!params.force) return `refusing to convert from ${state} to symlink for ${shown}`;
  if (state !== 'directory' || (tree?.exists && tree.entries.length === 0)) return undefined;
  return `the directory ${shown} is not empty, refusing to convert it`;
}

interface LinkResult {
  readonly [name: string]: string | null;
  readonly dest: string;
  readonly src: string | null;
}

// Attributes are those of what the link leads to, or with follow=false the link's own.
function dressTarget(task: FileTask, changes: readonly Change[], result: LinkResult): Plan {
  const { itself, params, path, times } = task;
  const maker = itself.exists ? undefined : itself.maker;
  const made = {
    ...freshFile(path, 'link', maker),
    target: result.src ?? '',
    size: Buffer.byteLength(result.src ?? ''),
  };
  const link = changes.length === 0 && itself.exists ? itself : made;
  const finish = (all: readonly Change[], warnings: readonly string[] = []): Plan => ({
    changes: all,
    warnings,
    result: { ...fileFields(link), ...result },
    next: afterwards((performed) => ({ ...fileFields(leftAt(performed, link)), ...result })),
  });
  if (!params.follow) {
    const dressed = dress(task, link, times.kept);
    return dressed.ok ? finish([...changes, ...dressed.changes]) : failed(dressed.problem, { path: task.shown });
  }
  const leadsTo = changes.length === 0 ? task.target : task.source;
  if (!leadsTo?.exists) return finish(changes, wantsAttributes(task) ? [NOWHERE] : []);
  const dressed = dress(task, underOwnName(leadsTo), times.kept);
  return dressed.ok ? finish([...changes, ...dressed.changes]) : failed(dressed.problem, { path: task.shown });
}

const NOWHERE =
  'Cannot set fs attributes on a non-existent symlink target. follow should be set to False to avoid this.';

function wantsAttributes({ params, times }: FileTask): boolean {
  const { mode, owner, group, seuser, serole, setype, selevel, attributes } = params;
  return [mode, owner, group, seuser, serole, setype, selevel, attributes, times.kept.atime, times.kept.mtime].some(
    (value) => value !== undefined,
  );
}
