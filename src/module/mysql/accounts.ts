// What is known of accounts of MySQL and MariaDB, and how it is asked for.

import type { RunLook, RunSeen } from '../../plan/look.ts';
import { type MysqlLogin, mysqlLook, mysqlRows, mysqlText, printedRows } from './connection.ts';
import { type Grants, parseGrants } from './privileges.ts';

/** An account as the server has it. */
export interface MysqlAccount {
  readonly host: string;
  readonly plugin: string;
  readonly hash: string;
  /** What SHOW GRANTS and SHOW CREATE USER say; the latter is empty on old servers. */
  readonly grantLines: readonly string[];
  readonly grants: Grants;
  readonly definition: string;
}

/** The server and what kind it is. */
export interface MysqlServer {
  readonly isMaria: boolean;
  /** Major, minor. */
  readonly version: readonly [number, number];
}

export interface AccountsSeen {
  readonly server: MysqlServer;
  /** All of the name, on any host; grants and definition only of those that were asked for. */
  readonly accounts: readonly MysqlAccount[];
}

/** `'bob'@'10.%'`. */
export const accountName = (user: string, host: string): string => `${mysqlText(user)}@${mysqlText(host)}`;

// Servers differ in columns and statements; what one does not know it answers with an error, and the rest is answered nonetheless.
function asking(user: string, hosts: readonly string[]): string {
  const each = hosts.flatMap((host) => [
    `SELECT 'of', ${mysqlText(host)}`,
    `SHOW GRANTS FOR ${accountName(user, host)}`,
    `SHOW CREATE USER ${accountName(user, host)}`,
  ]);
  const of = `FROM mysql.user WHERE user = ${mysqlText(user)} ORDER BY host`;
  return [
    'SET print_identified_with_as_hex = ON',
    "SELECT 'version', VERSION()",
    `SELECT 'account', host, plugin, authentication_string ${of}`,
    `SELECT 'password', host, password ${of}`,
    ...each,
    // A refused statement at the end would be the client's exit code.
    "SELECT 'end'",
  ]
    .map((line) => `${line};\n`)
    .join('');
}

/** The look at all accounts of a name, with the grants of some. */
export function accountsLook(login: MysqlLogin, user: string, hosts: readonly string[]): RunLook {
  return mysqlLook(login, asking(user, hosts), { goOn: true });
}

/** What the server answered. */
export function accountsOf({ stdout }: RunSeen): AccountsSeen {
  let version = '';
  const accounts: MysqlAccount[] = [];
  let of: string | undefined;
  for (const [word = '', ...rest] of mysqlRows(stdout)) {
    const [host = '', plugin = '', hash = ''] = rest;
    if (word === 'version') version = host;
    else if (word === 'account')
      accounts.push({ host, plugin, hash, grantLines: [], grants: new Map(), definition: '' });
    else if (word === 'password') addPassword(accounts, host, plugin);
    else if (word === 'of') of = host;
    else if (word !== 'end') addLine(accounts, of, word);
  }
  return { server: serverOf(version), accounts };
}

// Before MySQL 5.7 and MariaDB 10.4 passwords were in a column of their own, with `authentication_string` empty or missing.
function addPassword(accounts: MysqlAccount[], host: string, password: string): void {
  const at = accounts.findIndex((account) => account.host === host);
  const known = accounts[at];
  const fresh = { host, plugin: '', hash: password, grantLines: [], grants: new Map(), definition: '' };
  if (!known) accounts.push(fresh);
  else if (known.hash === '') accounts[at] = { ...known, hash: password };
}

function addLine(accounts: MysqlAccount[], host: string | undefined, line: string): void {
  const at = accounts.findIndex((account) => account.host === host);
  const account = accounts[at];
  if (!account) return;
  if (/^CREATE USER /.test(line)) accounts[at] = { ...account, definition: line };
  else {
    const grantLines = [...account.grantLines, line];
    accounts[at] = { ...account, grantLines, grants: parseGrants(grantLines) };
  }
}

function serverOf(version: string): MysqlServer {
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(version.replace(/^5\.5\.5-/, '')) ?? [];
  return { isMaria: /mariadb/i.test(version), version: [Number(major), Number(minor)] };
}

/** The answer as the server would print it: for predictions. */
export function printedAccounts({ server, accounts }: AccountsSeen, user: string, hosts: readonly string[]): Buffer {
  const version = `${server.version.join('.')}${server.isMaria ? '-MariaDB' : ''}`;
  const each = hosts.flatMap((host) => {
    const account = accounts.find((one) => one.host === host);
    if (!account) return [['of', host]];
    const lines = [...account.grants].map(([object, words]) => {
      const rights = [...words].filter((word) => word !== 'GRANT').join(', ') || 'USAGE';
      return `GRANT ${rights} ON ${object} TO ${accountName(user, host)}${words.has('GRANT') ? ' WITH GRANT OPTION' : ''}`;
    });
    return [['of', host], ...lines.map((line) => [line]), ...(account.definition === '' ? [] : [[account.definition]])];
  });
  const known = accounts.map(({ host, plugin, hash }) => ['account', host, plugin, hash]);
  return printedRows([['version', version], ...known, ...each]);
}

/** Whether a server is at least of a version. */
export function isAtLeast({ version: [major, minor] }: MysqlServer, wanted: readonly [number, number]): boolean {
  return major > wanted[0] || (major === wanted[0] && minor >= wanted[1]);
}
