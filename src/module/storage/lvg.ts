// Plans volume groups: creating, changing and removing them.

import type { RunSeen } from '../../plan/look.ts';
import type { Plan } from '../../plan/plan.ts';
import { splitWords } from '../../plan/words.ts';
import { deviceSeen } from './block-device.ts';
import {
  command,
  extension,
  joining,
  type LvgParams,
  physical,
  reduction,
  resizing,
  UNKNOWN_SIZE,
  type Wanted,
} from './lvg-steps.ts';
import { type LvmReport, lvmFailure, lvmSeen, mountsOf, type VolumeGroup } from './lvm-report.ts';

interface Seen {
  readonly lvm: RunSeen;
  readonly mounts: RunSeen | undefined;
  readonly devices: readonly RunSeen[];
}

const fails = (failed: string): Plan => ({ changes: [], failed });

/** What lvg does. */
export function planLvg(given: LvgParams, seen: Seen): Plan {
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
  { vg, force }: LvgParams,
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

function creation(given: LvgParams, before: LvmReport, wanted: readonly Wanted[]): Plan {
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
  given: LvgParams,
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

function removal(given: LvgParams, before: LvmReport, mounts: RunSeen | undefined): Plan {
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
