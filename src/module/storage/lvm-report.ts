// What LVM says of volume groups, physical and logical volumes: one look for every task, so that what check mode predicts of one holds for the next.

import { run } from '../../plan/ask.ts';
import type { Prediction } from '../../plan/change.ts';
import type { RunLook, RunSeen } from '../../plan/look.ts';

/** Sizes are in bytes. */
export interface VolumeGroup {
  readonly name: string;
  readonly size: number;
  readonly free: number;
  readonly extent: number;
}

export interface PhysicalVolume {
  readonly name: string;
  /** Without links. */
  readonly path: string;
  /** Empty where it is in none. */
  readonly group: string;
  readonly size: number;
  readonly device: number;
  /** Where its first extent begins. */
  readonly start: number;
  readonly used: number;
}

export interface LogicalVolume {
  readonly name: string;
  readonly group: string;
  readonly size: number;
  /** Of lv_attr: the type is the first letter, `a` in fifth place means active. */
  readonly attributes: string;
}

export interface LvmReport {
  readonly groups: readonly VolumeGroup[];
  readonly physical: readonly PhysicalVolume[];
  readonly logical: readonly LogicalVolume[];
}

const MISSING = 127;

const SCRIPT = `for program in vgs pvs lvs; do command -v $program >/dev/null 2>&1 || exit ${MISSING}; done
LC_ALL=C LVM_SUPPRESS_FD_WARNINGS=1; export LC_ALL LVM_SUPPRESS_FD_WARNINGS
set -- --noheadings --nosuffix --units b --separator '|'
v=$(vgs "$@" -o vg_name,vg_size,vg_free,vg_extent_size 2>&1) || { echo "$v" >&2; exit 1; }
p=$(pvs "$@" -o pv_name,vg_name,pv_size,dev_size,pe_start,pv_used 2>&1) || { echo "$p" >&2; exit 1; }
l=$(lvs -a "$@" -o lv_name,vg_name,lv_size,lv_attr 2>&1) || { echo "$l" >&2; exit 1; }
printf '%s\\n' "$v" | sed -n '/|/s/^ */v|/p'
printf '%s\\n' "$p" | sed -n '/|/s/^ */p|/p' | while IFS='|' read -r kind name rest; do
  printf '%s|%s|%s|%s\\n' "$kind" "$name" "$(readlink -f -- "$name" || echo "$name")" "$rest"
done
printf '%s\\n' "$l" | sed -n '/|/s/^ */l|/p'`;

/** LVM as what is read and touched. */
export const LVM = 'command:lvm' as const;

export const lvmLook: RunLook = run({ script: SCRIPT, args: [] }, [LVM, 'packages']);

/** What LVM said; or why it did not. */
export function lvmSeen({ code, stdout, stderr }: RunSeen): LvmReport | { readonly problem: string } {
  if (code === MISSING) return { problem: 'the host has no vgs, pvs and lvs; install lvm2' };
  if (code !== 0) return { problem: stderr.toString('utf8').trim() || 'LVM cannot be asked' };
  const rows = stdout
    .toString('utf8')
    .split('\n')
    .map((line) => line.split('|'));
  const of = (kind: string): readonly (readonly string[])[] => rows.filter(([first]) => first === kind);
  return {
    groups: of('v').map(([, name = '', size, free, extent]) => ({
      name,
      size: Number(size),
      free: Number(free),
      extent: Number(extent),
    })),
    physical: of('p').map(([, name = '', path = '', group = '', size, device, start, used]) => ({
      ...{ name, path, group, size: Number(size), device: Number(device), start: Number(start), used: Number(used) },
    })),
    logical: of('l').map(([, name = '', group = '', size, attributes = '']) => ({
      ...{ name: name.replace(/^\[(.*)\]$/, '$1'), group, size: Number(size), attributes },
    })),
  };
}

/** "LVM will say this." */
export function lvmLeaves({ groups, physical, logical }: LvmReport): readonly Prediction[] {
  const lines = [
    ...groups.map(({ name, size, free, extent }) => ['v', name, size, free, extent]),
    ...physical.map(({ name, path, group, size, device, start, used }) => [
      ...['p', name, path, group, size, device, start, used],
    ]),
    ...logical.map(({ name, group, size, attributes }) => ['l', name, group, size, attributes]),
  ];
  const stdout = Buffer.from(lines.map((fields) => `${fields.join('|')}\n`).join(''));
  return [{ kind: 'run', look: lvmLook, value: { code: 0, stdout, stderr: Buffer.alloc(0) } }];
}

/** Where logical volumes of a group are mounted, from /proc/self/mountinfo: of one, or of all. */
export function mountsOf({ stdout }: RunSeen, group: string, volume?: string): readonly string[] {
  const double = (name: string): string => name.replaceAll('-', '--');
  const prefix = `/dev/mapper/${double(group)}-`;
  return stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => {
      const source = line.split(' - ')[1]?.split(' ')[1] ?? '';
      if (volume !== undefined) return source === prefix + double(volume);
      return source.startsWith(prefix) && source[prefix.length] !== '-';
    })
    .map((line) => line.split(' ')[4] ?? '');
}

/** What a change of LVM touches, with devices that become or cease to be its own. */
export const lvmTouches = (devices: readonly string[]) =>
  [LVM, 'path:/dev' as const, 'facts' as const, ...devices.map((device) => `path:${device}` as const)] as const;

/** LVM speaks English, and does not count the descriptors of whoever starts it. */
export const LVM_ENVIRONMENT = { LC_ALL: 'C', LVM_SUPPRESS_FD_WARNINGS: '1' } as const;

/** The result of a command of LVM that failed. */
export const lvmFailure =
  (msg: string) =>
  ({ code, stderr }: { readonly code: number; readonly stderr: Buffer }) => {
    const err = stderr.toString('utf8');
    return { msg: `${msg}: ${err.trim()}`, rc: code, err };
  };
