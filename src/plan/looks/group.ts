// Looks at groups, as the name service has them.

import type { GroupLook, GroupSeen } from '../look.ts';
import { answered, type LookKind } from './kind.ts';

export const groupLooks: LookKind<GroupLook, GroupSeen> = {
  reads: (look) => [`group:${look.name}`],
  compile: (looks) => ({
    fragments: [{ script: SCRIPT, args: looks.map((look) => look.name), direct: true }],
    answers: ([reply]) => {
      const lines = reply?.stdout.toString('utf8').split('\n') ?? [];
      return looks.map(({ name }, index) => answered(parseGroup(name, lines[index] ?? '')));
    },
  }),
};

const SCRIPT = `LC_ALL=C; export LC_ALL
group() { case $1 in ''|*[!0-9]*) ;; *) byid=1;; esac
  while IFS= read -r line; do
    case $line in "$1":*) printf 'local %s\\n' "$line"; return 0;; esac
    if [ -n "$byid" ]; then r=\${line#*:*:}; case $r in "$1":*) printf 'local %s\\n' "$line"; return 0;; esac; fi
  done </etc/group; return 1; }
for name do
  byid=
  group "$name" && continue
  if g=$(getent group "$name" 2>/dev/null); then printf 'remote %s\\n' "\${g%%"
"*}"; else echo absent; fi
done
exit 0`;

function parseGroup(name: string, line: string): GroupSeen {
  const match = /^(local|remote) ([^:]*):[^:]*:(\d+):(.*)$/.exec(line);
  if (!match) return { exists: false, name };
  return {
    exists: true,
    name: match[2] ?? name,
    gid: Number(match[3]),
    members: (match[4] ?? '').split(',').filter((word) => word !== ''),
    local: match[1] === 'local',
  };
}
