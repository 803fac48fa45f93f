// The password lookup: a random password, kept in a file so that the next run gives the same one.

import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { str } from '../python/index.ts';
import { hashPassword, saltFor } from '../text/crypt/password-hash.ts';
import { parseKeyValues } from '../text/key-values.ts';
import { choose, randomSource } from '../text/random.ts';
import { type LookupDefinition, lookup, type Options, textTerm } from './define.ts';
import { fromPlaybook } from './find-file.ts';

export const passwordLookups: readonly LookupDefinition[] = [
  lookup('password', (terms, options, { controller }) =>
    terms.map((term) => {
      const wanted = parse(textTerm(term, 'password'), options);
      return provide(wanted, wanted.path === '/dev/null' ? undefined : fromPlaybook(controller, wanted.path));
    }),
  ),
];

interface Wanted {
  readonly path: string;
  readonly length: number;
  readonly characters: readonly string[];
  readonly encrypt: string | undefined;
  readonly ident: string | undefined;
  readonly seed: Value;
}

/** What a file keeps: the password in plain text, and what its hash was made with. */
interface Stored {
  readonly password: string;
  readonly salt: string | undefined;
  readonly ident: string | undefined;
}

const parameters = ['length', 'encrypt', 'chars', 'ident', 'seed'];

// `path length=8 chars=digits`; the path may hold spaces.
function parse(term: string, given: Options): Wanted {
  const space = term.indexOf(' ');
  const { raw, values } = parseKeyValues(space < 0 ? '' : term.slice(space));
  const unknown = [...values.keys()].filter((name) => !parameters.includes(name));
  if (unknown.length > 0)
    throw new TemplateError(`Unrecognized parameter(s) given to password lookup: ${unknown.sort().join(', ')}`);
  const path = [space < 0 ? term : term.slice(0, space), raw].filter((part) => part !== '').join(' ');
  if (!term.startsWith(path))
    throw new TemplateError('Unrecognized value after key=value parameters given to password lookup');
  const options = given.with(values);
  const written = values.get('chars');
  const seed = options.optionalText('seed');
  return {
    path,
    length: options.integer('length', 20),
    characters: candidates(
      written === undefined ? given.list('chars', usualCharacters).map(str) : splitCharacters(written),
    ),
    encrypt: options.optionalText('encrypt'),
    ident: options.optionalText('ident'),
    seed: seed ?? null,
  };
}

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const whitespace = ' \t\n\r\v\f';
const letters = lower + lower.toUpperCase();

const characterSets: ReadonlyMap<string, string> = new Map([
  ['ascii_letters', letters],
  ['ascii_lowercase', lower],
  ['ascii_uppercase', lower.toUpperCase()],
  ['digits', digits],
  ['hexdigits', `${digits}abcdefABCDEF`],
  ['octdigits', '01234567'],
  ['punctuation', punctuation],
  ['printable', digits + letters + punctuation + whitespace],
  ['whitespace', whitespace],
]);

const usualCharacters = ['ascii_letters', 'digits', '.,:-_'];

// Two commas stand for one that is meant.
function splitCharacters(text: string): readonly string[] {
  const comma = text.includes(',,') ? [','] : [];
  return [
    ...comma,
    ...text
      .replaceAll(',,', ',')
      .split(',')
      .filter((part) => part !== ''),
  ];
}

function candidates(names: readonly string[]): readonly string[] {
  const all = names.map((name) => characterSets.get(name) ?? name).join('');
  return Array.from(all.replace(/["']/g, ''));
}

function provide(wanted: Wanted, path: string | undefined): string {
  const known = path === undefined ? undefined : read(path);
  const stored = known ?? { password: draw(wanted), salt: undefined, ident: undefined };
  const complete = withSalt(stored, wanted);
  if (path !== undefined && !known) create(path, format(complete));
  else if (path !== undefined && complete !== stored) replace(path, format(complete));
  if (wanted.encrypt === undefined) return complete.password;
  return hashPassword(complete.password, wanted.encrypt, {
    salt: complete.salt,
    ident: isBcrypt(wanted) ? (wanted.ident ?? complete.ident) : undefined,
  });
}

function draw({ length, characters, seed }: Wanted): string {
  const random = randomSource(seed);
  return Array.from({ length }, () => choose(characters, random)).join('');
}

function isBcrypt({ encrypt }: Wanted): boolean {
  return encrypt === 'bcrypt' || encrypt === 'blowfish';
}

// A hash must be the same every time, so its salt is kept as well.
function withSalt(stored: Stored, wanted: Wanted): Stored {
  if (wanted.encrypt === undefined) return stored;
  const salt = stored.salt ?? saltFor(wanted.encrypt);
  const ident = isBcrypt(wanted) ? (stored.ident ?? wanted.ident ?? '2b') : stored.ident;
  return salt === stored.salt && ident === stored.ident ? stored : { ...stored, salt, ident };
}

function parseStored(content: string): Stored {
  const [, beforeIdent = content, ident] = /^(.*) ident=(\S*)$/s.exec(content) ?? [];
  const [, password = beforeIdent, salt] = /^(.*) salt=(\S*)$/s.exec(beforeIdent) ?? [];
  return salt === undefined ? { password: content, salt, ident: undefined } : { password, salt, ident };
}

function format({ password, salt, ident }: Stored): string {
  return `${password}${salt === undefined ? '' : ` salt=${salt}`}${ident === undefined ? '' : ` ident=${ident}`}\n`;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function read(path: string): Stored | undefined {
  try {
    return parseStored(readFileSync(path, 'utf8').trimEnd());
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw failure('read', path, error);
  }
}

// Exclusively: neither a link that somebody planted nor a password that came up meanwhile is written over.
function create(path: string, content: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeNew(path, content);
  } catch (error) {
    throw failure('write', path, error);
  }
}

function replace(path: string, content: string): void {
  try {
    const target = realpathSync(path);
    const fresh = `${target}.${randomUUID()}`;
    writeNew(fresh, content);
    renameSync(fresh, target);
  } catch (error) {
    throw failure('write', path, error);
  }
}

function writeNew(path: string, content: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(file, content);
  } finally {
    closeSync(file);
  }
  chmodSync(path, 0o600);
}

function failure(what: string, path: string, error: unknown): TemplateError {
  return new TemplateError(
    `cannot ${what} the password file '${path}': ${error instanceof Error ? error.message : String(error)}`,
  );
}
