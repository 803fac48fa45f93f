// Plans what becomes of one alternative: put into its group, chosen, left to the program's choice, or taken away.

import { file as fileLook } from '../../plan/ask.ts';
import type { RunCommand } from '../../plan/change.ts';
import type { FileSeen } from '../../plan/look.ts';
import type { Plan } from '../../plan/plan.ts';
import { freshFile } from '../files/fields.ts';
import { bestOf, type Follower, followersOf, type Group, parseGroup, printGroup, withAlternative } from './group.ts';

export interface AlternativeWish {
  readonly name: string;
  readonly path: string;
  readonly link: string | undefined;
  readonly priority: number | undefined;
  readonly state: 'present' | 'selected' | 'auto' | 'absent';
  readonly subcommands: readonly (Follower & { readonly path: string })[] | undefined;
}

/** Where groups stand: Debian's program has them in the first, Red Hat's and SUSE's in the second. */
const DIRECTORIES = ['/var/lib/dpkg/alternatives', '/var/lib/alternatives'];
const PROGRAMS = ['/usr/bin/update-alternatives', '/usr/sbin/update-alternatives'];

/** Everything is read from files: no program is started. */
export const alternativeLooks = ({ name, path }: Pick<AlternativeWish, 'name' | 'path'>) =>
  ({
    groups: DIRECTORIES.map((directory) => fileLook(`${directory}/${name}`, { content: 'all' })),
    current: fileLook(`/etc/alternatives/${name}`, { follow: false }),
    target: fileLook(path),
    programs: PROGRAMS.map((program) => fileLook(program)),
  }) as const;

export interface AlternativeSeen {
  readonly groups: readonly FileSeen[];
  readonly current: FileSeen;
  readonly target: FileSeen;
  readonly programs: readonly FileSeen[];
}

/** A group as it stands; without alternatives it is not there. */
interface State {
  readonly group: Group | undefined;
  /** What the link in /etc/alternatives says. */
  readonly current: string | undefined;
}

interface Step {
  readonly says: string;
  readonly argv: readonly string[];
  readonly after: State;
  readonly undo: RunCommand['undo'];
}

/** The plan for one alternative, with Ansible's message. */
export function planAlternative(wish: AlternativeWish, seen: AlternativeSeen): Plan {
  const program = seen.programs.find((one) => one.exists);
  if (program === undefined)
    return { changes: [], failed: 'the host has no update-alternatives; install dpkg, or chkconfig (alternatives)' };
  const file = seen.groups.find((one) => one.exists) ?? seen.groups[0];
  const state = stateOf(seen);
  const problem = wish.state === 'absent' ? undefined : problemOf(wish, state, seen);
  if (problem !== undefined) return { changes: [], failed: problem };
  const steps = wish.state === 'absent' ? removal(wish, state) : additions(wish, state);
  const before = steps.map((_, index) => steps[index - 1]?.after ?? state);
  return {
    changes: steps.map((step, index) =>
      change(wish.name, step, { program: program.path, file: file?.path ?? '', before: before[index] ?? state }),
    ),
    result: { msg: steps.map(({ says }) => says).join(' ') },
  };
}

function stateOf({ groups, current }: AlternativeSeen): State {
  const file = groups.find((one) => one.exists);
  const text = file?.exists ? file.content?.toString('utf8') : undefined;
  return {
    group: text === undefined ? undefined : parseGroup(text),
    current: current.exists ? current.target : undefined,
  };
}

function problemOf(wish: AlternativeWish, { group }: State, { target }: AlternativeSeen): string | undefined {
  if (!isInstallNeeded(wish, group)) return undefined;
  if (!target.exists) return `Specified path ${wish.path} does not exist`;
  if (wish.link !== undefined || group !== undefined) return undefined;
  return `Needed to install the alternative, but unable to do so as we are missing the link: there is no '${wish.name}' yet, so set 'link'`;
}

function isInstallNeeded({ path, priority, subcommands }: AlternativeWish, group: Group | undefined): boolean {
  const present = group?.alternatives.find((one) => one.path === path);
  if (present === undefined) return true;
  if (priority !== undefined && priority !== present.priority) return true;
  return subcommands !== undefined && keyOf(subcommands) !== keyOf(followersOf(group, path));
}

const keyOf = (followers: readonly (Follower & { readonly path: string })[]): string =>
  JSON.stringify(followers.map(({ name, link, path }) => [name, link, path]).sort());

function additions(wish: AlternativeWish, start: State): readonly Step[] {
  const { name, path } = wish;
  const steps: Step[] = [];
  const now = (): State => steps.at(-1)?.after ?? start;
  if (isInstallNeeded(wish, start.group)) steps.push(install(wish, start));
  const { group } = now();
  if (wish.state === 'selected' && start.current !== path && group !== undefined)
    steps.push({
      says: `Set alternative '${path}' for '${name}'.`,
      argv: ['--set', name, path],
      after: { group: { ...group, mode: 'manual' }, current: path },
      undo: choose(name, { group, current: start.current }),
    });
  if (wish.state === 'auto' && start.group?.mode === 'manual' && group !== undefined)
    steps.push({
      says: `Set alternative to auto for '${name}'.`,
      argv: ['--auto', name],
      after: { group: { ...group, mode: 'auto' }, current: bestOf(group) },
      undo: choose(name, { group, current: start.current }),
    });
  return steps;
}

