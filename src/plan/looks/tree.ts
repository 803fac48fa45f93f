// Looks at everything below a directory: one find that starts stat for many paths at once.

import type { Fragment, Reply } from '../../host/index.ts';
import type { FilePresent, TreeLook, TreeSeen } from '../look.ts';
import { type Answered, answered, each, type LookKind } from './kind.ts';
import { parseStat, STAT_FORMAT } from './stat-line.ts';

export const treeLooks: LookKind<TreeLook, TreeSeen> = {
  reads: (look) => [`path:${look.path}`],
  compile: each(fragment, read),
};

function fragment(look: TreeLook): Fragment {
  const depth = look.depth === undefined ? '' : ` -maxdepth ${look.depth}`;
  const digests = look.digest
    ? `printf 'digests\\n'; find "$1"/.${depth} -type f -exec ${look.digest}sum -- {} + 2>/dev/null`
    : '';
  const script = `LC_ALL=C; export LC_ALL
[ -d "$1" ] || exit 44
c='?'; [ -e /sys/fs/selinux/enforce ] && c=%C
find "$1"/.${depth} -exec stat -c '${STAT_FORMAT}'" $c %n" -- {} + 2>/dev/null
printf 'links\\n'
find "$1"/.${depth} -type l -exec sh -c 'for l do printf "%s\\n" "$l"; readlink -- "$l"; done' sh {} +
${digests}
exit 0`;
  return { script, args: [look.path === '/' ? '' : look.path.replace(/\/+$/, '')], direct: true };
}

function read(_look: TreeLook, reply: Reply): Answered<TreeSeen> {
  if (reply.code === 44) return answered({ exists: false, entries: [] });
  const [stats = '', rest = ''] = split(reply.stdout.toString('utf8'), 'links\n');
  const [linkLines = '', digestLines = ''] = split(rest, 'digests\n');
  const targets = pairs(linkLines);
  const digests = new Map(
    digestLines.split('\n').flatMap((line): [string, string][] => {
      const match = /^\\?([0-9a-f]+) [ *](.*)$/.exec(line);
      return match ? [[match[2] ?? '', match[1] ?? '']] : [];
    }),
  );
  const entries = stats.split('\n').flatMap((line): FilePresent[] => {
    const stat = parseStat(line);
    if (!stat || stat.path.endsWith('/.')) return [];
    const path = stat.path.replace('/./', '/');
    const target = targets.get(stat.path);
    const digest = digests.get(stat.path);
    return [{ ...stat, path, resolved: path, ...(target !== undefined && { target }), ...(digest && { digest }) }];
  });
  return answered({ exists: true, entries });
}

function split(text: string, mark: string): readonly [string, string] {
  const at = text.startsWith(mark) ? 0 : text.indexOf(`\n${mark}`) + 1;
  if (at === 0 && !text.startsWith(mark)) return [text, ''];
  return [text.slice(0, at), text.slice(at + mark.length)];
}

function pairs(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n');
  const map = new Map<string, string>();
  for (let index = 0; index + 1 < lines.length; index += 2) map.set(lines[index] ?? '', lines[index + 1] ?? '');
  return map;
}
