// SELinux contexts of files: which parts of a label differ from what is asked for.

import { run } from '../../plan/ask.ts';
import type { Attributes } from '../../plan/change.ts';
import type { FilePresent, FileSeen, RunLook, RunSeen } from '../../plan/look.ts';

/** The parts of a context as parameters name them; `_default` is what the host's policy says for the path. */
export interface LabelParams {
  readonly seuser: string | undefined;
  readonly serole: string | undefined;
  readonly setype: string | undefined;
  readonly selevel: string | undefined;
}

type Parts = Readonly<Record<'user' | 'role' | 'type' | 'level', string | undefined>>;

const DEFAULT = '_default';

function partsOf({ seuser, serole, setype, selevel }: LabelParams): Parts {
  return { user: seuser, role: serole, type: setype, level: selevel };
}

/** Asks the policy where a part is `_default`. */
export function policyLook(params: LabelParams, path: string): RunLook | undefined {
  if (!Object.values(partsOf(params)).includes(DEFAULT)) return undefined;
  return run({ argv: ['matchpathcon', '-n', '--', path] }, ['selinux']);
}

/** Why the label cannot be had. On a host without SELinux a file has no label, and asking for one changes nothing, as in Ansible. */
export function labelProblem(seen: FileSeen, policy: RunSeen | undefined): string | undefined {
  if (!seen.exists || seen.label === undefined || policy?.code !== 127) return undefined;
  return "'_default' needs the program matchpathcon; install libselinux-utils (or policycoreutils) on the host";
}

/** The parts that must change, or `undefined` where none does. */
export function wantedLabel(params: LabelParams, seen: FileSeen, policy: RunSeen | undefined): Attributes['label'] {
  if (seen.exists && seen.label === undefined) return undefined;
  const now = seen.exists ? split(seen.label ?? '') : undefined;
  const byDefault = split(policy?.stdout.toString('utf8').trim() ?? '');
  const differing = Object.entries(partsOf(params)).flatMap(([name, asked]): [string, string][] => {
    const wanted = asked === DEFAULT ? partOf(byDefault, name) : asked;
    return wanted === undefined || wanted === '' || (now && partOf(now, name) === wanted) ? [] : [[name, wanted]];
  });
  return differing.length === 0 ? undefined : Object.fromEntries(differing);
}

function partOf(parts: Parts, name: string): string | undefined {
  return new Map(Object.entries(parts)).get(name);
}

// A level may hold colons itself: `s0:c1,c2`.
function split(label: string): Parts {
  const [user, role, type, ...level] = label.split(':');
  return { user, role, type, level: level.join(':') };
}

/** The label that a file has afterwards. */
export function relabelled(file: FilePresent, change: NonNullable<Attributes['label']>): string | undefined {
  if (file.label === undefined) return undefined;
  const { user, role, type, level } = { ...split(file.label), ...change };
  return [user, role, type, level].filter((part) => part !== undefined && part !== '').join(':');
}
