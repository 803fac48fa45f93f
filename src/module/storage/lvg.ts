// Plans volume groups: creating, growing, reducing and removing them.

import type { RunCommand } from '../../plan/change.ts';
import type { RunSeen } from '../../plan/look.ts';
import type { Plan } from '../../plan/plan.ts';
import { splitWords } from '../../plan/words.ts';
import { mountsLook } from '../mounts/mounted.ts';
import { bool, choice, list, type ParamsOf, text } from '../params.ts';
import { type DeviceSeen, deviceLook, deviceSeen } from './block-device.ts';
import {
  LVM_ENVIRONMENT,
  type LvmReport,
  lvmFailure,
  lvmLeaves,
  lvmLook,
  lvmSeen,
  lvmTouches,
  mountsOf,
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
type Given = ParamsOf<typeof lvgParams>;

/** What lvg looks at. */
export function lvgLooks({ pvs, state }: Given) {
  return {
    lvm: lvmLook,
    mounts: state === 'absent' ? mountsLook : undefined,
    devices: state === 'absent' ? [] : (pvs ?? []).map((device) => deviceLook(device)),
  };
}

interface Seen {
  readonly lvm: RunSeen;
  readonly mounts: RunSeen | undefined;
  readonly devices: readonly RunSeen[];
}

/** A device that shall be in the group. */
interface Wanted {
  readonly name: string;
  readonly device: Extract<DeviceSeen, { readonly exists: true }>;
  readonly volume: PhysicalVolume | undefined;
}

const fails = (failed: string): Plan => ({ changes: [], failed });

/** What lvg does. */
export function planLvg(given: Given, seen: Seen): Plan {
  const report = lvmSeen(seen.lvm);
  if ('problem' in report) return fails(report.problem);
  const group = report.groups.find(({ name }) => name === given.vg);
  if (given.state === 'absent') return group ? removal(given, report, seen.mounts) : { changes: [] };
  if (given.pvs === undefined || given.pvs.length === 0) return fails('No physical volumes given.');
  const wanted: Wanted[] = [];
  for (const [index, name] of given.pvs.entries()) {
    const one = wantedDevice(given, report, { name, seen: seen.devices[index] });
    if (typeof one === 'string') return fails(one);
    if (!wanted.some(({ device }) => device.path === one.device.path)) wanted.push(one);
  }
  return group ? alteration(given, report, { group, wanted }) : creation(given, report, wanted);
}

function wantedDevice(
  { vg, force }: Given,
  report: LvmReport,
  { name, seen }: { readonly name: string; readonly seen: RunSeen | undefined },
): Wanted | string {
  const device = seen && deviceSeen(seen);
  if (device && 'problem' in device) return device.problem;
  if (!device?.exists) return `Device ${name} not found.`;
  const volume = report.physical.find(({ path }) => path === device.path);
  if (volume && volume.group !== '' && volume.group !== vg)
    return `Device ${name} is already in ${volume.group} volume group.`;
  if (volume) return { name, device, volume };
  const there = device.type === '' ? device.table && `a partition table (${device.table})` : device.type;
  if (device.uses.length > 0)
    return `${name} is ${device.uses.map((use) => use.text).join(', ')}; a physical volume would lose what is there, so stop that first`;
  if (there !== '' && !force) return `'${name}' is already used as ${there}, use force=true to overwrite`;
  return { name, device, volume };
}

interface Doing {
  readonly title: string;
  readonly argv: readonly [string, ...string[]];
  readonly devices?: readonly string[];
  readonly after: LvmReport;
  readonly undo: RunCommand['undo'];
}

function command({ vg }: Given, before: LvmReport, { title, argv, devices = [], after, undo }: Doing): RunCommand {
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

const UNKNOWN_SIZE = 2 ** 40;

/** pvcreate for what is no physical volume yet. */
function physical(given: Given, before: LvmReport, wanted: readonly Wanted[]): Steps {
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

interface Steps {
  readonly changes: readonly RunCommand[];
  readonly report: LvmReport;
}

function joining(report: LvmReport, { vg }: Given, wanted: readonly Wanted[]): readonly PhysicalVolume[] {
  const paths = new Set(wanted.map(({ device }) => device.path));
  return report.physical.map((one) => (paths.has(one.path) ? { ...one, group: vg } : one));
}

function creation(given: Given, before: LvmReport, wanted: readonly Wanted[]): Plan {
  const { vg, pesize, vg_options } = given;
  const steps = physical(given, before, wanted);
  const names = wanted.map(({ name }) => name);
  const size = wanted.length * UNKNOWN_SIZE;
  const after = {
    ...steps.report,
    groups: [...steps.report.groups, { name: vg, size, free: size, extent: extentOf(pesize) }],
    physical: joining(steps.report, given, wanted),
  };
  const made = command(given, steps.report, {
    title: `create the volume group ${vg}`,
    argv: ['vgcreate', ...splitWords(vg_options), '-s', pesize, vg, ...names],
    devices: names,
    after,
    undo: { argv: ['vgremove', vg] },
  });
  return { changes: [...steps.changes, made], failure: lvmFailure(`Creating volume group '${vg}' failed`) };
}

function extentOf(pesize: string): number {
  const [, number = '4', unit = 'm'] = /^(\d+(?:\.\d+)?)([kmg]?)/i.exec(pesize) ?? [];
  return Number(number) * 1024 ** ({ k: 1, m: 2, g: 3 }[unit.toLowerCase()] ?? 2);
}

function alteration(
  given: Given,
  before: LvmReport,
  { group, wanted }: { readonly group: VolumeGroup; readonly wanted: readonly Wanted[] },
): Plan {
  const { vg } = given;
  const resized = given.pvresize ? resizing(given, before, { group, wanted }) : { changes: [], report: before };
  const fresh = wanted.filter(({ volume }) => volume?.group !== vg);
  const steps = physical(given, resized.report, fresh);
  const paths = new Set(wanted.map(({ device }) => device.path));
  const leaving = before.physical.filter((one) => one.group === vg && !paths.has(one.path));
  const used = leaving.find((one) => one.used > 0);
  if (used) return fails(`Unable to reduce ${vg} by ${used.name}: it holds data; move that elsewhere first (pvmove)`);
  const grown = extension(given, steps.report, fresh);
  const reduced = reduction(given, grown.report, leaving);
  return {
    changes: [...resized.changes, ...steps.changes, ...grown.changes, ...reduced.changes],
    failure: lvmFailure(`Changing volume group '${vg}' failed`),
  };
}

function resizing(
  given: Given,
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

function extension(given: Given, before: LvmReport, fresh: readonly Wanted[]): Steps {
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

function reduction(given: Given, before: LvmReport, leaving: readonly PhysicalVolume[]): Steps {
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

function removal(given: Given, before: LvmReport, mounts: RunSeen | undefined): Plan {
  const { vg, force } = given;
  const volumes = before.logical.filter(({ group }) => group === vg);
  if (volumes.length > 0 && !force) return fails(`Refuse to remove non-empty volume group ${vg} without force=true`);
  const places = mounts ? mountsOf(mounts, vg) : [];
  if (places.length > 0) return fails(`volumes of ${vg} are mounted on ${places.join(', ')}; unmount them first`);
  const after = {
    groups: before.groups.filter(({ name }) => name !== vg),
    physical: before.physical.map((one) => (one.group === vg ? { ...one, group: '', used: 0 } : one)),
    logical: before.logical.filter(({ group }) => group !== vg),
  };
  const undo = { cannot: 'a volume group that is removed is gone' };
  const title = `remove the volume group ${vg}`;
  return {
    changes: [command(given, before, { title, argv: ['vgremove', '--force', vg], after, undo })],
    failure: lvmFailure(`Failed to remove volume group ${vg}`),
  };
}
