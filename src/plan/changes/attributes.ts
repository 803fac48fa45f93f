// Owner, group, mode, times, label and flags of a path, as arguments of scripts and as a change of their own.

import type { Fragment } from '../../host/index.ts';
import type { Attributes, SetAttributes } from '../change.ts';
import type { FileSeen } from '../look.ts';
import { FUNCTIONS, STOPPED } from './script.ts';

/** `owner:group mode user role type level`, each empty where it stays as it is. */
export function attributeArgs(attributes: Attributes): readonly string[] {
  const label = attributes.label ?? {};
  return [
    ownership(attributes),
    // Five digits: with fewer, GNU chmod keeps a directory's setuid and setgid.
    attributes.mode === undefined ? '' : attributes.mode.toString(8).padStart(5, '0'),
    ...[label.user, label.role, label.type, label.level].map((part) => part ?? ''),
  ];
}

function ownership({ owner, group }: Attributes): string {
  if (owner === undefined && group === undefined) return '';
  return `${owner ?? ''}${group === undefined ? '' : `:${group}`}`;
}

/** A file's identity and state, by which a change notices that it is no longer what was looked at. Empty for what was only predicted. */
export function signature(seen: FileSeen): string {
  if (!seen.exists) return 'absent';
  if (seen.inode === 0) return '';
  return `${seen.inode} ${seen.size} ${Math.floor(seen.mtime)} ${seen.uid} ${seen.gid} ${seen.mode.toString(8)}`;
}

/** Sets attributes of a path that exists. */
export function attributesFragment(change: SetAttributes): Fragment {
  const { attributes, before, follow } = change;
  const link = before.exists && before.type === 'link' ? before : undefined;
  const itself = link !== undefined && !follow;
  const args = [
    link && follow ? link.resolved : change.path,
    identity(before),
    openable(before, follow) ? 'yes' : '',
    itself ? '-h' : '',
    ...flagSteps(attributes.flags, before),
    stamp(attributes.atime),
    stamp(attributes.mtime),
    ...attributeArgs(itself ? withoutMode(attributes) : attributes),
  ];
  return { script: SCRIPT, args, direct: true };
}

// chmod would set what the link leads to.
function withoutMode({ mode: _mode, ...rest }: Attributes): Attributes {
  return rest;
}

// Only the inode: between look and change a file may well be written to, and its attributes are set all the same.
function identity(before: FileSeen): string {
  return before.exists && before.inode !== 0 ? String(before.inode) : '';
}

// Opening a pipe or a device would wait or worse.
function openable(before: FileSeen, follow: boolean): boolean {
  if (!before.exists) return true;
  return before.type === 'file' || before.type === 'directory' || (follow && before.type === 'link');
}

// What makes a file immutable goes last, what ends it goes first, so that owner and mode can be set in between.
function flagSteps(flags: string | undefined, before: FileSeen): readonly [first: string, last: string] {
  if (flags === undefined) return ['', ''];
  const locked = before.exists && /[ia]/.test(before.flags ?? '');
  if (flags.startsWith('+')) return ['', flags];
  if (flags.startsWith('-')) return [flags, ''];
  return [locked ? '-ia' : '', flags];
}

/** A time as touch takes it. */
export function stamp(time: number | 'now' | undefined): string {
  if (time === undefined) return '';
  return time === 'now' ? 'now' : `@${time}`;
}

// Attributes are set through an open descriptor (/proc/self/fd), which is compared with what was looked at: in a directory that a user
// owns, the name could meanwhile lead elsewhere. Where there is no /proc, or the identity may not read the file, the name must do.
const SCRIPT = `${FUNCTIONS}
path=$1 inode=$2 open=$3 h=$4 unlock=$5 lock=$6 atime=$7 mtime=$8; shift 8
if [ -n "$unlock" ]; then chattr "$unlock" -- "$path" || exit ${STOPPED.attributes}; fi
fd=$path
if [ -n "$open" ] && [ -e /proc/self/fd/0 ] && { exec 3<"$path"; } 2>/dev/null; then fd=/proc/self/fd/3; fi
if [ -n "$inode" ]; then
  if [ "$fd" = "$path" ]; then now=$(stat -c %i -- "$path"); else now=$(stat -L -c %i -- "$fd"); fi
  [ "$now" = "$inode" ] || die ${STOPPED.moved} "$path was changed by somebody else meanwhile"
fi
dress "$fd" "$@" $h || exit ${STOPPED.attributes}
when() { if [ "$2" = now ]; then touch $h -c "$1" "$fd"
  else touch $h -c "$1" -d "$2" "$fd" 2>/dev/null || touch $h -c "$1" -d "\${2%.*}" "$fd"; fi; }
if [ -n "$atime" ]; then when -a "$atime" || exit ${STOPPED.attributes}; fi
if [ -n "$mtime" ]; then when -m "$mtime" || exit ${STOPPED.attributes}; fi
if [ -n "$lock" ]; then chattr "$lock" -- "$path" || exit ${STOPPED.attributes}; fi
left "$path"
exit 0`;
