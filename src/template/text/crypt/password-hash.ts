// Hashes passwords in the schemes of password_hash and the password lookup, with the salts and rounds that Ansible takes.

import { createHash, pbkdf2Sync, randomBytes } from 'node:crypto';
import { hashSync } from 'bcryptjs';
import { TemplateError } from '../../callable.ts';
import { choose, systemRandom } from '../random.ts';
import { saltAlphabet } from './base64.ts';
import { md5Crypt } from './md5-crypt.ts';
import { type ShaScheme, sha256Crypt, sha512Crypt, shaCrypt } from './sha-crypt.ts';

/** What a hash is made with besides the password; what is missing is the scheme's default. */
export interface HashOptions {
  readonly salt?: string | undefined;
  readonly saltSize?: number | undefined;
  readonly rounds?: number | undefined;
  readonly ident?: string | undefined;
}

interface Scheme {
  readonly name: string;
  /** How many characters a random salt has, and how many any may have. */
  readonly saltSize: number;
  readonly smallestSalt: number;
  readonly largestSalt: number;
  /** Bytes of any kind as salt, which is then encoded. */
  readonly anySalt?: boolean;
  /** The default, the least and the most; none where the scheme has a fixed number. */
  readonly rounds?: { readonly usual: number; readonly least: number; readonly most: number };
  hash(password: Buffer, salt: string, rounds: number, ident: string | undefined): string;
}

function shaScheme(name: string, scheme: ShaScheme, usual: number): Scheme {
  return {
    name,
    saltSize: 16,
    smallestSalt: 0,
    largestSalt: 16,
    rounds: { usual, least: 1000, most: 999_999_999 },
    hash: (password, salt, rounds) => shaCrypt(scheme, password, salt, rounds),
  };
}

function md5Scheme(name: string, prefix: '$1$' | '$apr1$'): Scheme {
  return {
    name,
    saltSize: 8,
    smallestSalt: 0,
    largestSalt: 8,
    hash: (password, salt) => md5Crypt(prefix, password, salt),
  };
}

function pbkdf2Scheme(name: string, algorithm: string, keyLength: number, usual: number): Scheme {
  const prefix = algorithm === 'sha1' ? '$pbkdf2$' : `$pbkdf2-${algorithm}$`;
  return {
    name,
    saltSize: 16,
    smallestSalt: 0,
    largestSalt: 1024,
    anySalt: true,
    rounds: { usual, least: 1, most: 0xffffffff },
    hash: (password, salt, rounds) => {
      const bytes = Buffer.from(salt, 'latin1');
      const key = pbkdf2Sync(password, bytes, rounds, keyLength, algorithm);
      return `${prefix}${rounds}$${adaptedBase64(bytes)}$${adaptedBase64(key)}`;
    },
  };
}

// Without padding and with a dot for the plus.
function adaptedBase64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '').replaceAll('+', '.');
}

const bcrypt: Scheme = {
  name: 'bcrypt',
  saltSize: 22,
  smallestSalt: 22,
  largestSalt: 22,
  rounds: { usual: 12, least: 4, most: 31 },
  hash(password, salt, rounds, ident = '2b') {
    const name = ident.replaceAll('$', '');
    if (!['2a', '2b', '2y'].includes(name)) throw refused(`invalid ident: '${ident}'`);
    const cost = String(rounds).padStart(2, '0');
    return hashSync(password.toString('utf8'), `$${name}$${cost}$${withoutSpareBits(salt)}`);
  },
};

const bcryptAlphabet = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

// 22 characters hold four bits more than the 16 bytes of a salt.
function withoutSpareBits(salt: string): string {
  return salt.slice(0, 21) + (bcryptAlphabet[bcryptAlphabet.indexOf(salt.charAt(21)) & 0x30] ?? '.');
}

