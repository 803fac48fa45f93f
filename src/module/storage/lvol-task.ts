// What all changes to a logical volume have in common: the parameters, the volume that is meant, and how a command of LVM is planned.

import type { RunCommand } from '../../plan/change.ts';
import type { RunSeen } from '../../plan/look.ts';
import { mountsLook } from '../mounts/mounted.ts';
import { bool, choice, type ParamsOf, text } from '../params.ts';
import {
  type LogicalVolume,
  LVM_ENVIRONMENT,
  type LvmReport,
  lvmLeaves,
  lvmLook,
  lvmTouches,
  type VolumeGroup,
} from './lvm-report.ts';
import { lvolSize } from './lvol-size.ts';

/** The parameters of lvol. */
export const lvolParams = {
  vg: text('The volume group.'),
  lv: text('The logical volume; or thinpool.').optional(),
  size: text('512 (MiB), 10g, 80%VG, 100%FREE; with + or - the volume grows or shrinks by that, each time.').optional(),
  opts: text('More options for lvcreate.').default(''),
  pvs: text('The physical volumes to use, parted by commas.').optional(),
  thinpool: text('A thin pool: alone it is the volume; with lv, where the thin volume is.').optional(),
  snapshot: text('A snapshot of lv.').optional(),
  active: bool('Whether it can be used.').default(true),
  shrink: bool('Shrink it where it is larger than size.').default(true),
  force: bool('Allow what loses data: shrinking and removing.').default(false),
  resizefs: bool('Resize the file system along.').default(false),
  state: choice(['absent', 'present'], 'Whether there shall be such a volume.').default('present'),
};
/** What was asked for. */
export type LvolParams = ParamsOf<typeof lvolParams>;

/** Why the parameters make no sense together. */
export function refuseLvol({ lv, thinpool, size, state }: LvolParams): string | undefined {
  if (lv === undefined && thinpool === undefined) return 'one of the following is required: lv, thinpool';
  const read = size === undefined || state === 'absent' ? undefined : lvolSize(size);
  return typeof read === 'string' ? read : undefined;
}

/** What lvol looks at. */
export const lvolLooks = () => ({ lvm: lvmLook, mounts: mountsLook });

/** A volume that is meant, and where. */
export interface Task {
  readonly given: LvolParams;
  readonly report: LvmReport;
  readonly group: VolumeGroup;
  readonly mounts: RunSeen;
  /** The name of the volume that is meant. */
  readonly name: string;
}

/** The volume of that name in the group. */
export function volumeOf({ report, group }: Task, name: string): LogicalVolume | undefined {
  return report.logical.find((one) => one.group === group.name && one.name === name);
}

interface Doing {
  readonly title: string;
  readonly argv: readonly [string, ...string[]];
  readonly undo: RunCommand['undo'];
  readonly before: LogicalVolume | undefined;
  readonly after: LogicalVolume | undefined;
}

/** One command of LVM, with what it leaves. */
export function command({ given, report, group }: Task, { title, argv, undo, before, after }: Doing): RunCommand {
  const changed = (after?.size ?? 0) - (before?.size ?? 0);
  const others = report.logical.filter((one) => one.group !== group.name || one.name !== (before ?? after)?.name);
  const left = {
    ...report,
    groups: report.groups.map((one) => (one.name === group.name ? { ...one, free: one.free - changed } : one)),
    logical: after ? [...others, after] : others,
  };
  const shown = (one: LogicalVolume | undefined): string =>
    one ? `${one.name} ${one.size} bytes, ${isActive(one) ? 'active' : 'inactive'}\n` : '';
  return {
    kind: 'run',
    title,
    command: { argv, env: LVM_ENVIRONMENT },
    touches: lvmTouches([`/dev/${given.vg}`]),
    accept: [0],
    predictable: true,
    leaves: lvmLeaves(left),
    undo,
    diff: { before: shown(before), after: shown(after), header: given.vg },
  };
}

/** Whether the host can use it. */
export const isActive = ({ attributes }: LogicalVolume): boolean => attributes[4] === 'a';
/** The volume awake or asleep. */
export const withActive = (volume: LogicalVolume, active: boolean): LogicalVolume => ({
  ...volume,
  attributes: `${volume.attributes.slice(0, 4)}${active ? 'a' : '-'}${volume.attributes.slice(5)}`,
});
