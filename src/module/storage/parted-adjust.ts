// Plans the name and the flags of a partition.

import { type Plan, type Stage, stage } from '../../plan/plan.ts';
import type { PartedParams } from './parted-params.ts';
import { change, edited, fails, failure, finalStage, HAVE_NAMES, lineOf, scriptOf, type Task } from './parted-task.ts';
import {
  type Partition,
  type PartitionTable,
  partitionsOf,
  tableLook,
  tableResult,
  tableSeen,
} from './partition-table.ts';

/** Names and flags come after: which flags a new partition has by itself is not known before. */
export function adjustStage(task: Task, script: string): Stage {
  const looks = { table: tableLook(task.given.device, task.given.unit) };
  return stage({
    looks,
    plan: ({ table }) => {
      const now = tableSeen(table);
      if ('problem' in now) return fails(now.problem);
      const partition = partitionsOf(now).find((one) => one.number === task.number);
      const { number } = task;
      const fresh = { number, start: '', end: '', size: '', filesystem: '', name: '', flags: [] };
      return adjustment({ ...task, table: now }, { partition: partition ?? fresh, script });
    },
  });
}

interface Adjusting {
  readonly partition: Partition;
  /** What was done before. */
  readonly script: string;
}

/** Sets the name and the flags of a partition that is there. */
export function adjustment(task: Task, { partition, script }: Adjusting): Plan {
  const { given, number } = task;
  const { device, name, label, unit } = given;
  if (name !== undefined && !HAVE_NAMES.has(label))
    return fails(`partitions of ${label} have no names; leave 'name' out, or say label: gpt`);
  const wanted = wantedFlags(given) ?? partition.flags;
  const renamed = name !== undefined && name !== partition.name;
  const switched = [
    ...wanted.filter((flag) => !partition.flags.includes(flag)).map((flag) => [flag, 'on'] as const),
    ...partition.flags.filter((flag) => !wanted.includes(flag)).map((flag) => [flag, 'off'] as const),
  ];
  if (!renamed && switched.length === 0) return { changes: [], result: { ...tableResult(task.table), script } };
  const naming = (to: string): readonly string[] => ['name', String(number), to.includes('"') ? `'${to}'` : `"${to}"`];
  const flagging = (on: string, off: string): readonly string[] =>
    switched.flatMap(([flag, state]) => ['set', String(number), flag, state === 'on' ? on : off]);
  const words = ['unit', unit, ...(renamed ? naming(name) : []), ...flagging('on', 'off')];
  const whole = [...(script === '' ? [] : [script]), scriptOf(words)].join(' ');
  const after = { ...partition, name: name ?? partition.name, flags: wanted };
  const adjusted = change(task, {
    title: `set ${[...(renamed ? ['the name'] : []), ...(switched.length > 0 ? ['flags'] : [])].join(' and ')} of partition ${number} of ${device}`,
    words,
    undo: {
      argv: ['parted', '-s', '-m', device, '--', ...(renamed ? naming(partition.name) : []), ...flagging('off', 'on')],
    },
    tables: edited(task, (old) => withNames(old, after)),
    before: lineOf(partition),
    after: lineOf(after),
  });
  return { changes: [adjusted], failure: failure(whole), next: finalStage(task, whole) };
}

function withNames(old: PartitionTable, { number, name, flags }: Partition): PartitionTable {
  const at = old.kind === 'CHS' ? 4 : 5;
  const partitions = old.partitions.map((fields) =>
    fields[0] === String(number) && fields.length > at + 1
      ? fields.with(at, name).with(at + 1, flags.join(', '))
      : fields,
  );
  return { ...old, partitions };
}

// On gpt boot and esp are one flag with two names.
function wantedFlags({ flags, label }: PartedParams): readonly string[] | undefined {
  if (flags === undefined || flags.length === 0) return undefined;
  const both = label === 'gpt' && (flags.includes('boot') || flags.includes('esp')) ? ['boot', 'esp'] : [];
  return [...new Set([...both, ...flags])];
}