const schemes: readonly Scheme[] = [
  shaScheme('sha512_crypt', sha512Crypt, 656_000),
  shaScheme('sha256_crypt', sha256Crypt, 535_000),
  md5Scheme('md5_crypt', '$1$'),
  md5Scheme('apr_md5_crypt', '$apr1$'),
  bcrypt,
  pbkdf2Scheme('pbkdf2_sha512', 'sha512', 64, 25_000),
  pbkdf2Scheme('pbkdf2_sha256', 'sha256', 32, 29_000),
  pbkdf2Scheme('pbkdf2_sha1', 'sha1', 20, 131_000),
];

const aliases: Readonly<Record<string, string>> = {
  sha512: 'sha512_crypt',
  sha256: 'sha256_crypt',
  md5: 'md5_crypt',
  blowfish: 'bcrypt',
};

function refused(reason: string): TemplateError {
  return new TemplateError(`Could not hash the secret: ${reason}`);
}

/** The hash of a password; throws `TemplateError` for what the scheme does not take. */
export function hashPassword(password: string, schemeName: string, options: HashOptions): string {
  const scheme = schemeOf(schemeName);
  const salt = options.salt === undefined || options.salt === '' ? randomSalt(scheme, options.saltSize) : options.salt;
  checkSalt(scheme, salt);
  if (password.includes('\0')) throw refused(`${scheme.name} does not allow NULL bytes in password`);
  const rounds = checkedRounds(scheme, options.rounds);
  return remembered([scheme.name, password, salt, String(rounds), options.ident ?? ''], () =>
    scheme.hash(Buffer.from(password), salt, rounds, options.ident),
  );
}

function schemeOf(name: string): Scheme {
  const wanted = Object.hasOwn(aliases, name) ? aliases[name] : name;
  const scheme = schemes.find((one) => one.name === wanted);
  if (!scheme)
    throw new TemplateError(
      `password_hash does not support the '${name}' algorithm; it knows ${schemes.map((one) => one.name).join(', ')}`,
    );
  return scheme;
}

/** A random salt of the usual size of a scheme, as the password lookup stores it. */
export function saltFor(schemeName: string): string {
  const scheme = schemeOf(schemeName);
  return randomText(scheme.saltSize);
}

function randomSalt(scheme: Scheme, size = scheme.saltSize): string {
  return scheme.anySalt ? randomBytes(size).toString('latin1') : randomText(size);
}

function randomText(size: number): string {
  return Array.from({ length: size }, () => choose(Array.from(saltAlphabet), systemRandom)).join('');
}

function checkSalt(scheme: Scheme, salt: string): void {
  const { name, smallestSalt, largestSalt } = scheme;
  const exactly = smallestSalt === largestSalt ? 'exactly' : undefined;
  if (salt.length < smallestSalt)
    throw refused(`salt too small (${name} requires ${exactly ?? '>='} ${smallestSalt} chars)`);
  if (salt.length > largestSalt)
    throw refused(`salt too large (${name} requires ${exactly ?? '<='} ${largestSalt} chars)`);
  if (!scheme.anySalt && !/^[./0-9A-Za-z]*$/.test(salt)) throw refused(`invalid characters in ${name} salt`);
}

function checkedRounds({ name, rounds }: Scheme, wanted: number | undefined): number {
  if (!rounds) return 0;
  if (wanted === undefined) return rounds.usual;
  if (wanted < rounds.least) throw refused(`${name}: rounds (${wanted}) is too low, must be at least ${rounds.least}`);
  if (wanted > rounds.most)
    throw refused(`${name}: rounds (${wanted}) is too large, cannot be more than ${rounds.most}`);
  return wanted;
}

// A template may be evaluated many times, and one hash takes the better part of a second. The key does not give the password away.
const memory = new Map<string, string>();
const memorySize = 200;

function remembered(inputs: readonly string[], compute: () => string): string {
  const key = createHash('sha256').update(JSON.stringify(inputs)).digest('base64');
  const known = memory.get(key);
  if (known !== undefined) return known;
  const result = compute();
  if (memory.size >= memorySize) memory.clear();
  memory.set(key, result);
  return result;
}
