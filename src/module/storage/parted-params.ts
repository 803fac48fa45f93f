// The parameters of parted, what makes no sense of them, and what they make it look at.

import { bool, choice, integer, list, type ParamsOf, text } from '../params.ts';
import { deviceLook } from './block-device.ts';
import { isPlace } from './partition-place.ts';
import { tableLook } from './partition-table.ts';

const UNITS = ['s', 'B', 'KB', 'KiB', 'MB', 'MiB', 'GB', 'GiB', 'TB', 'TiB', '%', 'cyl', 'chs', 'compact'] as const;
const LABELS = ['aix', 'amiga', 'bsd', 'dvh', 'gpt', 'loop', 'mac', 'msdos', 'pc98', 'sun'] as const;

/** The parameters of parted. */
export const partedParams = {
  device: text('The disk, or an image of one.'),
  number: integer('The partition; needed with present and absent.').optional(),
  state: choice(['absent', 'present', 'info'], 'info only tells what is there.').default('info'),
  label: choice(
    LABELS,
    'The kind of partition table. A disk that has another gets a new one where this is written; without it only where it has no partitions.',
  ).default('msdos'),
  part_type: choice(['extended', 'logical', 'primary'], 'The type of a new partition of msdos or dvh.').default(
    'primary',
  ),
  part_start: text('Where a new partition starts: 10GiB, 15%; negative counts from the end of the disk.').default('0%'),
  part_end: text('Where it ends.').default('100%'),
  align: choice(['cylinder', 'minimal', 'none', 'optimal', 'undefined'], 'How a new partition is aligned.').default(
    'optimal',
  ),
  fs_type: text('The type of file system that a new partition is marked for; none is made.').optional(),
  name: text('The name of the partition, where the label has names (gpt).').optional(),
  flags: list(text('A flag.'), 'The flags that it shall have, and no others: boot, lvm, esp, ...').optional(),
  resize: bool('Grow a partition that is there up to part_end.').default(false),
  unit: choice(UNITS, 'The unit of places in the result.').default('KiB'),
};
/** What was asked for. */
export type PartedParams = ParamsOf<typeof partedParams>;

/** Why the parameters make no sense together. */
export function refuseParted({ state, number, part_start, part_end, name }: PartedParams): string | undefined {
  if (state === 'info') return undefined;
  if (number === undefined) return `state is ${state} but all of the following are missing: number`;
  if (number < 1) return 'The partition number must be greater then 0.';
  if (state === 'absent') return undefined;
  for (const [parameter, place] of [
    ['part_start', part_start],
    ['part_end', part_end],
  ] as const)
    if (!isPlace(place))
      return `The argument '${parameter}' doesn't respect required format: '${place}' is no place on a disk such as 10GiB or 15%. The size unit is case sensitive.`;
  if (name?.includes('"') && name.includes("'")) return "'name' has quotes of both kinds, which parted does not take";
  return undefined;
}

/** What parted looks at. */
export function partedLooks({ device, unit, state }: PartedParams) {
  return {
    disk: state === 'info' ? undefined : deviceLook(device, ['wipefs']),
    table: tableLook(device, unit),
    bytes: state === 'info' ? undefined : tableLook(device, 'B'),
  };
}
