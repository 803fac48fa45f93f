// Plans partitions: making, growing and removing one at a time.

import type { RunSeen } from '../../plan/look.ts';
import type { Plan } from '../../plan/plan.ts';
import { deviceSeen } from './block-device.ts';
import { adjustment, adjustStage } from './parted-adjust.ts';
import type { PartedParams } from './parted-params.ts';
import { change, edited, fails, failure, finalStage, HAVE_NAMES, lineOf, scriptOf, type Task } from './parted-task.ts';
import { type Place, placeOf } from './partition-place.ts';
import { overlapping, partitionNumber, roomOf } from './partition-room.ts';
import {
  labelOf,
  type Partition,
  type PartitionTable,
  partitionsOf,
  tableResult,
  tableSeen,
} from './partition-table.ts';

interface PartedSeen {
  readonly disk: RunSeen | undefined;
  readonly table: RunSeen;
  readonly bytes: RunSeen | undefined;
}

/** What parted does. */
export function planParted(given: PartedParams, seen: PartedSeen, labelGiven: boolean): Plan {
  const table = tableSeen(seen.table);
  if ('problem' in table) return fails(table.problem);
  const { state, number, device, unit } = given;
  if (state === 'info' || number === undefined || !seen.disk || !seen.bytes)
    return { changes: [], result: { ...tableResult(table), script: `unit '${unit}' print` } };
  const disk = deviceSeen(seen.disk);
  if ('problem' in disk) return fails(disk.problem);
  if (!disk.exists) return fails(`Device ${device} not found.`);
  const bytes = tableSeen(seen.bytes);
  if ('problem' in bytes) return fails(bytes.problem);
  const size = { size: Number.parseInt(bytes.disk[1] ?? '0', 10), sector: Number(bytes.disk[3]) || 512 };
  const task = { given, number, labelGiven, disk, seen: seen.disk, table, bytes, size };
  return state === 'absent' ? removal(task) : presence(task);
}

function removal(task: Task): Plan {
  const { given, number, bytes, disk } = task;
  const there = partitionsOf(bytes).find((one) => one.number === number);
  const isWhole = labelOf(bytes) === 'loop';
  if (!there || isWhole) return { changes: [], result: { ...tableResult(task.table), script: '' } };
  const uses = disk.uses.filter((use) => use.partition === number || use.partition === undefined);
  if (uses.length > 0)
    return fails(
      `partition ${number} of ${given.device} is ${uses.map((use) => use.text).join(', ')}; stop that first`,
    );
  const script = `rm ${number}`;
  const removed = change(task, {
    title: `remove partition ${number} of ${given.device}`,
    words: ['rm', String(number)],
    undo: { cannot: 'the identifiers of the partition are gone with it' },
    tables: edited(task, (old) => ({ ...old, partitions: old.partitions.filter(([n]) => n !== String(number)) })),
    before: lineOf(there),
    after: '',
  });
  return { changes: [removed], failure: failure(script), next: finalStage(task, script) };
}

function presence(task: Task): Plan {
  const { given, bytes, number } = task;
  const relabel = labelOf(bytes) !== given.label;
  const there = relabel ? undefined : partitionsOf(bytes).find((one) => one.number === number);
  if (there) return given.resize ? growth(task, there) : adjustment(task, { partition: there, script: '' });
  return creation(task, relabel);
}

/** Why the disk gets no new label; `undefined` where it may. */
function unlabelable({ given, disk, bytes, labelGiven }: Task): string | undefined {
  const { device, label } = given;
  const old = labelOf(bytes);
  const uses = disk.uses.map((use) => use.text).join(', ');
  if (uses !== '') return `${device} is ${uses}; a new ${label} label would lose it, so stop that first`;
  if (disk.type !== '')
    return `${device} as a whole is ${disk.type}, which a new ${label} label would lose; if that is meant, wipe it first (filesystem with state: absent)`;
  const count = partitionsOf(bytes).length;
  if (labelGiven || count === 0 || old === 'unknown') return undefined;
  return `${device} has a ${old} label with ${count} partition${count === 1 ? '' : 's'}, which would be lost; say label: ${old} to keep ${count === 1 ? 'it' : 'them'}, or label: ${label}`;
}

// In an image wipefs takes a label for one that is nested in something else.
const WIPE = 'if [ -b "$1" ]; then wipefs --all "$1"; else wipefs --all --force "$1"; fi';

