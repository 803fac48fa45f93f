// The list of dnf's versionlock plugin: which entries packages come to, and which entries a name means.

import { costlyRun } from '../../plan/ask.ts';
import type { Command } from '../../plan/command.ts';
import type { FileSeen, RunSeen } from '../../plan/look.ts';
import { type Plan, stage } from '../../plan/plan.ts';
import { planContent } from '../files/content.ts';
import { NO_ATTRIBUTES } from '../files/no-attributes.ts';

const FORMAT = '%{NAME}-%{EPOCHNUM}:%{VERSION}-%{RELEASE}\\n';

/** Where the plugin keeps its list, and how the host is asked for versions. */
export const VERSION_LOCK = {
  list: '/etc/dnf/plugins/versionlock.list',
  configuration: '/etc/dnf/plugins/versionlock.conf',
  installed: (names: readonly string[]): Command => ({
    script: `for name do printf 'name %s\\n' "$name"; rpm -q --qf '${FORMAT}' -- "$name" 2>/dev/null | grep -v 'is not installed'; done; exit 0`,
    args: names,
    env: { LC_ALL: 'C' },
  }),
} as const;

// Of a name that is not installed every version counts that a repository has.
const AVAILABLE = `tool=$(command -v dnf || command -v yum) || exit 127
for name do printf 'name %s\\n' "$name"; "$tool" -q repoquery --qf '%{name}-%{epoch}:%{version}-%{release}' -- "$name" </dev/null || exit; done`;

interface Params {
  readonly name: readonly string[];
  readonly raw: boolean;
  readonly state: 'absent' | 'clean' | 'excluded' | 'present';
}

interface Seen {
  readonly list: FileSeen;
  readonly configuration: FileSeen;
  readonly installed: RunSeen | undefined;
}

const textOf = (file: FileSeen): string => (file.exists ? (file.content?.toString('utf8') ?? '') : '');

const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const isEntry = (line: string): boolean => /^\s*[^#\s]/.test(line);

const entriesOf = (text: string): readonly string[] =>
  linesOf(text)
    .filter(isEntry)
    .map((line) => line.trim());

export function planVersionLock(params: Params, seen: Seen): Plan {
  if (!seen.configuration.exists)
    return {
      changes: [],
      failed: 'the versionlock plugin of dnf is not there; install python3-dnf-plugin-versionlock',
    };
  if (params.state === 'clean')
    return write(seen, entriesOf(textOf(seen.list)).length > 0 ? '' : textOf(seen.list), {
      specs_todelete: entriesOf(textOf(seen.list)),
    });
  if (params.state === 'absent') return planAbsent(params, seen);
  if (params.raw) {
    return add(params, seen, new Map(params.name.map((name) => [name, [name]])));
  }
  const known = byName(seen.installed);
  const unknown = params.name.filter((name) => (known.get(name)?.length ?? 0) === 0);
  if (unknown.length === 0) return add(params, seen, known);
  return {
    changes: [],
    next: stage({
      looks: { available: costlyRun({ script: AVAILABLE, args: unknown, env: { LC_ALL: 'C' } }, ['packages']) },
      plan: ({ available }) => {
        if (available.code !== 0)
          return {
            changes: [],
            failed: `the repositories cannot be asked: ${available.stderr.toString('utf8').trim()}`,
          };
        const found = new Map([...known, ...byName(available)]);
        const missing = unknown.filter((name) => (found.get(name)?.length ?? 0) === 0);
        const warnings = missing.map(
          (name) => `No package ${name} is installed or available; with raw=true it is locked all the same`,
        );
        return { ...add(params, seen, found), warnings };
      },
    }),
  };
}

function byName(seen: RunSeen | undefined): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of seen?.stdout.toString('utf8').split('\n') ?? []) {
    if (line.startsWith('name ')) {
      current = [];
      found.set(line.slice('name '.length), current);
    } else if (line !== '') current.push(`${line}.*`);
  }
  return found;
}

function add({ name, state }: Params, seen: Seen, wanted: ReadonlyMap<string, readonly string[]>): Plan {
  const old = textOf(seen.list);
  const there = new Set(entriesOf(old));
  const sign = state === 'excluded' ? '!' : '';
  const missing = name.filter((one) => wanted.get(one)?.some((entry) => !there.has(`${sign}${entry}`)));
  const fresh = [
    ...new Set(missing.flatMap((one) => (wanted.get(one) ?? []).map((entry) => `${sign}${entry}`))),
  ].sort();
  const lines = fresh.filter((entry) => !there.has(entry)).map((entry) => `${entry}\n`);
  const start = old === '' || old.endsWith('\n') ? old : `${old}\n`;
  return write(seen, lines.length === 0 ? old : start + lines.join(''), {
    specs_toadd: fresh.filter((entry) => !there.has(entry)).map((entry) => entry.replace(/^!/, '')),
  });
}

function planAbsent({ name }: Params, seen: Seen): Plan {
  const old = textOf(seen.list);
  const entries = entriesOf(old);
  const gone = name.filter((one) => entries.some((entry) => means(one, entry)));
  const kept = linesOf(old).filter((line) => !isEntry(line) || !name.some((one) => means(one, line.trim())));
  return write(seen, kept.join(''), { specs_todelete: gone });
}

/** Whether a name, with as much of the version as it says, means an entry. */
export function means(spec: string, entry: string): boolean {
  const plain = entry.replace(/^!/, '');
  if (spec === entry || spec === plain) return true;
  const [, name = plain, epoch = '0', version = '*', release = '*'] =
    /^(.+)-(?:(\d+):)?([^-:]+)-([^-]+?)(?:\.[^.]*)?$/.exec(plain) ?? [];
  const forms = [name, `${name}-${version}`, `${name}-${version}-${release}`, `${name}-${epoch}:${version}-${release}`];
  const pattern = spec
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return forms.some((form) => new RegExp(`^${pattern}$`).test(form));
}

function write(
  { list }: Seen,
  text: string,
  specs: { readonly specs_toadd?: readonly string[]; readonly specs_todelete?: readonly string[] },
): Plan {
  const old = textOf(list);
  const result = {
    locklist_pre: entriesOf(old),
    locklist_post: entriesOf(text),
    msg: '',
    specs_toadd: specs.specs_toadd ?? [],
    specs_todelete: specs.specs_todelete ?? [],
  };
  const planned = planContent({
    seen: list,
    content: text === old ? undefined : Buffer.from(text),
    params: { ...NO_ATTRIBUTES, mode: list.exists ? undefined : '0644' },
    accounts: { owner: undefined, group: undefined },
  });
  return planned.ok
    ? { changes: text === old ? [] : planned.changes, result }
    : { changes: [], failed: planned.problem, result };
}
