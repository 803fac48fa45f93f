// Where a new partition goes: its number, its room, and what is in the way.

import { type DiskSize, placeOf } from './partition-place.ts';
import type { Partition } from './partition-table.ts';

/** The number parted will give; `undefined` where its label is not known well enough. */
export function partitionNumber(label: string, type: string, others: readonly Partition[]): number | undefined {
  if (label !== 'gpt' && label !== 'msdos') return undefined;
  const taken = new Set(others.map(({ number }) => number));
  let number = label === 'msdos' && type === 'logical' ? FIRST_LOGICAL : 1;
  while (taken.has(number)) number++;
  return number;
}

const FIRST_LOGICAL = 5;

/** Bytes; `to` is the first behind it. */
export interface Room {
  readonly from: number;
  readonly to: number;
  /** How far parted may move its start and its end, in bytes. */
  readonly about: number;
}

const MEBI = 1024 ** 2;

/** The room that is asked for; `undefined` where only parted knows. */
export function roomOf(wish: {
  readonly given: { readonly start: string; readonly end: string };
  readonly disk: DiskSize;
}): Room | undefined {
  const start = placeOf(wish.given.start, wish.disk, false);
  const end = placeOf(wish.given.end, wish.disk, true);
  if (!start || !end) return undefined;
  return { from: start.at, to: Math.min(end.at, wish.disk.size), about: Math.max(start.about, end.about, MEBI) };
}

/** The number of a partition that is in the way; `undefined` where there is none. */
export function overlapping(
  { from, to, about }: Room,
  { label, type, others }: { readonly label: string; readonly type: string; readonly others: readonly Partition[] },
): number | undefined {
  // Logical partitions lie inside of the extended one.
  const isInner = label === 'msdos' && type === 'logical';
  const rivals = others.filter(({ number }) => label !== 'msdos' || isInner === number >= FIRST_LOGICAL);
  const [first, last] = [from + about, to - about];
  return rivals.find(({ start, end }) => Number.parseInt(start, 10) < last && Number.parseInt(end, 10) + 1 > first)
    ?.number;
}
