// Privileges of MySQL and MariaDB: reading them from playbooks and from SHOW GRANTS, comparing them, and the SQL from one set to another.

import type { Plain } from '../../model/value.ts';
import { mysqlName } from './connection.ts';

/** What is granted where: the object as SQL has it (`*.*`, `` `db`.* ``, ``PROCEDURE `db`.`p` ``) to the privileges, normalized; GRANT is the right to grant. */
export type Grants = ReadonlyMap<string, ReadonlySet<string>>;

/** The privileges of a playbook's `priv`, or what is wrong with it. */
export function parsePrivileges(
  priv: Plain,
): { readonly ok: true; readonly grants: Grants } | { readonly ok: false; readonly problem: string } {
  const grants = new Map<string, ReadonlySet<string>>();
  for (const [object, words] of entriesOf(priv)) {
    if (words === undefined || !object.includes('.'))
      return {
        ok: false,
        problem: `priv has '${object}', which is not of the form database.table:PRIVILEGE,PRIVILEGE`,
      };
    const name = objectName(object);
    grants.set(name, new Set([...(grants.get(name) ?? []), ...splitPrivileges(words).flatMap(normalized)]));
  }
  return { ok: true, grants };
}

function entriesOf(priv: Plain): readonly (readonly [string, string | undefined])[] {
  if (typeof priv === 'object' && priv !== null && !Array.isArray(priv))
    return Object.entries(priv).map(([object, words]) => [object, String(words)]);
  const parts = Array.isArray(priv) ? priv.map(String) : String(priv).trim().split('/');
  return parts.map((part) => {
    const colon = part.lastIndexOf(':');
    return colon < 0 ? [part.trim(), undefined] : [part.slice(0, colon).trim(), part.slice(colon + 1)];
  });
}

const ROUTINE = /^(FUNCTION|PROCEDURE)\s+/i;

/** As SHOW GRANTS writes it. */
function objectName(object: string): string {
  const kind = ROUTINE.exec(object);
  const rest = object.slice(kind?.[0].length ?? 0);
  const dot = rest.lastIndexOf('.');
  const part = (name: string): string => (name === '*' || /^`.*`$/.test(name) ? name : mysqlName(unquoted(name)));
  return `${kind?.[1] === undefined ? '' : `${kind[1].toUpperCase()} `}${part(rest.slice(0, dot))}.${part(rest.slice(dot + 1))}`;
}

