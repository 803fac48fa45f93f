// Plans logical volumes: creating, resizing, activating and removing them, with snapshots and thin pools.

import { PyFloat } from '../../model/value.ts';
import type { RunCommand } from '../../plan/change.ts';
import type { RunSeen } from '../../plan/look.ts';
import type { Plan, Result } from '../../plan/plan.ts';
import { splitWords } from '../../plan/words.ts';
import { mountsLook } from '../mounts/mounted.ts';
import { bool, choice, type ParamsOf, text } from '../params.ts';
import {
  type LogicalVolume,
  LVM_ENVIRONMENT,
  type LvmReport,
  lvmFailure,
  lvmLeaves,
  lvmLook,
  lvmSeen,
  lvmTouches,
  mountsOf,
  type VolumeGroup,
} from './lvm-report.ts';
import { type LvolSize, lvolSize, unitBytes } from './lvol-size.ts';

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
type Given = ParamsOf<typeof lvolParams>;

/** Why the parameters make no sense together. */
export function refuseLvol({ lv, thinpool, size, state }: Given): string | undefined {
  if (lv === undefined && thinpool === undefined) return 'one of the following is required: lv, thinpool';
  const read = size === undefined || state === 'absent' ? undefined : lvolSize(size);
  return typeof read === 'string' ? read : undefined;
}

/** What lvol looks at. */
export const lvolLooks = () => ({ lvm: lvmLook, mounts: mountsLook });

interface Task {
  readonly given: Given;
  readonly report: LvmReport;
  readonly group: VolumeGroup;
  readonly mounts: RunSeen;
  /** The name of the volume that is meant. */
  readonly name: string;
}

const fails = (failed: string): Plan => ({ changes: [], failed });

/** What lvol does. */
export function planLvol(given: Given, { lvm, mounts }: { readonly lvm: RunSeen; readonly mounts: RunSeen }): Plan {
  const report = lvmSeen(lvm);
  if ('problem' in report) return fails(report.problem);
  const { vg, state, lv, thinpool, snapshot } = given;
  const group = report.groups.find((one) => one.name === vg);
  if (!group) {
    const stdout = `Volume group ${vg} does not exist.`;
    return state === 'absent' ? { changes: [], result: { stdout } } : fails(stdout);
  }
  const task = { given, report, group, mounts, name: snapshot ?? lv ?? thinpool ?? '' };
  const problem = missingBase(task);
  if (problem !== undefined) return fails(problem);
  const volume = volumeOf(task, task.name);
  if (state === 'absent') return volume ? removal(task, volume) : { changes: [], result: { msg: '' } };
  return volume ? alteration(task, volume) : creation(task);
}

function volumeOf({ report, group }: Task, name: string): LogicalVolume | undefined {
  return report.logical.find((one) => one.group === group.name && one.name === name);
}

function missingBase(task: Task): string | undefined {
  const { lv, thinpool, snapshot, vg, state } = task.given;
  if (state === 'absent') return undefined;
  if (snapshot !== undefined && (lv === undefined || !volumeOf(task, lv)))
    return `Snapshot origin LV ${lv} does not exist in volume group ${vg}.`;
  return thinpool !== undefined && lv !== undefined && !volumeOf(task, thinpool)
    ? `Thin pool LV ${thinpool} does not exist in volume group ${vg}.`
    : undefined;
}

interface Doing {
  readonly title: string;
  readonly argv: readonly [string, ...string[]];
  readonly undo: RunCommand['undo'];
  readonly before: LogicalVolume | undefined;
  readonly after: LogicalVolume | undefined;
}

