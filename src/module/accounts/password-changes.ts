// Changes of an account's password: the hash, the lock, how long it is valid.

import type { RunCommand } from '../../plan/change.ts';
import { type Account, change } from './account-change.ts';
import type { UserParams } from './user-params.ts';

/**
 * Sets or locks the password. chpasswd takes the hash on standard input; as an argument of useradd every user of the host could read it
 * in the process list.
 */
export function passwordChanges(params: UserParams, user: Account | undefined): readonly RunCommand[] {
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

/** Sets for how many days a password is valid. */
export function agingChanges(params: UserParams, user: Account | undefined): readonly RunCommand[] {
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
