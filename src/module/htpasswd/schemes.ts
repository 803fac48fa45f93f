// How passwords of web servers are kept: making a hash in a scheme, and telling whether one is of a password.

import { createHash, timingSafeEqual } from 'node:crypto';
import { hashPassword, saltFor } from '../../template/text/crypt/password-hash.ts';

/** The schemes that hash with a salt, by the beginning of their hashes. */
const SALTED: ReadonlyMap<string, string> = new Map([
  ['$apr1$', 'apr_md5_crypt'],
  ['$1$', 'md5_crypt'],
  ['$5$', 'sha256_crypt'],
  ['$6$', 'sha512_crypt'],
  ['$2a$', 'bcrypt'],
  ['$2b$', 'bcrypt'],
  ['$2y$', 'bcrypt'],
]);

const SHA = '{SHA}';

/** Every scheme there is, under passlib's names. */
export const passwordSchemes: readonly string[] = [...new Set(SALTED.values()), 'ldap_sha1', 'plaintext'];

/** A random salt of a scheme; empty where it has none. */
export function schemeSalt(scheme: string): string {
  return [...SALTED.values()].includes(scheme) ? saltFor(scheme) : '';
}

/** What is written for a password. */
export function encodePassword(password: string, scheme: string, salt: string): string {
  if (scheme === 'plaintext') return password;
  if (scheme === 'ldap_sha1') return SHA + createHash('sha1').update(password).digest('base64');
  return hashPassword(password, scheme, { salt });
}

/** Whether what is written is of a password, in whatever scheme it is. */
export function isPassword(password: string, written: string): boolean {
  return isSame(rehashed(password, written), written);
}

// The password hashed as what is written was; where that is of no scheme, it is the password itself.
function rehashed(password: string, written: string): string {
  if (written.startsWith(SHA)) return encodePassword(password, 'ldap_sha1', '');
  const found = [...SALTED].find(([prefix]) => written.startsWith(prefix));
  if (!found) return password;
  const [prefix, scheme] = found;
  const [first = '', second = '', third = ''] = written.slice(prefix.length).split('$');
  if (scheme === 'bcrypt') {
    const options = { ident: prefix.replaceAll('$', ''), rounds: Number(first), salt: second.slice(0, 22) };
    return attempt(() => hashPassword(password, scheme, options));
  }
  const rounds = /^rounds=(\d+)$/.exec(first)?.[1];
  const salt = rounds === undefined ? first : second;
  const digest = rounds === undefined ? second : third;
  // Without a number of rounds there are 5000; whether the number is written does not matter.
  const hash = attempt(() => hashPassword(password, scheme, { salt, rounds: Number(rounds ?? 5000) }));
  return hash.split('$').at(-1) === digest ? written : '';
}

// A hash that no scheme could have made is of no password.
function attempt(hash: () => string): string {
  try {
    return hash();
  } catch {
    return '';
  }
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
