// Plans the size of a logical volume: what it shall be, and whether and how it grows or shrinks.

import type { RunCommand } from '../../plan/change.ts';
import type { LogicalVolume } from './lvm-report.ts';
import type { LvolSize } from './lvol-size.ts';
import { command, type LvolParams, type Task } from './lvol-task.ts';

/** Bytes; a percentage may be rounded either way. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** How large a volume shall be that has `own` bytes now. */
export function wantedBytes({ given, report, group }: Task, size: LvolSize, own: number): Range {
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

/** A volume with another size, and the command that gives it. */
export interface Resized {
  readonly change: RunCommand;
  readonly after: LogicalVolume;
}

/** What makes the volume as large as it shall be; a text is why that may not be. */
export function resizing(task: Task, volume: LogicalVolume, size: LvolSize): Resized | string | undefined {
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
function isFloor({ pvs }: LvolParams, size: LvolSize): boolean {
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