function install(wish: AlternativeWish, { group, current }: State): Step {
  const { name, path } = wish;
  const old = group?.alternatives.find((one) => one.path === path);
  const link = wish.link ?? group?.link ?? '';
  const followers = wish.subcommands ?? followersOf(group, path);
  const files = new Map(followers.map((one) => [one.name, one.path]));
  const added = { ...old, path, priority: wish.priority ?? old?.priority ?? 50, followers: files };
  const next = withAlternative(group, link, added, followers);
  return {
    says: `Install alternative '${path}' for '${name}'.`,
    argv: installation(name, next, path),
    after: { group: next, current: next.mode === 'auto' ? bestOf(next) : current },
    undo: {
      argv: ['update-alternatives', ...(old && group ? installation(name, group, path) : ['--remove', name, path])],
    },
  };
}

function installation(name: string, group: Group, path: string): readonly string[] {
  const one = group.alternatives.find((alternative) => alternative.path === path);
  return [
    '--install',
    group.link,
    name,
    path,
    String(one?.priority ?? 0),
    ...(one?.family === undefined ? [] : ['--family', one.family]),
    ...(one?.service === undefined ? [] : ['--initscript', one.service]),
    ...followersOf(group, path).flatMap((follower) => ['--slave', follower.link, follower.name, follower.path]),
  ];
}

function choose(name: string, { group, current }: State): RunCommand['undo'] {
  const isManual = group?.mode === 'manual' && current !== undefined;
  return { argv: ['update-alternatives', ...(isManual ? ['--set', name, current] : ['--auto', name])] };
}

// An alternative that was chosen by hand is chosen again.
const RESTORE =
  'name=$1; chosen=$2; shift 2; update-alternatives "$@" && { [ -z "$chosen" ] || update-alternatives --set "$name" "$chosen"; }';

function removal({ name, path }: AlternativeWish, { group, current }: State): readonly Step[] {
  if (group === undefined || !group.alternatives.some((one) => one.path === path)) return [];
  const rest = group.alternatives.filter((one) => one.path !== path);
  const mode = current === path ? 'auto' : group.mode;
  const left = { ...group, mode, alternatives: rest } as const;
  const chosen = group.mode === 'manual' && current === path ? path : '';
  const after = {
    group: rest.length === 0 ? undefined : left,
    current: mode === 'auto' ? bestOf(left) : current,
  };
  return [
    {
      says: `Remove alternative '${path}' from '${name}'.`,
      argv: ['--remove', name, path],
      after,
      undo: { script: RESTORE, args: [name, chosen, ...installation(name, group, path)] },
    },
  ];
}

interface Place {
  readonly program: string;
  /** The group's file. */
  readonly file: string;
  readonly before: State;
}

function change(name: string, step: Step, { program, file, before }: Place): RunCommand {
  const { group, current } = step.after;
  const link = (group ?? before.group)?.link;
  const chosen = `/etc/alternatives/${name}`;
  return {
    kind: 'run',
    title: `${step.says.replace(/^(.)(.*)\.$/, (_all, first: string, rest: string) => first.toLowerCase() + rest)}`,
    command: { argv: [program, ...step.argv] },
    touches: [`path:${file}`, `path:${chosen}`, ...(link === undefined ? [] : [`path:${link}` as const])],
    accept: [0],
    predictable: true,
    leaves: [
      { kind: 'file', look: fileLook(file, { content: 'all' }), value: groupFile(file, group) },
      { kind: 'file', look: fileLook(chosen, { follow: false }), value: chosenLink(chosen, current) },
    ],
    undo: step.undo,
    diff: { before: shown(before), after: shown(step.after), header: `alternatives of ${name}` },
  };
}

function groupFile(path: string, group: Group | undefined): FileSeen {
  if (group === undefined) return { exists: false, path };
  const content = Buffer.from(printGroup(group));
  return { ...freshFile(path, 'file'), size: content.length, content };
}

function chosenLink(path: string, target: string | undefined): FileSeen {
  return target === undefined ? { exists: false, path } : { ...freshFile(path, 'link'), target, resolved: target };
}

function shown({ group, current }: State): string {
  if (group === undefined) return '';
  const lines = group.alternatives.map(
    ({ path, priority }) =>
      `${path} ${priority}${followersOf(group, path)
        .map((one) => ` ${one.link} -> ${one.path}`)
        .join('')}`,
  );
  return [`${group.link} -> ${current ?? ''} (${group.mode})`, ...lines, ''].join('\n');
}
