// What all changes to a partition table have in common: how parted is run, what it leaves, and how results tell of it.

import type { RunCommand } from '../../plan/change.ts';
import type { RunLook, RunSeen } from '../../plan/look.ts';
import { type Plan, type Result, type Stage, stage } from '../../plan/plan.ts';
import { type DeviceSeen, deviceLook, deviceWith } from './block-device.ts';
import type { PartedParams } from './parted-params.ts';
import { type DiskSize, writtenIn } from './partition-place.ts';
import {
  labelOf,
  type Partition,
  type PartitionTable,
  tableAnswer,
  tableLook,
  tableResult,
  tableSeen,
} from './partition-table.ts';

type Disk = Extract<DeviceSeen, { readonly exists: true }>;

/** A disk, what is on it, and what is asked of it. */
export interface Task {
  readonly given: PartedParams;
  readonly number: number;
  readonly labelGiven: boolean;
  readonly disk: Disk;
  readonly seen: RunSeen;
  /** In the unit of the result, and in bytes. */
  readonly table: PartitionTable;
  readonly bytes: PartitionTable;
  readonly size: DiskSize;
}

/** A plan that is none. */
export const fails = (failed: string): Plan => ({ changes: [], failed });

/** The labels whose partitions have names. */
export const HAVE_NAMES: ReadonlySet<string> = new Set(['gpt', 'mac', 'dvh', 'pc98', 'amiga']);

/** A partition as a diff shows it. */
export const lineOf = ({ number, start, end, name, flags }: Partition): string =>
  `${[number, start, end, name, flags.join(',')].join(' ').trim()}\n`;

interface Doing {
  readonly title: string;
  readonly words: readonly string[];
  readonly undo: RunCommand['undo'];
  /** The tables afterwards, in the unit of the result and in bytes; absent where only parted can tell. */
  readonly tables: readonly (readonly [RunLook, PartitionTable])[];
  readonly before: string;
  readonly after: string;
}

/** One run of parted. */
export function change({ given, disk, seen, table }: Task, doing: Doing): RunCommand {
  const { device, align } = given;
  const aligned = align === 'undefined' ? [] : ['-a', align];
  const leaves = doing.tables.map(([look, after]) => ({ kind: 'run', look, value: tableAnswer(after) }) as const);
  const isNew = doing.tables.some(([, after]) => labelOf(after) !== labelOf(table));
  const diskLook = deviceLook(device, ['wipefs']);
  return {
    kind: 'run',
    title: doing.title,
    command: { argv: ['parted', '-s', '-m', ...aligned, device, '--', ...doing.words], env: { LC_ALL: 'C' } },
    // Its partitions are devices of their own, with names that begin with its name.
    touches: [`path:${device}`, 'path:/dev', 'facts'],
    accept: [0],
    predictable: true,
    leaves: isNew ? [...leaves, { kind: 'run', look: diskLook, value: deviceWith(seen, '') }] : leaves,
    undo: doing.undo,
    diff: {
      before: doing.before,
      after: doing.after,
      header: disk.table === '' ? device : `${device} (${disk.table})`,
    },
  };
}

/** Both looks with what one edit makes of their tables; none where a place cannot be written in the unit. */
export function edited(
  { given, table, bytes, size }: Task,
  edit: (old: PartitionTable, write: (bytes: number) => string | undefined) => PartitionTable | undefined,
): Doing['tables'] {
  const one = (unit: string, old: PartitionTable): Doing['tables'] => {
    const after = edit(old, (place) => writtenIn(unit, place, size.sector));
    return after ? [[tableLook(given.device, unit), after]] : [];
  };
  return [...one(given.unit, table), ...(given.unit === 'B' ? [] : one('B', bytes))];
}

/** Words as Ansible's result has them. */
export const scriptOf = (words: readonly string[]): string =>
  words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`)).join(' ');

/** What the table is afterwards, for the result. */
export function finalStage({ given }: Task, script: string): Stage {
  const looks = { table: tableLook(given.device, given.unit) };
  return stage({
    looks,
    plan: ({ table }) => {
      const after = tableSeen(table);
      return { changes: [], result: 'problem' in after ? { script } : { ...tableResult(after), script } };
    },
  });
}

/** The result where parted refused. */
export const failure =
  (script: string) =>
  (failed: { readonly code: number; readonly stdout: Buffer; readonly stderr: Buffer }): Result => {
    const [out, err] = [failed.stdout.toString('utf8'), failed.stderr.toString('utf8')];
    return { msg: `Error while running parted script: ${script}: ${(err || out).trim()}`, rc: failed.code, out, err };
  };
