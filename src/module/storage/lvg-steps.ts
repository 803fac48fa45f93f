// The steps of changes to a volume group: devices become physical volumes, join, grow and leave.

import type { RunCommand } from '../../plan/change.ts';
import { splitWords } from '../../plan/words.ts';
import { mountsLook } from '../mounts/mounted.ts';
import { bool, choice, list, type ParamsOf, text } from '../params.ts';
import { type DeviceSeen, deviceLook } from './block-device.ts';
import {
  LVM_ENVIRONMENT,
  type LvmReport,
  lvmLeaves,
  lvmLook,
  lvmTouches,
  type PhysicalVolume,
  type VolumeGroup,
} from './lvm-report.ts';

/** The parameters of lvg. */
export const lvgParams = {
  vg: text('The volume group.'),
  pvs: list(text('A device.'), 'Its physical volumes, all of them; needed with present.').optional(),
  pesize: text('The size of an extent of a new group, in MiB or with a unit (128K).').default('4'),
  pv_options: text('More options for pvcreate.').default(''),
  vg_options: text('More options for vgcreate.').default(''),
  pvresize: bool('Grow its physical volumes to the size of their devices.').default(false),
  force: bool(
    'Remove a group that has logical volumes, or take devices that have something else on them; what is there is lost.',
  ).default(false),
  state: choice(['absent', 'present'], 'Whether there shall be such a group.').default('present'),
};
/** What was asked for. */
export type LvgParams = ParamsOf<typeof lvgParams>;

/** What lvg looks at. */
export function lvgLooks({ pvs, state }: LvgParams) {
  return {
    lvm: lvmLook,
    mounts: state === 'absent' ? mountsLook : undefined,
    devices: state === 'absent' ? [] : (pvs ?? []).map((device) => deviceLook(device)),
  };
}

/** A device that shall be in the group. */
export interface Wanted {
  readonly name: string;
  readonly device: Extract<DeviceSeen, { readonly exists: true }>;
  readonly volume: PhysicalVolume | undefined;
}

interface Doing {
  readonly title: string;
  readonly argv: readonly [string, ...string[]];
  readonly devices?: readonly string[];
  readonly after: LvmReport;
  readonly undo: RunCommand['undo'];
}

/** One command of LVM, with what it leaves. */
export function command(
  { vg }: LvgParams,
  before: LvmReport,
  { title, argv, devices = [], after, undo }: Doing,
): RunCommand {
  return {
    kind: 'run',
    title,
    command: { argv, env: LVM_ENVIRONMENT },
    touches: lvmTouches(devices),
    accept: [0],
    predictable: true,
    leaves: lvmLeaves(after),
    undo,
    diff: { before: shown(before, vg), after: shown(after, vg), header: vg },
  };
}

const shown = ({ groups, physical }: LvmReport, vg: string): string =>
  groups.some(({ name }) => name === vg)
    ? physical
        .filter(({ group }) => group === vg)
        .map(({ name }) => `${name}\n`)
        .join('')
    : '';

// How large a device is that is no physical volume yet, nobody has looked: large enough for what comes next.
export const UNKNOWN_SIZE = 2 ** 40;

/** Commands, and what LVM will say after them. */
export interface Steps {
  readonly changes: readonly RunCommand[];
  readonly report: LvmReport;
}

/** pvcreate for what is no physical volume yet. */
export function physical(given: LvgParams, before: LvmReport, wanted: readonly Wanted[]): Steps {
  let report = before;
  const changes: RunCommand[] = [];
  for (const { name, device, volume } of wanted) {
    if (volume) continue;
    const fresh = {
      ...{ name, path: device.path, group: '', size: UNKNOWN_SIZE, device: UNKNOWN_SIZE },
      start: 0,
      used: 0,
    };
    const after = { ...report, physical: [...report.physical, fresh] };
    const argv = ['pvcreate', ...splitWords(given.pv_options), '-f', '-y', name] as const;
    const title = `make ${name} a physical volume`;
    const undo: RunCommand['undo'] =
      device.type === '' ? { argv: ['pvremove', '-y', name] } : { cannot: `the ${device.type} on ${name} is lost` };
    changes.push(command(given, report, { title, argv, devices: [name], after, undo }));
    report = after;
  }
  return { changes, report };
}

/** The physical volumes when these have joined the group. */
export function joining(report: LvmReport, { vg }: LvgParams, wanted: readonly Wanted[]): readonly PhysicalVolume[] {
  const paths = new Set(wanted.map(({ device }) => device.path));
  return report.physical.map((one) => (paths.has(one.path) ? { ...one, group: vg } : one));
}

/** Lets devices join. */
export function extension(given: LvgParams, before: LvmReport, fresh: readonly Wanted[]): Steps {
  const { vg } = given;
  if (fresh.length === 0) return { changes: [], report: before };
  const names = fresh.map(({ name }) => name);
  const more = fresh.length * UNKNOWN_SIZE;
  const report = {
    ...before,
    groups: before.groups.map((one) =>
      one.name === vg ? { ...one, size: one.size + more, free: one.free + more } : one,
    ),
    physical: joining(before, given, fresh),
  };
  const title = `extend the volume group ${vg} by ${names.join(', ')}`;
  const undo = { argv: ['vgreduce', vg, ...names] as const };
  return {
    changes: [command(given, before, { title, argv: ['vgextend', vg, ...names], devices: names, after: report, undo })],
    report,
  };
}

/** Lets physical volumes leave. */
export function reduction(given: LvgParams, before: LvmReport, leaving: readonly PhysicalVolume[]): Steps {
  const { vg } = given;
  if (leaving.length === 0) return { changes: [], report: before };
  const names = leaving.map(({ name }) => name);
  const less = leaving.reduce((sum, { size }) => sum + size, 0);
  const report = {
    ...before,
    groups: before.groups.map((one) =>
      one.name === vg ? { ...one, size: one.size - less, free: one.free - less } : one,
    ),
    physical: before.physical.map((one) => (names.includes(one.name) ? { ...one, group: '' } : one)),
  };
  const title = `reduce the volume group ${vg} by ${names.join(', ')}`;
  const undo = { argv: ['vgextend', vg, ...names] as const };
  return {
    changes: [command(given, before, { title, argv: ['vgreduce', vg, ...names], after: report, undo })],
    report,
  };
}

/** Grows physical volumes to the size of their devices. */
export function resizing(
  given: LvgParams,
  before: LvmReport,
  { group, wanted }: { readonly group: VolumeGroup; readonly wanted: readonly Wanted[] },
): Steps {
  let report = before;
  const changes: RunCommand[] = [];
  for (const { name, volume } of wanted) {
    if (volume?.group !== group.name) continue;
    const size = Math.floor((volume.device - volume.start) / group.extent) * group.extent;
    if (size <= volume.size) continue;
    const more = size - volume.size;
    const after = {
      ...report,
      groups: report.groups.map((one) =>
        one.name === group.name ? { ...one, size: one.size + more, free: one.free + more } : one,
      ),
      physical: report.physical.map((one) => (one.path === volume.path ? { ...one, size } : one)),
    };
    const undo = { cannot: 'shrinking a physical volume could lose what is in it by now' };
    const title = `grow the physical volume ${name} from ${volume.size} to ${size} bytes`;
    changes.push(command(given, report, { title, argv: ['pvresize', name], after, undo }));
    report = after;
  }
  return { changes, report };
}
