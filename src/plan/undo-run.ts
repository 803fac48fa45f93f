// Undoes performed changes on a host: newest first, and only where what they left is still there.

import { file } from './ask.ts';
import type { Change, Performed } from './change.ts';
import { describe } from './changes/index.ts';
import { type Exchange, lookAt, perform } from './exchange.ts';
import type { FileSeen } from './look.ts';
import { undoOf } from './undo.ts';

export interface Undone {
  /** The changes that were taken back. */
  readonly undone: readonly Change[];
  /** What could not be taken back, and why. */
  readonly problems: readonly string[];
}

/** Takes changes back in reverse order. One that cannot be is reported and the others are still tried. */
export async function undoAll(lane: Exchange, performed: readonly Performed[]): Promise<Undone> {
  const undone: Change[] = [];
  const problems: string[] = [];
  for (const one of performed.toReversed()) {
    if (one.failed !== undefined) continue;
    const undo = undoOf(one);
    if (!undo.can) {
      problems.push(undo.why);
      continue;
    }
    const problem = await takeBack(lane, undo.changes);
    if (problem === undefined) undone.push(one.change);
    else problems.push(problem);
  }
  return { undone, problems };
}

async function takeBack(lane: Exchange, changes: readonly Change[]): Promise<string | undefined> {
  const fresh: Change[] = [];
  for (const change of changes) {
    if (change.kind === 'run') fresh.push(change);
    else {
      const content = change.before.exists && change.before.content !== undefined ? 'all' : 'none';
      const looked = await lookAt(lane, { now: file(change.path, { follow: false, content }) });
      if (looked.kind !== 'answered') return `${describe(change)}: the host could not be asked`;
      const { now } = looked.answers;
      if (now === undefined || !('kind' in now) || now.kind !== 'file') return `${describe(change)}: no answer`;
      if (!isAsLeft(change.before, now.value)) return `${change.path} was changed since; it is left as it is`;
      fresh.push({ ...change, before: now.value });
    }
  }
  const done = await perform(lane, fresh);
  if (done.kind === 'lost') return 'the connection was lost while undoing';
  return done.performed.find((one) => one.failed !== undefined)?.failed;
}

// A directory's size and time tell of what is in it, which may be ours too.
function isAsLeft(expected: FileSeen, now: FileSeen): boolean {
  if (!expected.exists || !now.exists) return expected.exists === now.exists;
  if (expected.type !== now.type || expected.mode !== now.mode || expected.target !== now.target) return false;
  if (expected.inode !== 0 && expected.inode !== now.inode) return false;
  if (expected.type !== 'file') return true;
  if (expected.content !== undefined && now.content !== undefined) return expected.content.equals(now.content);
  return expected.size === now.size && (expected.inode === 0 || Math.floor(expected.mtime) === Math.floor(now.mtime));
}
