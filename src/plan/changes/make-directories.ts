// Makes many directories that get the same attributes with a handful of programs, one after the other as if each were made alone.

import type { Fragment } from '../../host/index.ts';
import type { Change, MakeDirectory } from '../change.ts';
import { attributeArgs } from './attributes.ts';
import { FUNCTIONS, STOPPED } from './script.ts';

/** Whether a directory can be made together with others: nothing was there, and nothing is to be done that has to go last. */
export function isNewDirectory(change: Change): change is MakeDirectory {
  if (change.kind !== 'directory' || change.before.exists) return false;
  return change.attributes.flags === undefined && /^\/(?:.*\/)?[^/]+$/s.test(change.path);
}

/** Equal for directories that get the same attributes. */
export function attributesKey({ attributes }: MakeDirectory): string {
  return JSON.stringify(attributeArgs(attributes));
}

/**
 * The fragment for directories with the same attributes, in the order in which they are made. Standard output has records: `placed INDEX...`
 * for those that are there, `left LINES` with a line of stat for each of them, and `stopped INDEX` for the first that failed.
 */
export function makeDirectoriesFragment(changes: readonly MakeDirectory[]): Fragment {
  const [first] = changes;
  const attributes = first ? attributeArgs(first.attributes) : [];
  return { script: SCRIPT, args: [...attributes, ...changes.map(({ path }) => path)], direct: true };
}

// One mkdir makes all, parents first. Where it fails, each that is missing is tried again alone: that tells which one it was and why, and those
// behind it, which would not have been made, are taken away again unless they had been there. `$old` has the indexes of those that stay.
const SCRIPT = `${FUNCTIONS}
owner=$1 mode=$2 user=$3 role=$4 type=$5 level=$6; shift 6
n=$# code=0 why= old=' ' i=0
stop() { [ "$1" -lt "$n" ] || return 0; n=$1 code=$2; shift 2; why=$*; }
cut='[ "$n" -eq $# ] || { back= keep= i=0
  while [ "$i" -lt $# ]; do
    word="\\"\\\${$((i+1))}\\""
    if [ "$i" -lt "$n" ]; then keep="$keep $word"; else case $old in *" $i "*) ;; *) back="$word $back";; esac; fi
    i=$((i+1))
  done
  [ -z "$back" ] || eval "rmdir -- $back" 2>/dev/null
  eval "set -- $keep"; }'
make() { mkdir \${mode:+-m "$mode"} -- "$@" 2>&1; }
each() { call=$1 j=0; shift
  for p do e=$("$call" "$p" 2>&1) || { old="$old$j "; stop "$j" ${STOPPED.attributes} "$e"; return 0; }; j=$((j+1)); done; }
own() { chown -h -- "$owner" "$@"; }
mark() { chcon -h \${user:+-u "$user"} \${role:+-r "$role"} \${type:+-t "$type"} \${level:+-l "$level"} -- "$@"; }
for p do
  if [ -e "$p" ] || [ -L "$p" ]; then old="$old$i "; fi
  i=$((i+1))
done
if ! make "$@" >/dev/null; then
  i=0
  for p do
    if [ ! -d "$p" ] || [ -L "$p" ]; then e=$(make "$p") || { stop "$i" ${STOPPED.cannotWrite} "$e"; break; }; fi
    i=$((i+1))
  done
fi
eval "$cut"
if [ $# -gt 0 ]; then
  if selinux; then restorecon -F -- "$@" 2>/dev/null; else user= role= type= level=; fi
  [ -z "$owner" ] || own "$@" 2>/dev/null || each own "$@"
  [ -z "$user$role$type$level" ] || mark "$@" 2>/dev/null || each mark "$@"
  eval "$cut"
fi
placed= i=0
while [ "$i" -lt $# ]; do placed="$placed $i"; i=$((i+1)); done
printf 'placed%s\\0' "$placed"
if [ $# -gt 0 ]; then
  s=$(stat -c "$format" -- "$@" 2>/dev/null) || s=$(for p do stat -c "$format" -- "$p" 2>/dev/null || echo; done)
  printf 'left %s\\0' "$s"
fi
[ "$code" -eq 0 ] || { printf 'stopped %s\\0' "$n"; die "$code" "$why"; }
exit 0`;
