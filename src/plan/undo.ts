// Takes performed changes back: the changes that restore what was there, from what the plan saw before.

import type { Attributes, Change, MakeDirectory, MakeLink, Performed, RunCommand } from './change.ts';
import { describe } from './changes/index.ts';
import type { FilePresent, FileSeen } from './look.ts';
import { predictedFile } from './predicted-file.ts';

/** The changes that take one change back (in their order), or why that cannot be done. */
export type Undo =
  | { readonly can: true; readonly changes: readonly Change[] }
  | { readonly can: false; readonly why: string };

/**
 * How to take back what was performed. The `before` of the changes is what the change is expected to have left; whoever performs them looks
 * again first. A change that failed is taken not to have happened: files are put in place in one step.
 */
export function undoOf({ change, previous, left }: Performed): Undo {
  switch (change.kind) {
    case 'run':
      return undoRun(change);
    case 'directory':
    case 'link':
      return undoMade(change, left);
    case 'attributes':
      return change.before.exists
        ? can([
            {
              ...change,
              attributes: attributesOf(change.before, change.attributes),
              before: left ?? predicted(change),
            },
          ])
        : can([]);
    case 'write':
    case 'copy':
    case 'remove':
      return restore(change, left ?? predicted(change), previous);
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
function undoMade(change: MakeDirectory | MakeLink, left: FilePresent | undefined): Undo {
  return restore(change, left ?? predicted(change), change.before.exists ? change.before.content : undefined);
}

function predicted(change: Exclude<Change, RunCommand>): FileSeen {
  return predictedFile(change, change.before);
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

// Owner and mode always, the rest where the change set it: times of a file that was only written to are nobody's to set.
function attributesOf(file: FilePresent, changed: Attributes = {}): Attributes {
  const [user = '', role = '', type = '', ...level] = file.label?.split(':') ?? [];
  return {
    ...(file.type !== 'link' && { mode: file.mode }),
    owner: String(file.uid),
    group: String(file.gid),
    ...(file.label !== undefined && { label: { user, role, type, level: level.join(':') } }),
    ...(changed.atime !== undefined && { atime: file.atime }),
    ...(changed.mtime !== undefined && { mtime: file.mtime }),
    ...(changed.flags !== undefined && file.flags !== undefined && { flags: `=${file.flags}` }),
  };
}
