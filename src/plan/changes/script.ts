// Shell functions that the scripts of several changes share, for dash, bash and busybox ash.

import { STAT_FORMAT } from '../looks/stat-line.ts';

/** Exit codes by which a script says why it stopped; above what programs use, below what signals give. */
export const STOPPED = {
  noDirectory: 101,
  moved: 102,
  cannotWrite: 103,
  invalid: 104,
  attributes: 105,
  isDirectory: 106,
};

/**
 * `die CODE WORDS`; `isas PATH SIGNATURE`; `unmoved PATH SIGNATURE`; `left PATH [-L]` says what is there now.
 * `dress PATH OWNER MODE USER ROLE TYPE LEVEL [-h]` gives owner, mode and SELinux label; an empty word leaves that as it is.
 */
export const FUNCTIONS = `LC_ALL=C; export LC_ALL
${STAT_FORMAT}
die() { code=$1; shift; printf '%s\\n' "$*" >&2; exit "$code"; }
identity='%i %s %Y %u %g %a'
isas() {
  if [ ! -e "$1" ] && [ ! -L "$1" ]; then [ "$2" = absent ]; else [ "$2" != absent ] && [ "$(stat -c "$identity" -- "$1")" = "$2" ]; fi; }
unmoved() { [ -z "$2" ] || isas "$1" "$2" || die ${STOPPED.moved} "$1 was changed by somebody else meanwhile"; }
left() { s=$(stat $2 -c "$format" -- "$1" 2>/dev/null) && printf 'left %s\\0' "$s"; }
selinux() { [ -e /sys/fs/selinux/enforce ]; }
label() { l=$1 h=$2; shift 2; chcon $h \${1:+-u "$1"} \${2:+-r "$2"} \${3:+-t "$3"} \${4:+-l "$4"} -- "$l"; }
dress() {
  if [ -n "$2" ]; then chown $8 -- "$2" "$1" || return 1; fi
  if [ -n "$3" ]; then chmod -- "$3" "$1" || return 1; fi
  if [ -n "$4$5$6$7" ]; then label "$1" "$8" "$4" "$5" "$6" "$7" || return 1; fi; }
`;
