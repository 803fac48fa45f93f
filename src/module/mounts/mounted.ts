// What is mounted where, from /proc/self/mountinfo; and the commands that mount, remount and unmount.

import { run } from '../../plan/ask.ts';
import type { Prediction, RunCommand } from '../../plan/change.ts';
import type { RunLook, RunSeen } from '../../plan/look.ts';
import { escapeField, type FstabEntry, unescapeField } from './fstab.ts';

/** The table of mounts; one look for all tasks, so that one mount is predicted for the next task. */
export const mountsLook: RunLook = run({ argv: ['cat', '/proc/self/mountinfo'] }, ['path:/proc/self/mountinfo']);

export interface Mounted {
  readonly path: string;
  readonly fstype: string;
  readonly source: string;
}

/** What is mounted at a place: the topmost. */
export function mountedAt({ stdout }: RunSeen, path: string): Mounted | undefined {
  return linesOf(stdout)
    .map(mountOf)
    .findLast((mount) => mount?.path === path);
}

const linesOf = (table: Buffer): readonly string[] => table.toString('utf8').split('\n');

// `36 35 98:0 /root /mnt rw,noatime master:1 - ext3 /dev/root rw`
function mountOf(line: string): Mounted | undefined {
  const [head = '', tail = ''] = line.split(' - ');
  const path = head.split(' ')[4];
  const [fstype, source] = tail.split(' ');
  if (path === undefined || fstype === undefined || source === undefined) return undefined;
  return { path: unescapeField(path), fstype, source: unescapeField(source) };
}

type Mounting = Pick<FstabEntry, 'src' | 'path' | 'fstype' | 'opts'>;

// What was made for it goes again where it cannot be mounted, the innermost first.
const MOUNT = `src=$1 path=$2 type=$3 opts=$4; shift 4
mount -t "$type" -o "$opts" "$src" "$path" && exit 0
code=$?; for made do rmdir -- "$made" 2>/dev/null; done; exit "$code"`;

/** Mounts by what the entry says, without reading /etc/fstab: only what could be mounted gets there. `made`: directories that were made for it. */
export function mountCommand(entry: Mounting, table: RunSeen, made: readonly string[]): RunCommand {
  const { src, path, fstype, opts } = entry;
  return {
    ...base(path),
    title: `mount ${src} on ${path}`,
    command: { script: MOUNT, args: [src, path, fstype, opts, ...made.toReversed()] },
    leaves: leaving(table, path, entry),
    undo: { argv: ['umount', path] },
    diff: { before: '', after: `${src} ${path} ${fstype} ${opts}\n`, header: path },
  };
}

/** Unmounts. It can be taken back where an entry says what was mounted. */
export function unmountCommand(path: string, table: RunSeen, entry: Mounting | undefined): RunCommand {
  return {
    ...base(path),
    title: `unmount ${path}`,
    command: { argv: ['umount', path] },
    leaves: leaving(table, path, undefined),
    undo: entry
      ? { script: MOUNT, args: [entry.src, entry.path, entry.fstype, entry.opts] }
      : { cannot: `how ${path} was mounted is not known` },
  };
}

const REMOUNT = `if mount -o "remount,$4" "$1" "$2"; then exit 0; fi
umount "$2" && exec mount -t "$3" -o "$4" "$1" "$2"`;
const AGAIN = 'umount "$2" && exec mount -t "$3" -o "$4" "$1" "$2"';

/** Mounts anew: with other options in place where that can be, else (`anew`, or where the kernel refuses) by unmounting first. */
export function remountCommand(
  entry: Mounting,
  { old, anew }: { readonly old: Mounting | undefined; readonly anew: boolean },
): RunCommand {
  const args = ({ src, path, fstype, opts }: Mounting): readonly string[] => [src, path, fstype, opts];
  return {
    ...base(entry.path),
    title: `mount ${entry.path} again`,
    command: { script: anew ? AGAIN : REMOUNT, args: args(entry) },
    leaves: [],
    undo: old
      ? { script: anew ? AGAIN : REMOUNT, args: args(old) }
      : { cannot: `how ${entry.path} was mounted is not known` },
  };
}

/** Mounts anew with the options of /etc/fstab. */
export function refreshCommand(path: string): RunCommand {
  return {
    ...base(path),
    title: `mount ${path} again`,
    command: { script: 'mount -o remount "$1" || { umount "$1" && exec mount "$1"; }', args: [path] },
    leaves: [],
    undo: { cannot: `${path} was mounted again as it was` },
  };
}

function base(path: string): Pick<RunCommand, 'kind' | 'touches' | 'accept' | 'predictable'> {
  return { kind: 'run', touches: ['path:/proc/self/mountinfo', `path:${path}`], accept: [0], predictable: true };
}

function leaving({ stdout, ...rest }: RunSeen, path: string, mounted: Mounting | undefined): readonly Prediction[] {
  const others = linesOf(stdout).filter((line) => line !== '' && mountOf(line)?.path !== path);
  const field = escapeField(path);
  const mine = mounted ? [`0 0 0:0 / ${field} rw - ${mounted.fstype} ${escapeField(mounted.src)} rw`] : [];
  const table = Buffer.from([...others, ...mine, ''].join('\n'));
  return [{ kind: 'run', look: mountsLook, value: { ...rest, stdout: table } }];
}
