// Looks at accounts: what the name service says, the groups, and the shadow entry where it may be read.

import type { UserLook, UserSeen } from '../look.ts';
import { answered, type LookKind, unanswered } from './kind.ts';

export const userLooks: LookKind<UserLook, UserSeen> = {
  reads: (look) => [`user:${look.name}`],
  compile: (looks) => ({
    fragments: [{ script: SCRIPT, args: looks.map((look) => look.name), direct: true }],
    answers: ([reply]) => {
      const lines = reply?.stdout.toString('utf8').split('\n') ?? [];
      return looks.map(({ name }, index) => {
        const mine = lines
          .filter((line) => line.startsWith(`${index + 1} `))
          .map((line) => line.slice(`${index + 1} `.length));
        const seen = parseUser(name, mine);
        return seen ? answered(seen) : unanswered(`the account '${name}' cannot be read: ${mine.join(' ')}`);
      });
    },
  }),
};

// /etc/passwd and /etc/group are read without starting a process; only what is not there is asked of the name service (LDAP, SSSD), and who
// is in which groups, which nobody else can tell.
const SCRIPT = `LC_ALL=C; export LC_ALL
passwd() { case $1 in ''|*[!0-9]*) ;; *) byid=1;; esac
  while IFS= read -r p; do
    case $p in "$1":*) return 0;; esac
    if [ -n "$byid" ]; then r=\${p#*:*:}; case $r in "$1":*) return 0;; esac; fi
  done </etc/passwd; return 1; }
group() { while IFS=: read -r g r; do case $r in *:"$1":*) return 0;; esac; done </etc/group; return 1; }
i=0
for name do
  i=$((i+1)); byid=
  if passwd "$name"; then echo "$i local"
  else p=$(getent passwd "$name" 2>/dev/null) || { echo "$i absent"; continue; }
  fi
  p=\${p%%"
"*}
  n=\${p%%:*}
  printf '%s passwd %s\\n' "$i" "$p"
  r=\${p#*:*:*:}; group "\${r%%:*}" || g=$(id -gn -- "$n" 2>/dev/null)
  printf '%s primary %s\\n' "$i" "$g"
  printf '%s groups %s\\n' "$i" "$(id -Gn -- "$n" 2>/dev/null)"
  if [ -r /etc/shadow ]; then
    while IFS= read -r line; do case $line in "$n":*) printf '%s shadow %s\\n' "$i" "$line"; break;; esac; done </etc/shadow
  fi
done
exit 0`;

/** An account from the script's lines; `undefined` where they cannot be read. */
export function parseUser(name: string, lines: readonly string[]): UserSeen | undefined {
  if (lines.includes('absent')) return { exists: false, name };
  const field = (word: string): string | undefined =>
    lines.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1);
  const passwd = field('passwd')?.split(':');
  const [login, , uid, gid, comment, home, shell] = passwd ?? [];
  if (login === undefined || uid === undefined || gid === undefined) return undefined;
  const primaryGroup = field('primary') ?? '';
  const shadow = parseShadow(field('shadow'));
  return {
    exists: true,
    name: login,
    uid: Number(uid),
    gid: Number(gid),
    comment: comment ?? '',
    home: home ?? '',
    shell: shell ?? '',
    primaryGroup: /^\d+$/.test(primaryGroup) ? '' : primaryGroup,
    groups: (field('groups') ?? '')
      .split(' ')
      .filter((word) => word !== '' && word !== primaryGroup)
      .sort(),
    local: lines.includes('local'),
    ...(shadow && { shadow }),
  };
}

function parseShadow(line: string | undefined): Extract<UserSeen, { readonly exists: true }>['shadow'] {
  if (line === undefined) return undefined;
  const [, hash = '', ...days] = line.split(':');
  const day = (index: number): number => (days[index] ? Number(days[index]) : -1);
  return { hash, lastChange: day(0), min: day(1), max: day(2), warn: day(3), inactive: day(4), expire: day(5) };
}
