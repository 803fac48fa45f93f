// The commands that make an account what the parameters ask for, as changes.

import { file as fileLook, group as groupLook, user as userLook } from '../../plan/ask.ts';
import type { Prediction, RunCommand } from '../../plan/change.ts';
import type { Command } from '../../plan/command.ts';
import type { FileSeen, GroupSeen, UserSeen } from '../../plan/look.ts';
import { freshFile } from '../files/fields.ts';
import type { UserParams } from './user-params.ts';

export type Account = Extract<UserSeen, { readonly exists: true }>;

export interface UserFacts {
  readonly params: UserParams;
  readonly user: UserSeen;
  /** The group named like the account, which decides whether one is made. */
  readonly ownGroup: GroupSeen;
  readonly primary: GroupSeen | undefined;
  readonly home: FileSeen | undefined;
}

/** Days since the epoch; -1 for never. */
export function expiryDay(expires: number): number {
  return expires < 0 ? -1 : Math.floor(expires / 86_400);
}

function expiryDate(expires: number): string {
  return expires < 0 ? '' : new Date(Math.floor(expires) * 1000).toISOString().slice(0, 10);
}

const flag = (name: string, value: string | number | undefined): readonly string[] =>
  value === undefined ? [] : [name, String(value)];
const when = (condition: boolean, ...words: readonly string[]): readonly string[] => (condition ? words : []);

interface Step {
  readonly title: string;
  readonly command: Command;
  readonly undo: RunCommand['undo'];
  readonly leaves?: readonly Prediction[];
  readonly diff?: RunCommand['diff'];
}

function change(name: string, { title, command, undo, leaves, diff }: Step): RunCommand {
  return {
    kind: 'run',
    title,
    command,
    touches: [`user:${name}`, `group:${name}`, 'path:/etc/passwd', 'path:/etc/shadow', 'path:/etc/group'],
    accept: [0],
    predictable: true,
    leaves: leaves ?? [],
    undo,
    ...(diff && { diff }),
  };
}

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

