// Passwords of PostgreSQL: whether what the server keeps comes from a given one.

import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

/** Whether a password is given as what the server keeps of one: MD5 or SCRAM. */
export const isHash = (password: string): boolean =>
  /^md5[0-9a-f]{32}$/.test(password) || password.startsWith('SCRAM-SHA-256$');

/** Whether the server's hash (empty: it has none) is of this password, which may be a hash itself. */
export function isPasswordOf(role: string, password: string, kept: string): boolean {
  if (password === '' || isHash(password)) return password === kept;
  if (kept.startsWith('md5')) return kept === md5Of(role, password);
  const [, rounds, salt, , server] = /^SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):(.+)$/.exec(kept) ?? [];
  if (rounds === undefined || salt === undefined || server === undefined) return false;
  const salted = pbkdf2Sync(password.normalize('NFKC'), Buffer.from(salt, 'base64'), Number(rounds), 32, 'sha256');
  return createHmac('sha256', salted).update('Server Key').digest('base64') === server;
}

/** What a server that works with MD5 keeps of a password; a hash stays what it is. */
export function md5Of(role: string, password: string): string {
  if (password === '' || isHash(password)) return password;
  return `md5${createHash('md5').update(password).update(role).digest('hex')}`;
}
