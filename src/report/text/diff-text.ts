// Diffs as text: what changed, in the unified format with three lines around it.

import { structuredPatch } from 'diff';
import type { DiffEntry } from '../../run/events.ts';

/** Lines without colours; empty where nothing differs. */
export function diffLines(entry: DiffEntry): readonly string[] {
  if ('prepared' in entry) return entry.prepared.replace(/\n$/, '').split('\n');
  const patch = structuredPatch('before', 'after', entry.before, entry.after, undefined, undefined, { context: 3 });
  if (patch.hunks.length === 0) return [];
  const header = (word: string, name: string | undefined): string => (name ? `${word}: ${name}` : word);
  return [
    `--- ${header('before', entry.beforeHeader)}`,
    `+++ ${header('after', entry.afterHeader)}`,
    ...patch.hunks.flatMap((hunk) => [
      `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`,
      ...hunk.lines,
    ]),
  ];
}

function range(start: number, count: number): string {
  return count === 1 ? String(start) : `${count === 0 ? Math.max(start - 1, 0) : start},${count}`;
}