/** The groups asked for, without empty names. */
export function groupsOf(params: UserParams): readonly string[] {
  return (params.groups ?? []).filter((name) => name !== '');
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

interface Difference {
  readonly name: string;
  readonly differs: boolean;
  readonly before: string;
  readonly after: string;
  readonly flags: readonly string[];
  readonly back: readonly string[];
}

function difference(
  name: string,
  differs: boolean,
  before: string | number,
  after: string | number | undefined,
  flags: readonly string[],
  back: readonly string[],
): Difference {
  return { name, differs, before: String(before), after: String(after ?? ''), flags, back };
}

function expiry({ expires }: UserParams, { shadow }: Account): Difference {
  const wanted = expires === undefined ? undefined : expiryDay(expires);
  const differs = wanted !== undefined && shadow !== undefined && wanted !== shadow.expire;
  const flags = ['-e', expires === undefined ? '' : expiryDate(expires)];
  const back = ['-e', shadow === undefined || shadow.expire < 0 ? '' : expiryDate(shadow.expire * 86_400)];
  return difference('expires', differs, shadow?.expire ?? '', wanted, flags, back);
}

function groupChange(
  params: UserParams,
  user: Account,
): { readonly flags: readonly string[]; readonly all: readonly string[] } | undefined {
  if (params.groups === undefined) return undefined;
  const wanted = groupsOf(params).filter((name) => name !== user.primaryGroup);
  const missing = wanted.filter((name) => !user.groups.includes(name));
  if (params.append) {
    return missing.length === 0
      ? undefined
      : { flags: ['-a', '-G', missing.join(',')], all: [...user.groups, ...missing].sort() };
  }
  const surplus = user.groups.filter((name) => !wanted.includes(name));
  return missing.length + surplus.length === 0
    ? undefined
    : { flags: ['-G', wanted.join(',')], all: [...wanted].sort() };
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

// chpasswd takes the hash on standard input; as an argument of useradd every user of the host could read it in the process list.
function passwordChanges(params: UserParams, user: Account | undefined): readonly RunCommand[] {
  const { name, password } = params;
  const old = user?.shadow?.hash;
  const setting =
    password !== undefined &&
    (user === undefined || params.update_password === 'always') &&
    bare(password) !== bare(old ?? '');
  const locked = old?.startsWith('!') ?? false;
  const wantsLock = params.password_lock;
  const secret = 'before: (hidden)\n';
  const restore: RunCommand['undo'] =
    old === undefined
      ? { cannot: 'the account was made by the same task' }
      : { argv: ['chpasswd', '-e'], stdin: Buffer.from(`${name}:${old}\n`) };
  const changes: RunCommand[] = [];
  if (setting) {
    changes.push(
      change(name, {
        title: `set the password of ${name}`,
        command: { argv: ['chpasswd', '-e'], stdin: Buffer.from(`${name}:${password}\n`) },
        undo: restore,
        diff: { before: secret, after: 'after: (hidden)\n', header: `password of ${name}` },
      }),
    );
  }
  const nowLocked = setting ? password.startsWith('!') : user === undefined ? true : locked;
  if (wantsLock !== undefined && wantsLock !== nowLocked) {
    const word = wantsLock ? 'lock' : 'unlock';
    changes.push(
      change(name, {
        title: `${word} the password of ${name}`,
        command: { argv: ['usermod', wantsLock ? '-L' : '-U', name] },
        undo: restore,
        diff: { before: `locked: ${nowLocked}\n`, after: `locked: ${wantsLock}\n`, header: `password of ${name}` },
      }),
    );
  }
  return changes;
}

// A lock is a `!` before the hash; the password itself is the same.
const bare = (hash: string): string => (hash.length > 1 ? hash.replace(/^!/, '') : hash);

function agingChanges(params: UserParams, user: Account | undefined): readonly RunCommand[] {
  const { name, password_expire_min: min, password_expire_max: max } = params;
  const old = user?.shadow;
  const flags = [
    ...(min !== undefined && min !== old?.min ? ['-m', String(min)] : []),
    ...(max !== undefined && max !== old?.max ? ['-M', String(max)] : []),
  ];
  if (flags.length === 0) return [];
  const undo: RunCommand['undo'] = old
    ? { argv: ['chage', '-m', String(old.min), '-M', String(old.max), name] }
    : { cannot: 'the account was made by the same task' };
  const text = (one: number | undefined, other: number | undefined): string =>
    `min: ${one ?? ''}\nmax: ${other ?? ''}\n`;
  return [
    change(name, {
      title: `set how long the password of ${name} is valid`,
      command: { argv: ['chage', ...flags, name] },
      undo,
      diff: {
        before: text(old?.min, old?.max),
        after: text(min ?? old?.min, max ?? old?.max),
        header: `password of ${name}`,
      },
    }),
  ];
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

/** Makes the home directory of an account that exists without one. */
export function homeCreation(params: UserParams, user: Account): RunCommand {
  const home = params.home ?? user.home;
  return change(params.name, {
    title: `make the home directory ${home}`,
    command: {
      script: HOME,
      args: [home, params.skeleton ?? '/etc/skel', `${user.uid}:${user.gid}`, params.umask ?? ''],
    },
    undo: { argv: ['rm', '-rf', '--', home] },
    leaves: [
      {
        kind: 'file',
        look: fileLook(home),
        value: {
          ...freshFile(home, 'directory'),
          owner: user.name,
          group: user.primaryGroup,
          uid: user.uid,
          gid: user.gid,
        },
      },
    ],
    diff: { before: 'state: absent\n', after: 'state: directory\n', header: home },
  });
}

const HOME = `home=$1 skel=$2 owner=$3 mask=$4
mkdir -p -- "\${home%/*}/" && mkdir -m 0700 -- "$home" || exit 1
if [ -d "$skel" ]; then cp -R -- "$skel/." "$home" || exit 1; fi
if [ -z "$mask" ]; then mask=$(sed -n 's/^UMASK[[:space:]][[:space:]]*\\([0-7]*\\).*/\\1/p' /etc/login.defs 2>/dev/null | tail -n 1); fi
chown -R -h "$owner" "$home" && chmod "$(printf '%o' $(( 0777 & ~0\${mask:-22} )))" "$home"`;
