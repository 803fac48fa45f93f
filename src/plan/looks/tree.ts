// Looks at everything below a directory: one find, which starts stat and a digest program for many paths at once.

import type { Fragment, Reply } from '../../host/index.ts';
import type { FilePresent, TreeLook, TreeSeen } from '../look.ts';
import { type Answered, answered, each, type LookKind, unanswered } from './kind.ts';
import { Records } from './records.ts';
import { parseStat, STAT_FORMAT } from './stat-line.ts';

export const treeLooks: LookKind<TreeLook, TreeSeen> = {
  reads: (look) => [`path:${look.path}`],
  compile: each(fragment, read),
};

const ABSENT = 44;
const NO_DIGEST = 45;

function fragment(look: TreeLook): Fragment {
  const base = look.path.replace(/\/+$/, '');
  const args = [
    // A name that begins with a dash would be an option of find.
    base.startsWith('-') ? `./${base}` : base,
    look.follow ? '-L' : '-P',
    look.depth === undefined ? '' : String(look.depth),
    look.digest ?? '',
    STATS,
    DIGESTS,
  ];
  // The base of `/` is empty too, but an empty path is no directory.
  const script = look.path === '' ? `exit ${ABSENT}` : SCRIPT;
  return { script, args, direct: true };
}

const SCRIPT = `LC_ALL=C; export LC_ALL
${STAT_FORMAT}
export format
[ -d "$1" ] || [ -z "$1" ] || exit ${ABSENT}
if [ -n "$4" ] && ! command -v "$4sum" >/dev/null 2>&1; then exit ${NO_DIGEST}; fi
find "$2" "$1"/. -mindepth 1 \${3:+-maxdepth "$3"} -exec sh -c "$5" sh {} + 2>/dev/null
[ -z "$4" ] || find "$2" "$1"/. -mindepth 1 \${3:+-maxdepth "$3"} -type f -exec sh -c "$6" "$4sum" {} + 2>/dev/null
exit 0`;

// Names are said apart from stat's lines, since a name may hold a newline; where stat fails for one of them, each has its own.
const STATS = `if s=$(stat -c "$format" -- "$@" 2>/dev/null); then printf 'stat %s\\0%s\\0' "$#" "$s"; printf '%s\\0' "$@"
else for p do s=$(stat -c "$format" -- "$p" 2>/dev/null) && printf 'stat 1\\0%s\\0%s\\0' "$s" "$p"; done; fi
for p do
  if [ -L "$p" ]; then t=$(readlink -- "$p" && echo .) && printf 'link\\0%s\\0%s\\0' "$p" "\${t%?.}"
  elif [ -d "$p" ] && { [ ! -r "$p" ] || [ ! -x "$p" ]; }; then printf 'denied\\0%s\\0' "$p"; fi
done`;

// GNU's programs escape names with a newline or a backslash, others do not: those go in by standard input.
const DIGESTS = `nl='
'
one() { for p do s=$("$0" <"$p" 2>/dev/null) && printf 'digest 1\\0%s\\0%s\\0' "$s" "$p"; done; }
case $* in *"$nl"*|*\\\\*) one "$@";;
*) if s=$("$0" -- "$@" 2>/dev/null); then printf 'digest %s\\0%s\\0' "$#" "$s"; printf '%s\\0' "$@"; else one "$@"; fi;; esac`;

function read(look: TreeLook, reply: Reply): Answered<TreeSeen> {
  if (reply.code === ABSENT) return answered({ exists: false, entries: [] });
  if (reply.code === NO_DIGEST) return unanswered(`the host has no '${look.digest}sum'; install coreutils`);
  const found = parse(new Records(reply.stdout));
  const entries = found.stats.flatMap(([name, line]): FilePresent[] => {
    const path = name.replace('/./', '/');
    const stat = parseStat(line, path);
    const target = found.targets.get(name);
    const digest = found.digests.get(name);
    if (!stat) return [];
    return [{ ...stat, ...(target !== undefined && { target }), ...(digest !== undefined && { digest }) }];
  });
  const denied = found.denied.map((name) => name.replace('/./', '/'));
  return answered({ exists: true, entries, ...(denied.length > 0 && { denied }) });
}

interface Found {
  readonly stats: (readonly [name: string, line: string])[];
  readonly digests: Map<string, string>;
  readonly targets: Map<string, string>;
  readonly denied: string[];
}

function parse(records: Records): Found {
  const found: Found = { stats: [], digests: new Map(), targets: new Map(), denied: [] };
  for (let record = records.next(); record !== undefined; record = records.next()) {
    const [word, count = ''] = record.split(' ');
    if (word === 'link') found.targets.set(records.next() ?? '', records.next() ?? '');
    else if (word === 'denied') found.denied.push(records.next() ?? '');
    else {
      const lines = (records.next() ?? '').split('\n').slice(0, Number(count));
      for (const line of lines) {
        const name = records.next() ?? '';
        if (word === 'stat') found.stats.push([name, line]);
        else found.digests.set(name, /^[0-9a-f]+/.exec(line)?.[0] ?? '');
      }
    }
  }
  return found;
}
