// The partition table of a disk, as parted tells it to programs: asked for, read, and written as parted would tell it after a change.

import { type Plain, PyFloat } from '../../model/value.ts';
import { run } from '../../plan/ask.ts';
import type { RunLook, RunSeen } from '../../plan/look.ts';

/** parted's answer, field by field, as text. */
export interface PartitionTable {
  /** `BYT`, `CHS` or `CYL`. */
  readonly kind: string;
  /** Path, size, transport, logical and physical sector size, label, model, flags. */
  readonly disk: readonly string[];
  /** Cylinders, heads, sectors and size of a cylinder, where they were asked for. */
  readonly geometry: readonly string[] | undefined;
  /** Number, start, end, size (but not in CHS), file system, name, flags. */
  readonly partitions: readonly (readonly string[])[];
}

const MISSING = 127;

// A disk without a label counts as a failure to parted, after it has told everything.
const SCRIPT = `command -v parted >/dev/null 2>&1 || exit ${MISSING}
LC_ALL=C; export LC_ALL
out=$(parted -s -m "$1" -- unit "$2" print 2>&1 </dev/null); code=$?
printf '%s\\n' "$out"
case $out in *'
BYT;'* | *'
CHS;'* | *'
CYL;'* | 'BYT;'* | 'CHS;'* | 'CYL;'*) exit 0;; *) exit "$code";; esac`;

/** Asks for the table, with places in a unit of parted's. */
export function tableLook(device: string, unit: string): RunLook {
  return run({ script: SCRIPT, args: [device, unit] }, [`path:${device}`, 'packages']);
}

/** What parted answered; or why it did not. */
export function tableSeen({ code, stdout }: RunSeen): PartitionTable | { readonly problem: string } {
  const text = stdout.toString('utf8');
  if (code === MISSING) return { problem: 'the host has no parted; install parted' };
  const lines = text.split('\n');
  const first = lines.findIndex((line) => /^(BYT|CHS|CYL);$/.test(line));
  if (code !== 0 || first < 0) return { problem: `Error while getting device information: ${text.trim()}` };
  const rows = lines
    .slice(first + 1)
    .filter((line) => line.endsWith(';'))
    .map((line) => fieldsOf(line.slice(0, -1)));
  const kind = (lines[first] ?? '').slice(0, 3);
  const [disk = [], ...rest] = rows;
  const geometry = kind === 'BYT' ? undefined : rest[0];
  return { kind, disk, geometry, partitions: kind === 'BYT' ? rest : rest.slice(1) };
}

// A colon in a name or a model has a backslash before it.
function fieldsOf(line: string): readonly string[] {
  return line.split(/(?<!\\):/).map((field) => field.replace(/\\(.)/g, '$1'));
}

/** The look's answer when the table is this one. */
export function tableAnswer({ kind, disk, geometry, partitions }: PartitionTable): RunSeen {
  const line = (fields: readonly string[]): string =>
    `${fields.map((field) => field.replace(/[\\:]/g, '\\$&')).join(':')};\n`;
  const text = [[kind], disk, ...(geometry ? [geometry] : []), ...partitions].map(line).join('');
  return { code: 0, stdout: Buffer.from(text), stderr: Buffer.alloc(0) };
}

/** The label: gpt, msdos, loop (a file system on the whole disk), unknown, ... */
export const labelOf = ({ disk }: PartitionTable): string => disk[5] ?? '';

/** A partition, with its places in the unit that was asked for. */
export interface Partition {
  readonly number: number;
  readonly start: string;
  readonly end: string;
  readonly size: string;
  readonly filesystem: string;
  readonly name: string;
  readonly flags: readonly string[];
}

export function partitionsOf({ kind, partitions }: PartitionTable): readonly Partition[] {
  return partitions.map((fields) => {
    const [number = '', start = '', end = '', ...rest] = fields;
    const [size = '', filesystem = '', name = '', flags = ''] = kind === 'CHS' ? ['', ...rest] : rest;
    const words = flags.split(',').map((flag) => flag.trim());
    return { number: Number(number), start, end, size, filesystem, name, flags: words.filter((flag) => flag !== '') };
  });
}

/** The table as the results of the module have it. */
export function tableResult(table: PartitionTable): { readonly disk: Plain; readonly partitions: Plain } {
  const [dev = '', size = '', , logical = '', physical = '', label = '', model = ''] = table.disk;
  const whole = measured(size);
  const unit = table.kind === 'CHS' ? 'chs' : whole.unit;
  const [cylinders, heads, sectors, cylinderSize = ''] = table.geometry ?? [];
  const cylinder = measured(cylinderSize);
  return {
    disk: {
      dev,
      size: whole.value,
      unit,
      table: label,
      model,
      logical_block: Number(logical),
      physical_block: Number(physical),
      ...(table.geometry && {
        chs_info: {
          cylinders: Number(cylinders),
          heads: Number(heads),
          sectors: Number(sectors),
          cyl_size: cylinder.value,
          cyl_size_unit: cylinder.unit,
        },
      }),
    },
    partitions: partitionsOf(table).map((one) => ({
      num: one.number,
      begin: measured(one.start).value,
      end: measured(one.end).value,
      size: measured(one.size).value,
      fstype: one.filesystem,
      name: one.name,
      flags: [...one.flags],
      unit,
    })),
  };
}

// `51200kiB`, `0.01%`, `3199cyl`, `0,1,2`.
function measured(text: string): { readonly value: Plain; readonly unit: string } {
  const [cylinder, head, sector] = text.split(',').map(Number);
  if (cylinder !== undefined && head !== undefined && sector !== undefined)
    return { value: { cylinder, head, sector }, unit: 'chs' };
  const [, number, unit = ''] = /^(-?[\d.]+)(.*)$/.exec(text) ?? [];
  return { value: number === undefined ? '' : new PyFloat(Number(number)), unit: unit.toLowerCase() };
}
