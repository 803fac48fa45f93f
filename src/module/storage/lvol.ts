// Plans logical volumes: creating, activating and removing them, with snapshots and thin pools.

import { PyFloat } from '../../model/value.ts';
import type { RunCommand } from '../../plan/change.ts';
import type { RunSeen } from '../../plan/look.ts';
import type { Plan, Result } from '../../plan/plan.ts';
import { splitWords } from '../../plan/words.ts';
import { type LogicalVolume, lvmFailure, lvmSeen, mountsOf } from './lvm-report.ts';
import { resizing, wantedBytes } from './lvol-resize.ts';
import { type LvolSize, lvolSize, unitBytes } from './lvol-size.ts';
import { command, isActive, type LvolParams, type Task, volumeOf, withActive } from './lvol-task.ts';

/** What lvol does. */
export function planLvol(
  given: LvolParams,
  { lvm, mounts }: { readonly lvm: RunSeen; readonly mounts: RunSeen },
): Plan {
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

function missingBase(task: Task): string | undefined {
  const { lv, thinpool, snapshot, vg, state } = task.given;
  if (state === 'absent') return undefined;
  if (snapshot !== undefined && (lv === undefined || !volumeOf(task, lv)))
    return `Snapshot origin LV ${lv} does not exist in volume group ${vg}.`;
  return thinpool !== undefined && lv !== undefined && !volumeOf(task, thinpool)
    ? `Thin pool LV ${thinpool} does not exist in volume group ${vg}.`
    : undefined;
}

const fails = (failed: string): Plan => ({ changes: [], failed });

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