const unquoted = (name: string): string => name.replace(/^(['"])(.*)\1$/, '$2');

/** At the commas that are not within parentheses. */
function splitPrivileges(words: string): readonly string[] {
  return words
    .split(/,(?![^(]*\))/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

// Other names of the same right, by server and version.
const SYNONYMS: Readonly<Record<string, string>> = {
  'ALL PRIVILEGES': 'ALL',
  'GRANT OPTION': 'GRANT',
  'BINLOG MONITOR': 'REPLICATION CLIENT',
  'REPLICATION REPLICA': 'REPLICATION SLAVE',
  'DELETE VERSIONING ROWS': 'DELETE HISTORY',
};

// A privilege on columns is one on each of them, so that sets can be compared.
function normalized(word: string): readonly string[] {
  const [, name = word, columns] = /^([^(]*?)\s*\((.*)\)$/.exec(word) ?? [];
  const upper = name.toUpperCase().replace(/\s+/g, ' ');
  if (columns === undefined) return [SYNONYMS[upper] ?? upper];
  const names = columns.split(',').map((column) => column.trim().replaceAll('`', '').toLowerCase());
  return names.map((column) => `${upper} (${mysqlName(column)})`);
}

/** What SHOW GRANTS says, line by line; roles and proxies are left alone. */
export function parseGrants(lines: readonly string[]): Grants {
  const grants = new Map<string, ReadonlySet<string>>();
  for (const line of lines) {
    const [, words, kind, object, rest] =
      /^GRANT (.+?) ON (?:(TABLE|FUNCTION|PROCEDURE) )?((?:\*|`(?:[^`]|``)*`)\.(?:\*|`(?:[^`]|``)*`)) TO (.*)$/.exec(
        line,
      ) ?? [];
    if (words === undefined || object === undefined || words === 'PROXY') continue;
    const name = kind === undefined || kind === 'TABLE' ? object : `${kind} ${object}`;
    const may = /WITH .*GRANT OPTION/.test(rest ?? '') ? ['GRANT'] : [];
    const old = grants.get(name) ?? [];
    grants.set(name, allOf(name, new Set([...old, ...splitPrivileges(words).flatMap(normalized), ...may])));
  }
  return grants;
}

/** What MySQL lists in place of ALL, since version 8, for everything. */
const EVERYTHING =
  'SELECT INSERT UPDATE DELETE CREATE DROP RELOAD SHUTDOWN PROCESS FILE REFERENCES INDEX ALTER SUPER EXECUTE EVENT TRIGGER'
    .split(' ')
    .concat(['SHOW DATABASES', 'CREATE TEMPORARY TABLES', 'LOCK TABLES', 'REPLICATION SLAVE', 'REPLICATION CLIENT'])
    .concat(['CREATE VIEW', 'SHOW VIEW', 'CREATE ROUTINE', 'ALTER ROUTINE', 'CREATE USER', 'CREATE TABLESPACE'])
    .concat(['CREATE ROLE', 'DROP ROLE']);

function allOf(object: string, words: ReadonlySet<string>): ReadonlySet<string> {
  if (object !== '*.*' || !EVERYTHING.every((word) => words.has(word))) return words;
  return new Set(words.has('GRANT') ? ['ALL', 'GRANT'] : ['ALL']);
}

/** How `priv` goes along with what is granted already. */
export type Merge = 'replace' | 'append' | 'subtract';

/** What shall be granted in the end. */
export function wantedGrants(now: Grants, given: Grants, merge: Merge): Grants {
  if (merge === 'replace') {
    const gone = [...now.keys()].filter((object) => !given.has(object));
    return new Map([...gone.map((object) => [object, new Set<string>()] as const), ...given]);
  }
  return new Map([...given].map(([object, words]) => [object, merged(now.get(object) ?? new Set(), words, merge)]));
}

function merged(now: ReadonlySet<string>, words: ReadonlySet<string>, merge: Merge): ReadonlySet<string> {
  if (merge === 'append') return new Set([...now, ...words]);
  const takesAll = words.has('ALL');
  return new Set([...now].filter((word) => !words.has(word) && !(takesAll && word !== 'GRANT')));
}

/** The privileges that are really some: USAGE says that there are none. */
function effective(words: ReadonlySet<string> | undefined): readonly string[] {
  const all = [...(words ?? [])].filter((word) => word !== 'USAGE');
  return all.includes('ALL') ? all.filter((word) => word === 'ALL' || word === 'GRANT') : all;
}

/** What one object gains and loses. */
export interface GrantChange {
  readonly object: string;
  readonly granted: readonly string[];
  readonly revoked: readonly string[];
}

/** What has to be granted and revoked to come from one set to another. */
export function grantChanges(from: Grants, to: Grants): readonly GrantChange[] {
  return [...to].flatMap(([object, words]) => {
    const before = effective(from.get(object));
    const after = effective(words);
    // ALL covers what is there already.
    const revoked = before.filter((word) => !after.includes(word) && (word === 'GRANT' || !after.includes('ALL')));
    // Revoking ALL takes along what is to stay.
    const lost = revoked.includes('ALL');
    const granted = after.filter((word) => !before.includes(word) || (lost && word !== 'GRANT'));
    return granted.length + revoked.length === 0 ? [] : [{ object, granted, revoked }];
  });
}

/**
 * The SQL that makes these changes for an account. There is no way back when the server refuses one of them, so what it may refuse comes
 * first: granting; but where ALL is revoked, which takes along what is to stay, after that.
 */
export function grantSql(changes: readonly GrantChange[], account: string): readonly string[] {
  const granted = (some: readonly GrantChange[]): readonly string[] =>
    some.flatMap(({ object, granted: words }) => (words.length === 0 ? [] : [granting(object, words, account)]));
  const losesAll = ({ revoked }: GrantChange): boolean => revoked.includes('ALL');
  return [
    ...granted(changes.filter((change) => !losesAll(change))),
    ...changes.flatMap((change) => revoking(change, account)),
    ...granted(changes.filter(losesAll)),
  ];
}

// The right to grant goes on its own, since ALL goes with no other word.
function revoking({ object, revoked }: GrantChange, account: string): readonly string[] {
  const rights = revoked.filter((word) => word !== 'GRANT');
  return [
    ...(rights.length === 0 ? [] : [`REVOKE ${rights.join(', ')} ON ${object} FROM ${account}`]),
    ...(revoked.includes('GRANT') ? [`REVOKE GRANT OPTION ON ${object} FROM ${account}`] : []),
  ];
}

function granting(object: string, words: readonly string[], account: string): string {
  const rights = words.filter((word) => word !== 'GRANT');
  const option = words.includes('GRANT') ? ' WITH GRANT OPTION' : '';
  return `GRANT ${rights.length === 0 ? 'USAGE' : rights.join(', ')} ON ${object} TO ${account}${option}`;
}
