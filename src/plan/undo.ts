// Takes performed changes back: the changes that restore what was there, from what the plan saw before.

import type { Change, MakeDirectory, MakeLink, Performed, RunCommand } from './change.ts';
import { describe } from './changes/index.ts';
import type { FilePresent, FileSeen } from './look.ts';
import { predictedFile } from './world.ts';

/** The changes that take one change back (in their order), or why that cannot be done. */
export type Undo =
  | { readonly can: true; readonly changes: readonly Change[] }
  | { readonly can: false; readonly why: string };

/**
 * How to take back what was performed. The `before` of the changes is what the change is expected to have left; whoever performs them looks
 * again first. A change that failed is taken not to have happened: files are put in place in one step.
 */
export function undoOf({ change, previous }: Performed): Undo {
  switch (change.kind) {
    case 'run':
      return undoRun(change);
    case 'directory':
    case 'link':
      return undoMade(change);
    case 'attributes':
      return change.before.exists
        ? can([{ ...change, attributes: attributesOf(change.before), before: predictedFile(change, change.before) }])
        : can([]);
    case 'write':
    case 'copy':
    case 'remove':
      return restore(change, predictedFile(change, change.before), previous);
    default:
      return change;
  }
}

const can = (changes: readonly Change[]): Undo => ({ can: true, changes });

function undoRun(change: RunCommand): Undo {
  if ('cannot' in change.undo) return { can: false, why: change.undo.cannot };
  return can([
    {
      kind: 'run',
      title: `take back: ${change.title}`,
      command: change.undo,
      touches: change.touches,
      accept: [0],
      predictable: true,
      leaves: [],
      undo: { cannot: 'it is itself an undo' },
    },
  ]);
}

// What was there before a directory or a link was made is either nothing or a link or file whose bytes were not kept.
function undoMade(change: MakeDirectory | MakeLink): Undo {
  const now = predictedFile(change, change.before);
  return restore(change, now, change.before.exists ? change.before.content : undefined);
}

function restore(change: Exclude<Change, RunCommand>, now: FileSeen, previous: Buffer | undefined): Undo {
  const { before, path } = change;
  if (!before.exists) return can(now.exists ? [{ kind: 'remove', path, before: now }] : []);
  if (before.type === 'link' && before.target !== undefined) {
    return can([{ kind: 'link', path, target: before.target, hard: false, before: now }]);
  }
  if (before.type === 'directory' && change.kind === 'remove') {
    return { can: false, why: `${describe(change)}: what was in the directory was not kept` };
  }
  if (previous === undefined)
    return { can: false, why: `${describe(change)}: the bytes that were there were not kept` };
  return can([{ kind: 'write', path, content: previous, attributes: attributesOf(before), before: now }]);
}

function attributesOf(file: FilePresent): { readonly mode: number; readonly owner: string; readonly group: string } {
  return { mode: file.mode, owner: String(file.uid), group: String(file.gid) };
}
