// Looks at files: attributes of many paths from one stat, digests from one process, bytes only where they are needed.

import type { Reply } from '../../host/index.ts';
import type { DigestAlgorithm, FileLook, FilePresent, FileSeen } from '../look.ts';
import { type Answered, answered, type Compiled, type LookKind, unanswered } from './kind.ts';
import { parseStat, STAT_FORMAT } from './stat-line.ts';

export const fileLooks: LookKind<FileLook, FileSeen> = {
  reads: (look) => [`path:${look.path}`],
  compile,
};

function compile(looks: readonly FileLook[]): Compiled<FileSeen> {
  const script = [PRELUDE, ...statLines(looks), ...linkLines(looks), ...digestLines(looks), ...contentLines(looks)];
  return {
    fragments: [{ script: `${script.join('\n')}\nexit 0`, args: looks.map((look) => look.path), direct: true }],
    answers: ([reply]) => (reply ? read(looks, reply) : looks.map(() => unanswered('the host gave no answer'))),
  };
}

// `%.9Y` gives GNU's fraction of a second and is plain `%Y` to busybox. GNU stat fails for `%C` without SELinux.
const PRELUDE = `LC_ALL=C; export LC_ALL
c='?'; [ -e /sys/fs/selinux/enforce ] && c=%C
format='${STAT_FORMAT}'" $c %n"
sums() { a=$1; shift; n=$#
  while [ "$n" -gt 0 ]; do p=$1; shift; [ -f "$p" ] && [ -r "$p" ] && set -- "$@" "$p"; n=$((n-1)); done
  [ $# -eq 0 ] || "$a"sum -- "$@" 2>/dev/null; }
link() { [ -L "$2" ] && printf 'target %s %s\\nresolved %s %s\\n' "$1" "$(readlink -- "$2")" "$1" "$(readlink -f -- "$2")"; }
content() { [ -f "$2" ] || return 0
  if [ ! -r "$2" ]; then printf 'unreadable %s\\n' "$1"; return 0; fi
  if [ -n "$3" ]; then case "
$known
" in *"
$3  $2
"*) return 0;; esac; fi
  n=$(wc -c <"$2") || return 0
  printf 'content %s %s\\n' "$1" "$((n))"; head -c "$((n))" <"$2"; printf '\\n'; }`;

const arg = (index: number): string => `"\${${index + 1}}"`;
const args = (indexes: readonly number[]): string => indexes.map(arg).join(' ');

function indexesOf(looks: readonly FileLook[], wanted: (look: FileLook) => boolean): readonly number[] {
  return looks.flatMap((look, index) => (wanted(look) ? [index] : []));
}

function statLines(looks: readonly FileLook[]): readonly string[] {
  const lines: string[] = [];
  for (const follow of [false, true]) {
    const indexes = indexesOf(looks, (look) => look.follow === follow);
    if (indexes.length === 0) continue;
    const flag = follow ? '-L ' : '';
    lines.push(`printf 'stat ${follow ? 'follow' : 'itself'}\\n'; stat ${flag}-c "$format" -- ${args(indexes)} 2>&1`);
  }
  return lines;
}

function linkLines(looks: readonly FileLook[]): readonly string[] {
  return [`printf 'links\\n'`, ...looks.map((_, index) => `link ${index} ${arg(index)}`)];
}

function digestLines(looks: readonly FileLook[]): readonly string[] {
  const lines: string[] = [];
  const algorithms = new Set(looks.flatMap((look) => (look.digest ? [look.digest] : [])));
  for (const algorithm of algorithms) {
    const indexes = indexesOf(looks, (look) => look.digest === algorithm);
    lines.push(`printf 'digests ${algorithm}\\n'; sums ${algorithm} ${args(indexes)}`);
  }
  return lines;
}