function command({ given, report, group }: Task, { title, argv, undo, before, after }: Doing): RunCommand {
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

const isActive = ({ attributes }: LogicalVolume): boolean => attributes[4] === 'a';
const withActive = (volume: LogicalVolume, active: boolean): LogicalVolume => ({
  ...volume,
  attributes: `${volume.attributes.slice(0, 4)}${active ? 'a' : '-'}${volume.attributes.slice(5)}`,
});

function activation(task: Task, volume: LogicalVolume, active: boolean): RunCommand {
  const path = `${task.given.vg}/${volume.name}`;
  return command(task, {
    title: `${active ? 'activate' : 'deactivate'} ${path}`,
    argv: ['lvchange', active ? '-ay' : '-an', path],
    undo: { argv: ['lvchange', active ? '-an' : '-ay', path] },
    before: volume,
    after: withActive(volume, active),
  });
}

function removal(task: Task, volume: LogicalVolume): Plan {
  const { given, mounts, name } = task;
  if (!given.force) return fails(`Sorry, no removal of logical volume ${name} without force=true.`);
  const places = mountsOf(mounts, given.vg, name);
  if (places.length > 0) return fails(`${given.vg}/${name} is mounted on ${places.join(', ')}; unmount it first`);
  const path = `${given.vg}/${name}`;
  const undo = { cannot: `what was in ${path} is gone` };
  const argv = ['lvremove', '--force', path] as const;
  return {
    changes: [command(task, { title: `remove ${path}`, argv, undo, before: volume, after: undefined })],
    failure: lvmFailure(`Failed to remove logical volume ${name}`),
  };
}

function creation(task: Task): Plan {
  const { given, group, name } = task;
  const { vg, lv, thinpool, snapshot, opts, pvs, active } = given;
  const size = given.size === undefined ? undefined : lvolSize(given.size);
  if (typeof size === 'string') return fails(size);
  const isOfThin = snapshot !== undefined && volumeOf(task, lv ?? '')?.attributes.startsWith('V') === true;
  if (!size && !isOfThin) return fails('No size given.');
  if (size && size.sign !== '')
    return fails(`Bad size specification of '${given.size}' for a volume that is not there yet`);
  const isThin = thinpool !== undefined && lv !== undefined && snapshot === undefined;
  if (isThin && size?.kind === 'percent') return fails('Thin volume sizing with percentage not supported.');
  const bytes = size ? Math.ceil(wantedBytes(task, size, 0).least / group.extent) * group.extent : 0;
  // What mirrors and their like take is only known to LVM.
  if (!isThin && opts === '' && bytes > group.free)
    return fails(`${vg} has ${group.free} bytes left, ${name} needs ${bytes}`);
  const sized = size ? [size.kind === 'percent' ? '-l' : isThin ? '-V' : '-L', size.word] : [];
  const words = splitWords(opts);
  const volumes = pvs === undefined ? [] : pvs.split(',').map((one) => one.trim());
  const tail =
    snapshot !== undefined
      ? [...sized, '-s', '-n', snapshot, ...words, `${vg}/${lv}`]
      : isThin
        ? ['-n', lv, ...sized, ...words, '-T', `${vg}/${thinpool}`]
        : thinpool !== undefined
          ? [...sized, ...words, '-T', `${vg}/${thinpool}`]
          : ['-n', name, ...sized, ...words, vg];
  const fresh = { name, group: vg, size: isThin ? 0 : bytes, attributes: '-wi-a-----' };
  const path = `${vg}/${name}`;
  const made = command(task, {
    title: `create ${path}`,
    argv: ['lvcreate', '--yes', ...tail, ...volumes],
    undo: { argv: ['lvremove', '--force', path] },
    before: undefined,
    after: active ? fresh : withActive(fresh, false),
  });
  // Both leave the same in the end: what is predicted is what is there when it was put to sleep.
  const sleep = active
    ? []
    : [{ ...activation(task, fresh, false), leaves: made.leaves, undo: { argv: ['true'] as const } }];
  return {
    changes: [made, ...sleep],
    result: { msg: '' },
    failure: lvmFailure(`Creating logical volume '${name}' failed`),
  };
}

interface Range {
  readonly least: number;
  readonly most: number;
}

/** How large it shall be: percentages may be rounded either way. */
function wantedBytes({ given, report, group }: Task, size: LvolSize, own: number): Range {
  const { extent } = group;
  if (size.kind === 'bytes') {
    const exact = Math.ceil(size.bytes / extent) * extent;
    return { least: exact, most: exact };
  }
  const members = given.pvs?.split(',').map((one) => one.trim());
  const volumes = report.physical.filter((one) => one.group === group.name && (members?.includes(one.name) ?? true));
  const whole = {
    VG: group.size,
    PVS: volumes.reduce((sum, one) => sum + one.size, 0),
    // What is free without it, so that a second run finds nothing to do.
    FREE: group.free + (size.sign === '' ? own : 0),
    ORIGIN: own,
  }[size.of];
  const extents = (whole * size.percent) / 100 / extent;
  return { least: Math.floor(extents) * extent, most: Math.ceil(extents) * extent };
}

function alteration(task: Task, volume: LogicalVolume): Plan {
  const { given, name } = task;
  const size = given.size === undefined ? undefined : lvolSize(given.size);
  if (typeof size === 'string') return fails(size);
  const resized = size ? resizing(task, volume, size) : undefined;
  if (typeof resized === 'string') return fails(resized);
  const after = resized?.after ?? volume;
  const changes = [
    ...(resized ? [resized.change] : []),
    ...(isActive(volume) === given.active
      ? []
      : [activation(resized ? reported(task, after) : task, after, given.active)]),
  ];
  return { changes, result: resultOf(task, volume, size), failure: lvmFailure(`Unable to resize ${name}`) };
}

// The second command finds what the first one left.
function reported(task: Task, after: LogicalVolume): Task {
  const { report, group } = task;
  const others = report.logical.filter((one) => one.group !== group.name || one.name !== after.name);
  const before = volumeOf(task, after.name)?.size ?? 0;
  const groups = report.groups.map((one) =>
    one.name === group.name ? { ...one, free: one.free - (after.size - before) } : one,
  );
  return { ...task, report: { ...report, groups, logical: [...others, after] } };
}

// The size is that before, in the unit of the task.
function resultOf({ given, name }: Task, { size: bytes }: LogicalVolume, size: LvolSize | undefined): Result {
  const unit = size?.kind === 'bytes' ? size.unit : 'm';
  const shown = Math.round((bytes / unitBytes(unit)) * 100) / 100;
  return { lv: name, size: new PyFloat(shown), vg: given.vg };
}

interface Resized {
  readonly change: RunCommand;
  readonly after: LogicalVolume;
}

/** A text is why it may not be. */
function resizing(task: Task, volume: LogicalVolume, size: LvolSize): Resized | string | undefined {
  const { given, group, name } = task;
  const wanted = wantedBytes(task, size, volume.size);
  const isThin = volume.attributes.startsWith('V');
  const target =
    size.sign === '+' ? volume.size + wanted.least : size.sign === '-' ? volume.size - wanted.most : undefined;
  if (target === volume.size) return undefined;
  if (target === undefined && volume.size >= wanted.least && volume.size <= wanted.most) return undefined;
  const bytes = target ?? (volume.size < wanted.least ? wanted.least : wanted.most);
  if (bytes > volume.size) {
    const more = bytes - volume.size;
    if (!isThin && more > group.free)
      return `Logical Volume ${name} could not be extended. Not enough free space left (${more} bytes required / ${group.free} bytes available)`;
    return resize(task, volume, { size, bytes, program: 'lvextend' });
  }
  if (!given.shrink || isFloor(given, size)) return undefined;
  if (bytes <= 0) return `Sorry, no shrinking of ${name} to 0 permitted.`;
  if (!given.force) return `Sorry, no shrinking of ${name} without force=true.`;
  return resize(task, volume, { size, bytes, program: 'lvreduce' });
}

// What is free, or on some of the physical volumes, is a reason to grow but none to shrink.
function isFloor({ pvs }: Given, size: LvolSize): boolean {
  if (size.kind === 'bytes' || size.sign !== '') return false;
  return size.of === 'FREE' || (size.of === 'PVS' && pvs !== undefined);
}

function resize(
  task: Task,
  volume: LogicalVolume,
  {
    size,
    bytes,
    program,
  }: { readonly size: LvolSize; readonly bytes: number; readonly program: 'lvextend' | 'lvreduce' },
): Resized {
  const { given, group } = task;
  const path = `${given.vg}/${volume.name}`;
  const members = given.pvs === undefined ? [] : given.pvs.split(',').map((one) => one.trim());
  // A share of what is free counts the volume's own; LVM does not.
  const isShare = size.kind === 'percent' && size.of === 'FREE' && size.sign === '';
  const amount =
    size.kind === 'bytes'
      ? ['-L', size.word]
      : ['-l', isShare ? `+${Math.round((bytes - volume.size) / group.extent)}` : size.word];
  const flags = [...(program === 'lvreduce' ? ['--force'] : []), ...(given.resizefs ? ['--resizefs'] : [])];
  const after = { ...volume, size: bytes };
  const change = command(task, {
    title: `${program === 'lvextend' ? 'extend' : 'reduce'} ${path} from ${volume.size} to ${bytes} bytes`,
    argv: [program, ...flags, ...amount, path, ...(program === 'lvextend' ? members : [])],
    undo: { cannot: 'a volume is not resized back: what is in it may have changed by then' },
    before: volume,
    after,
  });
  return { change, after };
}
