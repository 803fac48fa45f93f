// Puts changes into fragments: one each, but one for many that few programs can perform together.

import type { Fragment, Reply } from '../../host/index.ts';
import type { Change, MakeDirectory, Performed, SetAttributes } from '../change.ts';
import { Records } from '../looks/records.ts';
import { fragmentFor, performed, type Times } from './index.ts';
import { attributesKey, isNewDirectory, makeDirectoriesFragment } from './make-directories.ts';
import { directoryOf, isSmallWrite, placeTogetherFragment, type SmallWrite } from './place-together.ts';
import { placedTogether } from './placed-together.ts';
import { treeAttributesFragment } from './tree-attributes.ts';

/** Changes that one fragment performs, and how to read its reply. */
export interface Step {
  readonly changes: readonly Change[];
  readonly fragment: Fragment;
  /** What became of the changes that were performed or failed, in their order. */
  readonly performed: (reply: Reply, times: Times) => readonly Performed[];
}

// A shell's lists of words grow slowly, and a fragment's time should have a bound.
const ATTRIBUTES_AT_ONCE = 400;
const FILES_AT_ONCE = 200;
const DIRECTORIES_AT_ONCE = 200;
const BYTES_AT_ONCE = 256 * 1024;

/** Changes in a row that may go together. */
type Run =
  | { readonly kind: 'attributes'; readonly within: string; readonly changes: SetAttributes[] }
  | { readonly kind: 'directories'; readonly attributes: string; readonly changes: MakeDirectory[] }
  | { readonly kind: 'files'; readonly names: Set<string>; readonly changes: SmallWrite[]; bytes: number }
  | { readonly kind: 'one'; readonly change: Change };

/** The fragments that perform changes, in order. */
export function stepsFor(changes: readonly Change[]): readonly Step[] {
  const runs: Run[] = [];
  for (const change of changes) {
    const last = runs.at(-1);
    if (last === undefined || !joined(last, change)) runs.push(runOf(change));
  }
  return runs.map(stepOf);
}

function runOf(change: Change): Run {
  if (change.kind === 'attributes' && change.within !== undefined)
    return { kind: 'attributes', within: change.within, changes: [change] };
  if (isNewDirectory(change)) return { kind: 'directories', attributes: attributesKey(change), changes: [change] };
  if (isSmallWrite(change))
    return { kind: 'files', names: new Set([change.path]), changes: [change], bytes: change.content.length };
  return { kind: 'one', change };
}

function joined(run: Run, change: Change): boolean {
  if (run.kind === 'attributes') {
    if (change.kind !== 'attributes' || change.within !== run.within) return false;
    if (run.changes.length >= ATTRIBUTES_AT_ONCE) return false;
    run.changes.push(change);
    return true;
  }
  if (run.kind === 'directories') {
    if (!isNewDirectory(change) || attributesKey(change) !== run.attributes) return false;
    if (run.changes.length >= DIRECTORIES_AT_ONCE) return false;
    run.changes.push(change);
    return true;
  }
  if (run.kind !== 'files' || !isSmallWrite(change) || run.names.has(change.path)) return false;
  const [first] = run.names;
  if (first === undefined || directoryOf(first) !== directoryOf(change.path)) return false;
  if (run.changes.length >= FILES_AT_ONCE || run.bytes + change.content.length > BYTES_AT_ONCE) return false;
  run.names.add(change.path);
  run.changes.push(change);
  run.bytes += change.content.length;
  return true;
}

function stepOf(run: Run): Step {
  if (run.kind === 'one') return singleStep(run.change);
  const { changes } = run;
  const [first] = changes;
  if (changes.length === 1 && first) return singleStep(first);
  switch (run.kind) {
    case 'files':
      return together(changes, placeTogetherFragment(run.changes));
    case 'directories':
      return together(changes, makeDirectoriesFragment(run.changes));
    case 'attributes':
      return {
        changes,
        fragment: treeAttributesFragment(run.within, run.changes),
        performed: (reply, times) => performedOfTree(changes, reply, times),
      };
  }
}

function together(changes: readonly Change[], fragment: Fragment): Step {
  return { changes, fragment, performed: (reply, times) => placedTogether(changes, reply, times) };
}

function singleStep(change: Change): Step {
  return {
    changes: [change],
    fragment: fragmentFor(change),
    performed: (reply, times) => [performed(change, reply, times)],
  };
}

function performedOfTree(changes: readonly Change[], reply: Reply, times: Times): readonly Performed[] {
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
