// How an account of MySQL and MariaDB is declared: its password or plugin, what it requires of connections, its limits; read and written as SQL.

import { createHash } from 'node:crypto';
import type { Plain } from '../../model/value.ts';
import { isAtLeast, type MysqlAccount, type MysqlServer } from './accounts.ts';
import { mysqlText } from './connection.ts';

/** How an account shall prove who it is. */
export type Proof =
  | { readonly kind: 'password'; readonly hash: string; readonly text?: string }
  | { readonly kind: 'plugin'; readonly plugin: string; readonly hash?: string; readonly text?: string };

/** What mysql_native_password keeps of a password. */
export function nativeHash(password: string): string {
  if (password === '') return '';
  const sha1 = (bytes: string | Buffer): Buffer => createHash('sha1').update(bytes).digest();
  return `*${sha1(sha1(password)).toString('hex').toUpperCase()}`;
}

// Servers of MySQL since 8.4 have no mysql_native_password unless told to load it.
const hasNative = (server: MysqlServer): boolean => server.isMaria || !isAtLeast(server, [8, 4]);

// Plugins whose text is a setting, not a password.
const PLAIN = new Set(['pam', 'auth_pam', 'auth_pam_compat']);

/** The IDENTIFIED clause. */
export function identified(proof: Proof, server: MysqlServer): string {
  if (proof.kind === 'plugin') return identifiedByPlugin(proof, server);
  const { hash, text } = proof;
  if (hash === '') return "IDENTIFIED BY ''";
  if (server.isMaria || !isAtLeast(server, [5, 7])) return `IDENTIFIED BY PASSWORD ${mysqlText(hash)}`;
  if (text !== undefined && !hasNative(server)) return `IDENTIFIED BY ${mysqlText(text)}`;
  return `IDENTIFIED WITH mysql_native_password AS ${mysqlText(hash)}`;
}

function identifiedByPlugin(
  { plugin, hash, text }: Proof & { readonly kind: 'plugin' },
  { isMaria }: MysqlServer,
): string {
  const start = `IDENTIFIED ${isMaria ? 'VIA' : 'WITH'} ${plugin}`;
  const kept = hash ?? (PLAIN.has(plugin) ? text : undefined);
  if (kept !== undefined) return `${start} ${isMaria ? 'USING' : 'AS'} ${mysqlText(kept)}`;
  if (text === undefined) return start;
  return isMaria ? `${start} USING PASSWORD(${mysqlText(text)})` : `${start} BY ${mysqlText(text)}`;
}

/** Whether an account proves itself that way already; what cannot be compared (a salted hash) counts as different. */
export function provesBy({ plugin, hash }: MysqlAccount, proof: Proof, server: MysqlServer): boolean {
  if (proof.kind === 'password') {
    const isNative = plugin === '' || plugin === 'mysql_native_password';
    return isNative && hash.toUpperCase() === proof.hash.toUpperCase();
  }
  const { text } = proof;
  const isSame = plugin === proof.plugin && (proof.hash === undefined || hash === proof.hash);
  if (text === undefined || !isSame) return isSame;
  if (PLAIN.has(plugin)) return hash === text;
  return server.isMaria && plugin === 'mysql_native_password' && hash === nativeHash(text);
}

/** The proof that an account has now, for another one of the same name. */
export const proofOf = ({ plugin, hash }: MysqlAccount): Proof =>
  plugin === '' || plugin === 'mysql_native_password'
    ? { kind: 'password', hash }
    : { kind: 'plugin', plugin, ...(hash !== '' && { hash }) };

const text = ({ definition, grantLines }: MysqlAccount): string =>
  definition === '' ? (grantLines.find((line) => / ON \*\.\* TO /.test(line)) ?? '') : definition;

/** The IDENTIFIED clause of an account as the server tells it. */
export function identifiedNow(account: MysqlAccount): string {
  const [clause] =
    / IDENTIFIED .*?(?= REQUIRE | WITH MAX_| WITH GRANT | PASSWORD EXPIRE| ACCOUNT |$)/.exec(text(account)) ?? [];
  return clause === undefined ? "IDENTIFIED BY ''" : clause.trim();
}

const PARTS = /\b(SUBJECT|ISSUER|CIPHER) '((?:[^'\\]|''|\\.)*)'/g;

/** What an account requires of connections: NONE, SSL, X509 or subject, issuer and cipher, in one spelling. */
export function requiredNow(account: MysqlAccount): string {
  const [, clause = ''] = / REQUIRE (.*)$/.exec(text(account)) ?? [];
  const [word] = /^(NONE|SSL|X509)\b/.exec(clause) ?? [];
  if (word !== undefined) return word;
  const parts = [...clause.matchAll(PARTS)].map(([part]) => part);
  return parts.length === 0 ? 'NONE' : parts.sort().join(' AND ');
}

/** The same of a playbook's words, or what is wrong with them. */
export function requiredOf(
  words: Readonly<Record<string, Plain>> | undefined,
): { readonly ok: true; readonly clause: string } | { readonly ok: false; readonly problem: string } {
  const entries = Object.entries(words ?? {}).map(([word, value]) => [word.toUpperCase(), value] as const);
  const wrong = entries.find(([word]) => !['SSL', 'X509', 'SUBJECT', 'ISSUER', 'CIPHER', 'NONE'].includes(word));
  if (wrong)
    return { ok: false, problem: `tls_requires has '${wrong[0]}'; it knows SSL, X509, SUBJECT, ISSUER and CIPHER` };
  const single = ['X509', 'SSL', 'NONE'].find((word) => entries.some(([one]) => one === word));
  if (single !== undefined) return { ok: true, clause: single };
  const parts = entries.map(([word, value]) => `${word} ${mysqlText(String(value))}`);
  return { ok: true, clause: parts.length === 0 ? 'NONE' : parts.sort().join(' AND ') };
}

const LIMITS = [
  'MAX_QUERIES_PER_HOUR',
  'MAX_UPDATES_PER_HOUR',
  'MAX_CONNECTIONS_PER_HOUR',
  'MAX_USER_CONNECTIONS',
  'MAX_STATEMENT_TIME',
];

/** What is wrong with limits of a playbook. */
export function wrongLimit(limits: Readonly<Record<string, Plain>>): string | undefined {
  const name = Object.keys(limits).find((one) => !LIMITS.includes(one.toUpperCase()));
  if (name !== undefined) return `resource_limits has '${name}'; it knows ${LIMITS.join(', ')}`;
  const wrong = Object.entries(limits).find(([, value]) => !/^\d+(?:\.\d+)?$/.test(String(value)));
  return wrong && `resource_limits has ${wrong[0]}: '${String(wrong[1])}', which is not a number`;
}

/** The limits of an account that a playbook names, as they are. */
export function limitsNow(account: MysqlAccount, names: readonly string[]): ReadonlyMap<string, number> {
  const definition = text(account);
  const limit = (name: string): number =>
    Number(new RegExp(`\\b${name} (\\d+(?:\\.\\d+)?)`).exec(definition)?.[1] ?? 0);
  return new Map(names.map((name) => [name, limit(name)]));
}

/** `WITH MAX_QUERIES_PER_HOUR 10`; empty where there are none. */
export function limitsClause(limits: ReadonlyMap<string, number>): string {
  return limits.size === 0 ? '' : `WITH ${[...limits].map(([name, value]) => `${name} ${value}`).join(' ')}`;
}
