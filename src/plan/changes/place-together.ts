// Puts many small files of one directory in place with a handful of programs, each of them still in one step.

import { randomBytes } from 'node:crypto';
import type { Fragment } from '../../host/index.ts';
import type { Change, WriteFile } from '../change.ts';
import { attributeArgs, signature } from './attributes.ts';
import { wantedOf } from './place.ts';
import { BEGIN, ENTER, PLACE, USUAL_MODE } from './place-together-script.ts';
import { isSmall, printable } from './small-content.ts';

/** A file that can be put in place together with others: small, and with nothing to ask, to keep or to run beside it. */
export type SmallWrite = WriteFile & { readonly content: Buffer };

/** Whether this is a `SmallWrite`. */
export function isSmallWrite(change: Change): change is SmallWrite {
  if (change.kind !== 'write' || !isSmall(change.content)) return false;
  if (change.validate !== undefined || change.backup || change.inPlace) return false;
  return change.attributes.flags === undefined && /^\/(?:.*\/)?[^/]+$/s.test(change.path);
}

/** The directory that a path is in. */
export function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/**
 * The fragment for files of one directory, no two of the same name. Standard output has records: `placed INDEX...` for those that are in their
 * places, `left LINES` with a line of stat for each of them (empty where it is gone again), and `stopped INDEX` for the first that failed.
 */
export function placeTogetherFragment(changes: readonly SmallWrite[]): Fragment {
  const directory = directoryOf(changes[0]?.path ?? '/');
  const lines = [
    BEGIN,
    ...(changes.some((change) => wantedOf(change).attributes.mode === undefined) ? [USUAL_MODE] : []),
    ENTER,
    ...changes.map((change, index) => `put ${index} ${file(index)} '${printable(change.content)}'`),
    `whole '${changes.map((change) => `${change.content.length}\n`).join('')}' "$@"`,
    'eval "$only"',
    'if selinux; then policy "$@"; fi',
    ...dressing(changes),
    `moved=$( cd .. || exit 1\n${unmoved(changes).join('\n')}\nexit 0 )`,
    PLACE,
  ];
  const names = changes.map(({ path }) => `./${path.slice(path.lastIndexOf('/') + 1)}`);
  return {
    script: lines.join('\n'),
    args: [directory, `.tsplay-${randomBytes(8).toString('hex')}`, ...names],
    direct: true,
  };
}

// The directory and the random name are shifted away.
const file = (index: number): string => `"\${${index + 1}}"`;

// Owner before mode, since chown takes away setuid.
function dressing(changes: readonly SmallWrite[]): readonly string[] {
  const groups = new Map<string, number[]>();
  const add = (call: string, index: number): void => {
    groups.set(call, [...(groups.get(call) ?? []), index]);
  };
  for (const [index, change] of changes.entries()) {
    const { attributes, keepsOwner } = wantedOf(change);
    const [owner = '', mode = '', ...label] = attributeArgs(attributes).map(
      (word) => `'${word.replaceAll("'", "'\\''")}'`,
    );
    if (owner !== "''") add(`1 own ${owner} ${keepsOwner ? 'keeps' : "''"}`, index);
    add(`2 mode ${mode === "''" ? '"$usual"' : mode}`, index);
    if (label.some((part) => part !== "''")) add(`3 mark ${label.join(' ')}`, index);
  }
  const sorted = [...groups].sort(([a], [b]) => (a[0] === b[0] ? 0 : a < b ? -1 : 1));
  return sorted.map(([call, mine]) => `${call.slice(2)} '${mine.join(' ')}' ${mine.map(file).join(' ')}`);
}

function unmoved(changes: readonly SmallWrite[]): readonly string[] {
  const seen = [...changes.entries()].map(([index, { before }]) => ({ index, seen: signature(before) }));
  const absent = seen.filter((one) => one.seen === 'absent');
  const there = seen.filter((one) => one.seen !== 'absent' && one.seen !== '');
  const call = (name: string, mine: typeof seen, more = ''): readonly string[] =>
    mine.length === 0
      ? []
      : [
          `${name} '${mine.map(({ index }) => index).join(' ')}'${more} ${mine.map(({ index }) => file(index)).join(' ')}`,
        ];
  return [...call('absent', absent), ...call('same', there, ` '${there.map((one) => one.seen).join('\n')}'`)];
}
