// The commands that make an account what the parameters ask for, as changes.

import { file as fileLook, group as groupLook, user as userLook } from '../../plan/ask.ts';
import type { Prediction, RunCommand } from '../../plan/change.ts';
import type { Command } from '../../plan/command.ts';
import type { FileSeen, GroupSeen, UserSeen } from '../../plan/look.ts';
import { freshFile } from '../files/fields.ts';
import { type Account, change } from './account-change.ts';
import { expiryDate, expiryDay } from './expiry.ts';
import { agingChanges, passwordChanges } from './password-changes.ts';
import { type Difference, difference, expiry, groupChange } from './user-differences.ts';
import { groupsOf, type UserParams } from './user-params.ts';

export interface UserFacts {
  readonly params: UserParams;
  readonly user: UserSeen;
  /** The group named like the account, which decides whether one is made. */
  readonly ownGroup: GroupSeen;
  readonly primary: GroupSeen | undefined;
  readonly home: FileSeen | undefined;
}

const flag = (name: string, value: string | number | undefined): readonly string[] =>
  value === undefined ? [] : [name, String(value)];
const when = (condition: boolean, ...words: readonly string[]): readonly string[] => (condition ? words : []);

/** Makes the account. */
export function creation(facts: UserFacts): readonly RunCommand[] {
  const { params, ownGroup } = facts;
  const { name } = params;
  const argv = [
    params.local ? 'luseradd' : 'useradd',
    ...flag('-u', params.uid),
    ...when(params.uid !== undefined && params.non_unique, '-o'),
    ...flag('-g', params.group),
    // A group of that name exists already, and useradd refuses to make it again.
    ...when(params.group === undefined && ownGroup.exists, '-N'),
    ...when(
      params.groups !== undefined && !params.local && groupsOf(params).length > 0,
      '-G',
      groupsOf(params).join(','),
    ),
    ...flag('-c', params.comment),
    ...flag('-d', params.home),
    ...flag('-s', params.shell),
    ...(params.expires === undefined ? [] : ['-e', expiryDate(params.expires)]),
    ...(params.create_home
      ? ['-m', ...flag('-k', params.skeleton), ...(params.umask === undefined ? [] : ['-K', `UMASK=${params.umask}`])]
      : ['-M']),
    ...when(params.system, '-r'),
    ...flag('-Z', params.seuser),
    name,
  ];
  const after = created(facts);
  const undo = { argv: ['userdel', ...when(params.create_home && facts.home?.exists !== true, '-r'), name] } as const;
  const diff = { before: 'state: absent\n', after: 'state: present\n', header: `user ${name}` };
  const make = change(name, {
    title: `create the account ${name}`,
    command: program(argv),
    undo: tolerant(undo.argv),
    leaves: predictions(after, facts),
    diff,
  });
  return [make, ...passwordChanges(params, undefined), ...agingChanges(params, undefined)];
}

// userdel -r answers 12 where there is no mail spool to remove; the account is gone all the same.
function tolerant(argv: readonly string[]): Command {
  return { script: '"$@" 2>/dev/null; code=$?; [ "$code" -eq 12 ] || exit "$code"', args: argv };
}

function program([first = '', ...rest]: readonly string[]): Command {
  return { argv: [first, ...rest] };
}

function created({ params, primary, ownGroup }: UserFacts): Account {
  const group = primary?.exists === true ? primary : ownGroup.exists ? ownGroup : undefined;
  return {
    exists: true,
    name: params.name,
    uid: params.uid ?? -1,
    gid: group?.gid ?? -1,
    comment: params.comment ?? '',
    home: params.home ?? `/home/${params.name}`,
    shell: params.shell ?? '/bin/sh',
    primaryGroup: group?.name ?? params.name,
    groups: [...groupsOf(params)].sort(),
    local: true,
    shadow: {
      hash: params.password ?? '!',
      lastChange: 0,
      min: params.password_expire_min ?? 0,
      max: params.password_expire_max ?? 99_999,
      warn: 7,
      inactive: -1,
      expire: expiryDay(params.expires ?? -1),
    },
  };
}

