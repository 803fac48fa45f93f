// Owner, group, mode, times, label and flags of a path, as arguments of scripts and as a change of their own.

import type { Fragment } from '../../host/index.ts';
import type { Attributes, SetAttributes } from '../change.ts';
import type { FileSeen } from '../look.ts';

/** `mode owner:group optional`, each empty where it stays as it is. */
export function attributeArgs(attributes: Attributes & { readonly optional?: boolean }): readonly string[] {
  return [
    attributes.mode === undefined ? '' : attributes.mode.toString(8).padStart(4, '0'),
    ownership(attributes),
    attributes.optional ? 'yes' : '',
  ];
}

function ownership({ owner, group }: Attributes): string {
  if (owner === undefined && group === undefined) return '';
  return `${owner ?? ''}${group === undefined ? '' : `:${group}`}`;
}

/** A file's identity and state, by which a change notices that it is no longer what was looked at. */
export function signature(seen: FileSeen): string {
  if (!seen.exists) return 'absent';
  return `${seen.inode} ${seen.size} ${Math.floor(seen.mtime)} ${seen.uid} ${seen.gid} ${seen.mode.toString(8)}`;
}

/** The same of a path on the host: a shell function. The path is the one that was resolved, so a link there is itself a difference. */
export const SIGNATURE = `signature() {
  [ -e "$1" ] || [ -L "$1" ] || { printf absent; return; }
  s=$(stat -c '%i %s %Y %u %g %a' -- "$1") && printf %s "$s"; }`;

/** Sets attributes of a path that exists. */
export function attributesFragment(change: SetAttributes): Fragment {
  const { attributes } = change;
  const label = attributes.label ?? {};
  const args = [
    change.path,
    change.follow ? '' : '-h',
    ownership(attributes),
    attributes.mode === undefined ? '' : attributes.mode.toString(8).padStart(4, '0'),
    stamp(attributes.atime),
    stamp(attributes.mtime),
    attributes.flags ?? '',
    ...[label.user, label.role, label.type, label.level].map((part) => part ?? ''),
  ];
  return { script: SCRIPT, args, direct: true };
}

function stamp(time: number | 'now' | undefined): string {
  if (time === undefined) return '';
  return time === 'now' ? 'now' : `@${time}`;
}

const SCRIPT = `LC_ALL=C; export LC_ALL
path=$1 h=$2 owner=$3 mode=$4 atime=$5 mtime=$6 flags=$7; shift 7
if [ -n "$owner" ]; then chown $h "$owner" "$path" || exit 1; fi
if [ -n "$mode" ] && { [ -z "$h" ] || [ ! -L "$path" ]; }; then chmod "$mode" "$path" || exit 1; fi
if [ -n "$1$2$3$4" ]; then
  set -- "$path" \${1:+-u "$1"} \${2:+-r "$2"} \${3:+-t "$3"} \${4:+-l "$4"}
  p=$1; shift; chcon $h "$@" "$p" || exit 1
fi
if [ -n "$flags" ]; then chattr "$flags" "$path" || exit 1; fi
when() { if [ "$2" = now ]; then touch $h -c "$1" "$path"; else touch $h -c "$1" -d "$2" "$path"; fi; }
if [ -n "$atime" ]; then when -a "$atime" || exit 1; fi
if [ -n "$mtime" ]; then when -m "$mtime" || exit 1; fi
exit 0`;