function contentLines(looks: readonly FileLook[]): readonly string[] {
  const unless = indexesOf(looks, (look) => typeof look.content === 'object');
  const lines = unless.length > 0 ? [`known=$(sums sha1 ${args(unless)})`] : ['known='];
  lines.push(`printf 'contents\\n'`);
  for (const [index, look] of looks.entries()) {
    if (look.content === 'none') continue;
    const digest = typeof look.content === 'object' ? look.content.unless : '';
    lines.push(`content ${index} ${arg(index)} '${/^[0-9a-f]*$/.test(digest) ? digest : 'unknown'}'`);
  }
  return lines;
}

interface Parsed {
  readonly stats: { readonly itself: Map<string, FilePresent>; readonly follow: Map<string, FilePresent> };
  readonly denied: Set<string>;
  readonly targets: Map<number, string>;
  readonly resolved: Map<number, string>;
  readonly digests: Map<string, string>;
  readonly contents: Map<number, Buffer>;
  readonly unreadable: Set<number>;
}

function read(looks: readonly FileLook[], reply: Reply): readonly Answered<FileSeen>[] {
  const parsed = parse(reply.stdout);
  if (typeof parsed === 'string') return looks.map(() => unanswered(parsed));
  return looks.map((look, index) => answered(seen(look, index, parsed)));
}

function seen(look: FileLook, index: number, parsed: Parsed): FileSeen {
  const present = (look.follow ? parsed.stats.follow : parsed.stats.itself).get(look.path);
  if (!present) return { exists: false, path: look.path, ...(parsed.denied.has(look.path) && { denied: true }) };
  const target = parsed.targets.get(index);
  const resolved = parsed.resolved.get(index);
  const digest = look.digest && parsed.digests.get(digestKey(look.digest, look.path));
  const content = present.type === 'file' ? parsed.contents.get(index) : undefined;
  return {
    ...present,
    ...(target !== undefined && { target }),
    ...(resolved !== undefined && { resolved }),
    ...(digest !== undefined && present.type === 'file' && { digest }),
    ...(content !== undefined && { content }),
    ...(parsed.unreadable.has(index) && { unreadable: true }),
  };
}

const digestKey = (algorithm: DigestAlgorithm | string, path: string): string => `${algorithm} ${path}`;

// The reply is lines by section; only the bytes of files are not, and they say their length beforehand.
function parse(output: Buffer): Parsed | string {
  const parsed: Parsed = {
    stats: { itself: new Map(), follow: new Map() },
    denied: new Set(),
    targets: new Map(),
    resolved: new Map(),
    digests: new Map(),
    contents: new Map(),
    unreadable: new Set(),
  };
  let section = '';
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    const line = output.toString('utf8', at, end === -1 ? output.length : end);
    at = end === -1 ? output.length : end + 1;
    if (/^(stat (itself|follow)|links|digests \w+|contents)$/.test(line)) section = line;
    else if (section === 'contents') {
      const bytes = /^content (\d+) (\d+)$/.exec(line);
      const hidden = /^unreadable (\d+)$/.exec(line);
      if (hidden) parsed.unreadable.add(Number(hidden[1]));
      else if (!bytes) return `the host's answer cannot be read: '${line.slice(0, 80)}'`;
      else {
        parsed.contents.set(Number(bytes[1]), output.subarray(at, at + Number(bytes[2])));
        at += Number(bytes[2]) + 1;
      }
    } else parseLine(section, line, parsed);
  }
  return parsed;
}

function parseLine(section: string, line: string, parsed: Parsed): void {
  if (section === 'links') {
    const match = /^(target|resolved) (\d+) (.*)$/s.exec(line);
    if (match) (match[1] === 'target' ? parsed.targets : parsed.resolved).set(Number(match[2]), match[3] ?? '');
  } else if (section.startsWith('digests ')) {
    const match = /^\\?([0-9a-f]+) [ *](.*)$/s.exec(line);
    if (match) parsed.digests.set(digestKey(section.slice(8), match[2] ?? ''), match[1] ?? '');
  } else {
    const denied = /'(.*)': Permission denied$/s.exec(line);
    if (denied) parsed.denied.add(denied[1] ?? '');
    const stat = parseStat(line);
    if (stat) (section === 'stat follow' ? parsed.stats.follow : parsed.stats.itself).set(stat.path, stat);
  }
}