function predictions(after: Account, { params, ownGroup, home }: UserFacts): readonly Prediction[] {
  const homeDirectory = {
    ...freshFile(after.home, 'directory'),
    owner: after.name,
    group: after.primaryGroup,
    uid: after.uid,
    gid: after.gid,
    mode: 0o700,
  };
  return [
    { kind: 'user', look: userLook(after.name), value: after },
    ...(params.group === undefined && !ownGroup.exists
      ? [
          {
            kind: 'group',
            look: groupLook(after.name),
            value: { exists: true, name: after.name, gid: -1, members: [], local: true },
          } as const,
        ]
      : []),
    ...(params.create_home && home?.exists !== true
      ? [{ kind: 'file', look: fileLook(after.home), value: homeDirectory } as const]
      : []),
  ];
}

/** Changes what is different. */
export function modification(facts: UserFacts, user: Account): readonly RunCommand[] {
  const { params, primary } = facts;
  const groups = groupChange(params, user);
  const movesHome = params.home !== undefined && params.home !== user.home;
  const differences: readonly Difference[] = [
    difference(
      'uid',
      params.uid !== undefined && params.uid !== user.uid,
      user.uid,
      params.uid,
      ['-u', String(params.uid), ...when(params.non_unique, '-o')],
      ['-u', String(user.uid), '-o'],
    ),
    difference(
      'group',
      primary?.exists === true && primary.gid !== user.gid,
      user.primaryGroup,
      params.group,
      ['-g', params.group ?? ''],
      ['-g', String(user.gid)],
    ),
    difference('groups', groups !== undefined, user.groups.join(','), groups?.all.join(','), groups?.flags ?? [], [
      '-G',
      user.groups.join(','),
    ]),
    difference(
      'comment',
      params.comment !== undefined && params.comment !== user.comment,
      user.comment,
      params.comment,
      ['-c', params.comment ?? ''],
      ['-c', user.comment],
    ),
    difference(
      'home',
      movesHome,
      user.home,
      params.home,
      ['-d', params.home ?? '', ...when(params.move_home, '-m')],
      ['-d', user.home, ...when(params.move_home, '-m')],
    ),
    difference(
      'shell',
      params.shell !== undefined && params.shell !== user.shell,
      user.shell,
      params.shell,
      ['-s', params.shell ?? ''],
      ['-s', user.shell],
    ),
    expiry(params, user),
  ];
  const real = differences.filter((one) => one.differs);
  const changes = [...passwordChanges(params, user), ...agingChanges(params, user)];
  if (real.length === 0) return changes;
  const lines = (side: 'before' | 'after'): string => real.map((one) => `${one.name}: ${one[side]}\n`).join('');
  const modify = change(params.name, {
    title: `change the account ${params.name} (${real.map((one) => one.name).join(', ')})`,
    command: program([params.local ? 'lusermod' : 'usermod', ...real.flatMap((one) => one.flags), params.name]),
    undo: program(['usermod', ...real.flatMap((one) => one.back), params.name]),
    leaves: [{ kind: 'user', look: userLook(params.name), value: modified(params, user, facts, groups?.all) }],
    diff: { before: lines('before'), after: lines('after'), header: `user ${params.name}` },
  });
  return [modify, ...changes];
}

function modified(
  params: UserParams,
  user: Account,
  { primary }: UserFacts,
  groups: readonly string[] | undefined,
): Account {
  return {
    ...user,
    uid: params.uid ?? user.uid,
    ...(primary?.exists === true && { gid: primary.gid, primaryGroup: primary.name }),
    comment: params.comment ?? user.comment,
    home: params.home ?? user.home,
    shell: params.shell ?? user.shell,
    groups: groups ?? user.groups,
  };
}

/** Removes the account. */
export function removal(params: UserParams, user: Account): RunCommand {
  const argv = ['userdel', ...when(params.force, '-f'), ...when(params.remove, '-r'), params.name];
  return change(params.name, {
    title: `remove the account ${params.name}`,
    command: params.remove ? tolerant(argv) : program(argv),
    undo: { cannot: `the account ${params.name} (uid ${user.uid}) and its groups were not kept` },
    leaves: [
      { kind: 'user', look: userLook(params.name), value: { exists: false, name: params.name } },
      ...(params.remove
        ? [{ kind: 'file', look: fileLook(user.home), value: { exists: false, path: user.home } } as const]
        : []),
    ],
    diff: { before: 'state: present\n', after: 'state: absent\n', header: `user ${params.name}` },
  });
}
