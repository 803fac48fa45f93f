// The parts of the script that puts many files of one directory in place, for dash, bash and busybox ash.

import { FUNCTIONS, STOPPED } from './script.ts';

/** Sets `$usual` to the mode of a new file. */
export const USUAL_MODE = `usual=$(printf '%o' $(( 0666 & ~0$(umask) )))`;

/**
 * Functions, with the directory, a random name and the files (`./NAME`) as arguments.
 *
 * The files are written into a directory that is made for them in their own one, and that nobody else may enter: there every name means what
 * we put there, so that programs can take many names at once. It is checked for what it is after it was entered, since in a directory that a
 * user owns, the name could meanwhile lead elsewhere. Then one mv renames all of them: it is in the same file system, and `..` of a directory
 * that only we may write to cannot be changed.
 *
 * `stop INDEX` means that this one and those behind it are not put in place; those before it still are, as if each went alone.
 * Only where mv itself fails for one, others behind it may be in place: it is told which.
 */
export const BEGIN = `${FUNCTIONS}
nl='
'
dir=$1 new=$2; shift 2
at=\${dir%/} n=$# code=0 why=
stop() { [ "$1" -lt "$n" ] || return 0; n=$1 code=$2; shift 2; why=$*; }
only='[ "$n" -eq $# ] || { i=0; for p do shift; if [ "$i" -lt "$n" ]; then set -- "$@" "$p"; else rm -f -- "$p"; fi; i=$((i+1)); done; }'
put() { [ "$1" -ge "$n" ] || printf %b "$3" >"$2" || short "$1" "$2"; }
short() { stop "$1" ${STOPPED.cannotWrite} "cannot write $at/\${2#./}: is the disk full?"; }
whole() { want=$1 i=0; shift; sizes=$(stat -c %s -- "$@" 2>/dev/null)
  for p do
    [ "$i" -lt "$n" ] || return 0
    [ "\${sizes%%"$nl"*}" = "\${want%%"$nl"*}" ] || { short "$i" "$p"; return 0; }
    sizes=\${sizes#*"$nl"} want=\${want#*"$nl"} i=$((i+1))
  done; }
alike() { context=\${1%%"$nl"*} rest=$1
  while :; do case $rest in "$context") return 0;; "$context$nl"*) rest=\${rest#*"$nl"};; *) return 1;; esac; done; }
policy() { fresh=y; for p do [ ! -e "../$p" ] || fresh=; done
  if [ -n "$fresh" ] && c=$(for p do shift; set -- "$@" "$at/\${p#./}"; done; matchpathcon -n -- "$@" 2>/dev/null) && alike "$c"; then
    chcon -- "$context" "$@" 2>/dev/null; return 0
  fi
  for p do
    if [ -e "../$p" ]; then chcon --reference="../$p" "$p" 2>/dev/null
    else c=$(matchpathcon -n -- "$at/\${p#./}" 2>/dev/null) && chcon -- "$c" "$p" 2>/dev/null; fi
  done; }
own() { o=$1 k=$2 ids=$3; shift 3; chown -- "$o" "$@" 2>/dev/null || [ -n "$k" ] || for i in $ids; do
    e=$(chown -- "$o" "$1" 2>&1) || { stop "$i" ${STOPPED.attributes} "cannot give $at/\${1#./} to $o: $e"; return 0; }; shift
  done; }
mode() { m=$1 ids=$2; shift 2; chmod -- "$m" "$@" 2>/dev/null || for i in $ids; do
    e=$(chmod -- "$m" "$1" 2>&1) || { stop "$i" ${STOPPED.attributes} "cannot set the attributes of $at/\${1#./}: $e"; return 0; }; shift
  done; }
mark() { u=$1 r=$2 t=$3 l=$4 ids=$5; shift 5; for i in $ids; do
    e=$(label "$1" '' "$u" "$r" "$t" "$l" 2>&1) || { stop "$i" ${STOPPED.attributes} "cannot set the attributes of $at/\${1#./}: $e"; return 0; }; shift
  done; }
absent() { for i in $1; do shift; { [ ! -e "$1" ] && [ ! -L "$1" ]; } || echo "$i"; done; }
same() { ids=$1 want=$2; shift 2
  [ "$(stat -c "$identity" -- "$@" 2>/dev/null)" != "$want" ] || return 0
  for i in $ids; do isas "$1" "\${want%%"$nl"*}" || echo "$i"; want=\${want#*"$nl"}; shift; done; }
`;

/** Makes the directory for the new files, and goes there. */
export const ENTER = `[ -d "$dir" ] || die ${STOPPED.noDirectory} "the directory $dir does not exist"
cd -P -- "$dir" || die ${STOPPED.cannotWrite} "cannot create a file in $dir"
i=0
for p do if [ -d "$p" ] && [ ! -L "$p" ]; then stop "$i" ${STOPPED.isDirectory} "$at/\${p#./} is a directory"; break; fi; i=$((i+1)); done
[ "$n" -gt 0 ] || die "$code" "$why"
umask 077
mkdir -m 700 -- "$new" || die ${STOPPED.cannotWrite} "cannot create a file in $dir"
parent=$dir
if [ -r . ] && [ -e /proc/self/fd/0 ]; then exec 3<.; parent=/proc/self/fd/3; fi
cd -P -- "./$new" && [ -O . ] && [ .. -ef "$parent" ] && case $(stat -c %f .) in 4?c0) ;; *) false;; esac ||
  die ${STOPPED.moved} "$dir was changed by somebody else meanwhile"
for p in ./* ./.[!.]* ./..?*; do
  if [ -e "$p" ] || [ -L "$p" ]; then die ${STOPPED.moved} "$dir was changed by somebody else meanwhile"; fi
done
trap 'rm -f -- ./* ./.[!.]* ./..?*; cd .. && rmdir -- "$new"' EXIT
trap 'exit 130' HUP INT TERM
[ ! -g .. ] || [ -g . ] || chmod g+s . || :
set -C`;

/** Renames all that is as it shall be, and tells of it; `$moved` has the indexes of those that somebody else changed. */
export const PLACE = `for i in $moved; do eval "p=\\\${$((i+1))}"; stop "$i" ${STOPPED.moved} "$at/\${p#./} was changed by somebody else meanwhile"; done
eval "$only"
placed= i=0
if [ $# -gt 0 ]; then
  e=$(mv -f -- "$@" .. 2>&1)
  for p do shift
    if [ -e "$p" ] || [ -L "$p" ]; then
      stop "$i" ${STOPPED.cannotWrite} "cannot put $at/\${p#./} in place; where it is a mount point of its own, 'unsafe_writes: true' writes into it: $e"
      rm -f -- "$p"
    else placed="$placed $i"; set -- "$@" "$p"; fi
    i=$((i+1))
  done
fi
cd .. && rmdir -- "$new"
trap - EXIT
printf 'placed%s\\0' "$placed"
if [ $# -gt 0 ]; then
  s=$(stat -c "$format" -- "$@" 2>/dev/null) || s=$(for p do stat -c "$format" -- "$p" 2>/dev/null || echo; done)
  printf 'left %s\\0' "$s"
fi
[ "$code" -eq 0 ] || { printf 'stopped %s\\0' "$n"; die "$code" "$why"; }
exit 0`;