function creation(task: Task, relabel: boolean): Plan {
  const { given, number, size, disk, bytes } = task;
  const { device, label, part_type: type, part_start, part_end, fs_type, unit, name } = given;
  const problem = relabel ? unlabelable(task) : undefined;
  if (problem !== undefined) return fails(problem);
  if (name !== undefined && !HAVE_NAMES.has(label))
    return fails(`partitions of ${label} have no names; leave 'name' out, or say label: gpt`);
  const others = relabel ? [] : partitionsOf(bytes);
  const next = partitionNumber(label, type, others);
  if (next !== undefined && next !== number)
    return fails(
      `parted numbers partitions by itself, and the next of ${device} is ${next}, not ${number}; make those before it first`,
    );
  const room = roomOf({ given: { start: part_start, end: part_end }, disk: size });
  const over = room && overlapping(room, { label, type, others });
  if (over !== undefined)
    return fails(`partition ${number} from ${part_start} to ${part_end} would overlap partition ${over} of ${device}`);
  const start = ['unit', unit, ...(relabel ? ['mklabel', label] : [])];
  const words = [...start, 'mkpart', type, ...(fs_type === undefined ? [] : [fs_type]), part_start, part_end];
  const script = scriptOf(words);
  const isBlank = relabel && disk.table === '' && !disk.missing.has('wipefs');
  const wiped = isBlank ? { script: WIPE, args: [device] } : { cannot: 'the old label is gone' };
  const made = change(task, {
    title: `make partition ${number} of ${device}${relabel ? `, with a new ${label} label` : ''}`,
    words,
    undo: relabel ? wiped : { argv: ['parted', '-s', '-m', device, '--', 'rm', String(number)] },
    tables: edited(task, (old, write) => {
      const places = room && [room.from, room.to - 1, room.to - room.from].map(write);
      if (places?.every((place) => place !== undefined) !== true) return undefined;
      const kept = relabel ? [] : old.partitions;
      const fresh = [String(number), ...places, '', label === 'gpt' ? type : '', ''];
      return { ...old, disk: old.disk.with(5, label), partitions: [...kept, fresh] };
    }),
    before: relabel ? partitionsOf(bytes).map(lineOf).join('') : '',
    after: `${number} ${part_start} ${part_end}\n`,
  });
  return { changes: [made], failure: failure(script), next: adjustStage(task, script) };
}

function growth(task: Task, there: Partition): Plan {
  const { given, number, size, disk } = task;
  const { device, part_end } = given;
  const place = placeOf(part_end, size, true);
  const end = Number.parseInt(there.end, 10) + 1;
  // What lies behind the last partition of a gpt label is its copy, and less than a step of alignment is no room.
  const room = place && Math.min(place.at, size.size) - end;
  if (place && room !== undefined && Math.abs(room) <= Math.max(place.about, part_end.endsWith('%') ? 2 ** 20 : 0))
    return adjustment(task, { partition: there, script: '' });
  if (room !== undefined && room < 0)
    return fails(
      `partition ${number} of ${device} ends at ${end} bytes, behind ${part_end}; shrinking it could lose data, and parted refuses to`,
    );
  const over = place && inTheWay(task, there, place);
  if (over !== undefined)
    return fails(`partition ${number} of ${device} cannot grow to ${part_end}: partition ${over} is in the way`);
  const uses = disk.uses.filter((use) => use.partition === number);
  if (uses.length > 0)
    return fails(
      `partition ${number} of ${device} is ${uses.map((use) => use.text).join(', ')}, and parted grows none that is used`,
    );
  const words = ['resizepart', String(number), part_end];
  const script = scriptOf(words);
  const grown = change(task, {
    title: `grow partition ${number} of ${device} to ${part_end}`,
    words,
    undo: { cannot: 'shrinking a partition could lose what is in it by now' },
    tables: edited(task, (old, write) =>
      resized(old, number, place && { from: Number.parseInt(there.start, 10), to: place.at }, write),
    ),
    before: lineOf(there),
    after: lineOf({ ...there, end: part_end }),
  });
  return { changes: [grown], failure: failure(script), next: adjustStage(task, script) };
}

// Half a step of alignment is no overlap.
function inTheWay({ given, bytes, size, number }: Task, { start }: Partition, end: Place): number | undefined {
  const room = {
    from: Number.parseInt(start, 10),
    to: Math.min(end.at, size.size),
    about: Math.max(end.about, 2 ** 20),
  };
  const type = given.label === 'msdos' && number > 4 ? 'logical' : 'primary';
  const others = partitionsOf(bytes).filter((one) => one.number !== number);
  return overlapping(room, { label: given.label, type, others });
}

function resized(
  old: PartitionTable,
  number: number,
  room: { readonly from: number; readonly to: number } | undefined,
  write: (bytes: number) => string | undefined,
): PartitionTable | undefined {
  const end = room && write(room.to - 1);
  const length = room && write(room.to - room.from);
  if (end === undefined || length === undefined) return undefined;
  const partitions = old.partitions.map((fields) =>
    fields[0] === String(number) ? fields.with(2, end).with(3, length) : fields,
  );
  return { ...old, partitions };
}
