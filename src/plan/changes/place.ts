// Puts a file in place in one step: written under a random name in the same directory, given its attributes, validated, then renamed.

import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Fragment } from '../../host/index.ts';
import type { Attributes, CopyPath, WriteFile } from '../change.ts';
import { splitWords } from '../words.ts';
import { attributeArgs, SIGNATURE, signature } from './attributes.ts';

/** Exit codes by which the script says why it stopped; above what programs use, below what signals give. */
export const STOPPED = {
  noDirectory: 101,
  moved: 102,
  cannotWrite: 103,
  invalid: 104,
  attributes: 105,
  isDirectory: 106,
};

/** Standard output has a line `backup PATH` where a backup was made. */
export function placeFragment(change: WriteFile | CopyPath): Fragment {
  const directory = change.path.slice(0, change.path.lastIndexOf('/')) || '/';
  // Random, so that nobody can be waiting at that name; created with noclobber (O_EXCL), so that no planted link is ever followed.
  const temporary = `${directory === '/' ? '' : directory}/.tsplay-${randomBytes(8).toString('hex')}`;
  const validate = change.validate === undefined ? [] : splitWords(change.validate);
  const args = [
    change.path,
    directory,
    temporary,
    signature(change.before),
    change.kind === 'copy' ? change.from : '',
    change.backup ? 'yes' : '',
    change.kind === 'write' && change.inPlace ? 'yes' : '',
    ...attributeArgs(wanted(change)),
    ...validate.map((word) => word.replaceAll('%s', temporary)),
  ];
  return { script: SCRIPT, args, ...(change.kind === 'write' && { stdin: bytes(change) }), direct: true };
}

// What the change leaves open is kept from the file that is there.
function wanted(change: WriteFile | CopyPath): Attributes & { readonly optional: boolean } {
  const { attributes, before } = change;
  if (!before.exists) return { ...attributes, optional: false };
  return {
    ...attributes,
    mode: attributes.mode ?? before.mode,
    owner: attributes.owner ?? String(before.uid),
    group: attributes.group ?? String(before.gid),
    optional: attributes.owner === undefined && attributes.group === undefined,
  };
}

function bytes(change: WriteFile): Buffer | AsyncIterable<Uint8Array> {
  return Buffer.isBuffer(change.content) ? change.content : createReadStream(change.content.file);
}

// Attributes are set through the open descriptor (/proc/self/fd): in a directory that a user owns, the name could meanwhile lead elsewhere.
const SCRIPT = `LC_ALL=C; export LC_ALL
path=$1 dir=$2 new=$3 seen=$4 from=$5 backup=$6 inplace=$7 mode=$8 owner=$9; shift 9
optional=$1; shift
die() { code=$1; shift; printf '%s\\n' "$*" >&2; exit "$code"; }
[ -d "$dir" ] || die ${STOPPED.noDirectory} "the directory $dir does not exist"
if [ -d "$path" ] && [ ! -L "$path" ]; then die ${STOPPED.isDirectory} "$path is a directory"; fi
${SIGNATURE}
[ "$(signature "$path")" = "$seen" ] || die ${STOPPED.moved} "$path was changed by somebody else meanwhile"
[ -n "$mode" ] || mode=$(printf '%o' $(( 0666 & ~0$(umask) )))
umask 077
fill() {
  if [ -n "$from" ]; then cat <"$from" >&3; else cat >&3; fi || die ${STOPPED.cannotWrite} "cannot write $path: is the disk full?"
  fd=/proc/self/fd/3; [ -e "$fd" ] || fd=$new
  if [ -n "$owner" ]; then
    chown "$owner" "$fd" || [ -n "$optional" ] || die ${STOPPED.attributes} "cannot give $path to $owner"
  fi
  chmod "$mode" "$fd" || die ${STOPPED.attributes} "cannot set the mode of $path to $mode"
}
trap 'rm -f -- "$new"' EXIT
trap 'exit 130' HUP INT TERM
set -C
fill 3>"$new" || die ${STOPPED.cannotWrite} "cannot create a file in $dir"
set +C
if [ -e /sys/fs/selinux/enforce ]; then
  if [ -e "$path" ]; then chcon --reference="$path" "$new" 2>/dev/null; fi
fi
if [ $# -gt 0 ]; then
  "$@" </dev/null || die ${STOPPED.invalid} "failed to validate: '$1' answered $?"
fi
if [ -n "$backup" ] && [ -e "$path" ]; then
  copy="$path.$$.$(date +%Y-%m-%d@%H:%M:%S)~"
  cp -p -- "$path" "$copy" || die ${STOPPED.cannotWrite} "cannot make the backup $copy"
  printf 'backup %s\\n' "$copy"
fi
if [ -n "$inplace" ] && [ -e "$path" ]; then cat "$new" >"$path" || die ${STOPPED.cannotWrite} "cannot write $path"; exit 0; fi
mv -fT -- "$new" "$path" || die ${STOPPED.cannotWrite} "cannot put $path in place"
if [ -e /sys/fs/selinux/enforce ] && [ "$seen" = absent ]; then restorecon -F -- "$path" 2>/dev/null; fi
exit 0`;
