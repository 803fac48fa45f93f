// Puts changes into fragments: one each, but one for the attributes of many paths of a tree.

import type { Fragment, Reply } from '../../host/index.ts';
import type { Change, Performed, SetAttributes } from '../change.ts';
import { Records } from '../looks/records.ts';
import { fragmentFor, performed, type Times } from './index.ts';
import { treeAttributesFragment } from './tree-attributes.ts';

/** Changes that one fragment performs, and how to read its reply. */
export interface Step {
  readonly changes: readonly Change[];
  readonly fragment: Fragment;
  /** What became of the changes, up to the first that failed. */
  readonly performed: (reply: Reply, times: Times) => readonly Performed[];
}

// A shell's lists of words grow slowly, and a fragment's time should have a bound.
const TREE_AT_ONCE = 400;

/** The fragments that perform changes, in order. */
export function stepsFor(changes: readonly Change[]): readonly Step[] {
  const runs: { readonly within: string | undefined; readonly changes: Change[] }[] = [];
  for (const change of changes) {
    const within = change.kind === 'attributes' ? change.within : undefined;
    const last = runs.at(-1);
    if (within !== undefined && last?.within === within && last.changes.length < TREE_AT_ONCE)
      last.changes.push(change);
    else runs.push({ within, changes: [change] });
  }
  return runs.flatMap((run) => stepOf(run.within, run.changes));
}

function stepOf(within: string | undefined, changes: readonly Change[]): readonly Step[] {
  if (within === undefined || changes.length === 1) return changes.map(singleStep);
  const tree = changes.filter((change) => change.kind === 'attributes');
  return [
    {
      changes,
      fragment: treeAttributesFragment(within, tree),
      performed: (reply, times) => performedOfTree(tree, reply, times),
    },
  ];
}

function singleStep(change: Change): Step {
  return {
    changes: [change],
    fragment: fragmentFor(change),
    performed: (reply, times) => [performed(change, reply, times)],
  };
}

function performedOfTree(changes: readonly SetAttributes[], reply: Reply, times: Times): readonly Performed[] {
  const records = new Records(reply.stdout);
  let done = 0;
  for (let record = records.next(); record !== undefined; record = records.next()) {
    done += Number(record.slice('done '.length));
  }
  const fine = { ...reply, code: 0, stdout: Buffer.alloc(0) };
  const succeeded = changes.slice(0, done).map((change) => performed(change, fine, times));
  const next = changes[done];
  return reply.code === 0 || !next ? succeeded : [...succeeded, performed(next, reply, times)];
}
