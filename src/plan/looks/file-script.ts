// The shell functions by which a host answers looks at files: builtins wherever they do, else one program for many files.
// Words are only put together one by one where it must be: that takes a shell as many steps as there are words, for each.

import { STAT_FORMAT } from './stat-line.ts';

/**
 * Functions for dash, bash and busybox ash. Files are named by their index, and every record ends with NUL, so that a name may hold anything.
 * `stats FLAG INDEXES PATH...`, `mime FLAG INDEXES PATH...`, `digests ALGORITHM INDEXES PATH...`, `flags INDEXES PATH...`, and `link`, `content`,
 * `access` with one INDEX and PATH; `plain PATH...` holds where none of them is a link. `lsattr` leaves a path out that it has nothing to say of, so each line is compared with its path.
 * What `digests` found is kept in `$known` as `ALGORITHM:INDEX:HEX` words.
 */
export const FILE_FUNCTIONS = `LC_ALL=C; export LC_ALL
nl='
'
${STAT_FORMAT}
say() { printf '%s\\0' "$*"; }
parent() { case $1 in */*) d=\${1%/*}; d=\${d:-/};; *) d=.;; esac; }
absent() { made=y; parent "$2"
  if [ -d "$d" ]; then
    if [ ! -x "$d" ]; then say denied "$1"
    elif [ -g "$d" ]; then say heir "$1" "$(stat -L -c '%g:%G' -- "$d" 2>/dev/null)"; fi
    return 0
  fi
  until [ "$d" = / ] || [ "$d" = . ] || [ -d "$d" ]; do parent "$d"; done
  [ ! -d "$d" ] || [ -x "$d" ] || say denied "$1"; }
stats() { f=$1 ids=$2; shift 2
  for p do [ -e "$p" ] || { [ -z "$f" ] && [ -L "$p" ]; } || { present "$@"; return 0; }; done
  stat_of "$@"; }
present() { all=$ids ids=
  for i in $all; do p=$1; shift
    if [ -e "$p" ] || { [ -z "$f" ] && [ -L "$p" ]; }; then ids="$ids $i"; set -- "$@" "$p"; else absent "$i" "$p"; fi
  done
  [ $# -eq 0 ] || stat_of "$@"; }
stat_of() {
  if s=$(stat $f -c "$format" -- "$@" 2>/dev/null); then say stat $ids; say "$s"; return 0; fi
  for i in $ids; do
    if s=$(stat $f -c "$format" -- "$1" 2>/dev/null); then say stat "$i"; say "$s"; else absent "$i" "$1"; fi; shift
  done; }
plain() { for p do [ ! -L "$p" ] || return 1; done; }
maker() { printf 'umask '; umask; printf '\\0'
  [ -z "$made" ] || { printf 'maker '; id; printf '\\0'; }; }
link() { [ -L "$2" ] || return 0
  [ "$2" = "$linked" ] || resolve "$2"
  say link "$1"; say "$t"; say "$r"; }
resolve() { linked=$1
  t=$(readlink -- "$1" && echo .); t=\${t%?.}
  if [ -e "$1" ]; then r=$(readlink -f -- "$1" && echo .); r=\${r%?.}
  else case $t in /*) r=$t;; *) parent "$1"; r=$d/$t;; esac; fi; }
summer() { sum= stdin=
  if command -v "\${1}sum" >/dev/null 2>&1; then sum="\${1}sum"
  elif command -v openssl >/dev/null 2>&1; then sum="openssl dgst -$1 -r" stdin=y; fi; }
keep() { for i in $ids; do known="$known$a:$i:\${s%%[!0-9a-f]*} "; s=\${s#*"$nl"}; done; }
digests() { a=$1 ids=$2; shift 2; summer "$a"
  if [ -z "$sum" ]; then say nodigest "$a"; return 0; fi
  for p do
    if ! [ -f "$p" ] || ! [ -r "$p" ]; then apart "$@"; return 0; fi
    case $stdin$p in *"$nl"*|*\\\\*|y*) apart "$@"; return 0;; esac
  done
  together "$@"; }
apart() { all=$ids many=
  for ids in $all; do p=$1; shift
    [ -f "$p" ] && [ -r "$p" ] || continue
    case $stdin$p in *"$nl"*|*\\\\*|y*) s=$($sum <"$p") && keep;; *) many="$many $ids"; set -- "$@" "$p";; esac
  done
  ids=$many
  [ $# -eq 0 ] || together "$@"; }
together() {
  if s=$($sum -- "$@" 2>/dev/null); then keep; return 0; fi
  all=$ids; for ids in $all; do s=$($sum <"$1" 2>/dev/null) && keep; shift; done; }
content() { [ -f "$2" ] && { [ -z "$5" ] || [ ! -L "$2" ]; } || return 0
  if [ ! -r "$2" ]; then say unreadable "$1"; return 0; fi
  if [ -n "$4" ]; then case " $known" in *" sha1:$1:$4 "*) return 0;; esac; fi
  n=$(wc -c <"$2") && n=$((n)) || return 0
  if [ -n "$3" ] && [ "$n" -gt "$3" ]; then say large "$1"; return 0; fi
  say content "$1" "$n"; head -c "$n" <"$2"; say; }
access() { w=-; [ -r "$2" ] && w=r; [ -w "$2" ] && w=\${w}w || w=$w-; [ -x "$2" ] && w=\${w}x || w=$w-; say access "$1" "$w"; }
flags() { all=$1 ids=; shift; command -v lsattr >/dev/null 2>&1 || return 0
  for i in $all; do p=$1; shift; [ -L "$p" ] || { ids="$ids $i"; set -- "$@" "$p"; }; done
  [ $# -gt 0 ] && s=$(lsattr -vd -- "$@" 2>/dev/null)
  for i in $ids; do
    [ -n "$s" ] || return 0
    line=\${s%%"$nl"*}
    case $line in *" $1") s=\${s#"$line"} s=\${s#"$nl"};; *) line=$(lsattr -vd -- "$1" 2>/dev/null);; esac
    [ -z "$line" ] || flag "$i" "$line"
    shift
  done; }
flag() { set -f; set -- "$1" $2; set +f; say flags "$1" "$2" "$3"; }
mime() { f=$1 ids=$2; shift 2; command -v file >/dev/null 2>&1 || return 0
  say mime $ids; say "$(file $f -b -i -- "$@" 2>/dev/null)"; }
made= known= linked=
`;
