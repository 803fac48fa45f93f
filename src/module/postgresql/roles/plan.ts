// Plans roles of PostgreSQL: their attributes, passwords, comments, and the deprecated ways to give them groups and privileges.

import type { RunSeen } from '../../../plan/look.ts';
import { type Plan, type Result, stage } from '../../../plan/plan.ts';
import { pgChange, pgName, pgRows, pgSays, pgText, pgTrouble } from '../connection.ts';
import { isPasswordOf } from '../password.ts';
import { roleLook } from './look.ts';
import { left, NEW_ROLE, type Row } from './prediction.ts';
import { type Flag, flagsOf, loginOf, type PgUser, privilegesOf } from './request.ts';

/** What postgresql_user does. */
export function planPgUser(given: PgUser, seen: RunSeen): Plan {
  const rows = pgRows(seen);
  const trouble = pgTrouble(seen);
  if (trouble !== undefined) return { changes: [], failed: trouble };
  const role = rows.find(({ name }) => name === given.name);
  const said = pgSays(seen.stderr);
  if (!role && said !== '' && !/pg_authid/.test(said)) return { changes: [], failed: said };
  if (given.state === 'absent') return removal(given, rows, role);
  return role ? alteration(given, rows, role) : creation(given, rows);
}

const fieldsOf = ({ name }: PgUser, queries: readonly string[]): Result => ({ user: name, queries: [...queries] });

// Passwords and dates are shown as the placeholders that Ansible shows.
function attributes(
  given: PgUser,
  password: string | undefined,
  flags: readonly Flag[],
  expires: boolean,
  limit: boolean,
) {
  const secret =
    password === undefined ? [] : password === '' ? ['PASSWORD NULL'] : [`ENCRYPTED PASSWORD ${pgText(password)}`];
  const shown = password === undefined || password === '' ? secret : ['ENCRYPTED PASSWORD %(password)s'];
  const until = expires && given.expires !== undefined;
  const rest = [...(limit ? [`CONNECTION LIMIT ${given.conn_limit}`] : []), ...flags.map(({ word }) => word)];
  return {
    sql: [...secret, ...(until ? [`VALID UNTIL ${pgText(given.expires ?? '')}`] : []), ...rest].join(' '),
    shown: [...shown, ...(until ? ['VALID UNTIL %(expires)s'] : []), ...rest].join(' '),
  };
}

const commenting = (name: string, comment: string | null): string =>
  `COMMENT ON ROLE ${pgName(name)} IS ${comment === null ? 'NULL' : pgText(comment)}`;

// What it is to be a member of, and what it is to be granted, that it is not and has not.
function grantsFor(
  given: PgUser,
  rows: readonly Row[],
): { readonly grant: readonly string[]; readonly revoke: readonly string[] } {
  const who = pgName(given.name);
  const groups = (given.groups ?? []).filter((group) => !rows.some((row) => row.member_of === group));
  const privileges = privilegesOf(given).filter(
    ({ object, word }) => !rows.some((row) => row.privilege === `${word} ON ${object}` && row.has === true),
  );
  return {
    grant: [
      ...groups.map((group) => `GRANT ${pgName(group)} TO ${who}`),
      ...privileges.map(({ object, word }) => `GRANT ${word} ON ${object} TO ${who}`),
    ],
    revoke: [
      ...privileges.map(({ object, word }) => `REVOKE ${word} ON ${object} FROM ${who}`),
      ...groups.map((group) => `REVOKE ${pgName(group)} FROM ${who}`),
    ],
  };
}

function creation(given: PgUser, rows: readonly Row[]): Plan {
  const { name, password, comment } = given;
  const { flags } = flagsOf(given.role_attr_flags);
  const { sql, shown } = attributes(given, password, flags, true, given.conn_limit !== undefined);
  const { grant, revoke } = grantsFor(given, rows);
  const start = `CREATE USER ${pgName(name)}`;
  const more = [...(comment === undefined ? [] : [commenting(name, comment)]), ...grant];
  const said = [shown === '' ? start : `${start} WITH ${shown}`, ...more];
  const change = pgChange(loginOf(given), {
    title: `create the role ${name}`,
    sql: [sql === '' ? start : `${start} WITH ${sql}`, ...more],
    undo: [...revoke, `DROP ROLE ${pgName(name)}`],
    leaves: [{ look: roleLook(given), rows: left(given, { ...NEW_ROLE, name }, given.password ?? '') }],
    before: [],
    after: said,
  });
  return {
    changes: [change],
    result: fieldsOf(given, said),
    failure: ({ stderr, code }) => ({ msg: pgSays(stderr), rc: code }),
  };
}

function alteration(given: PgUser, rows: readonly Row[], role: Row): Plan {
  const { name, comment } = given;
  const row = rows.find((one) => typeof one.kept === 'string');
  const kept = typeof row?.kept === 'string' ? row.kept : undefined;
  const isWanted = given.password !== undefined && !given.no_password_changes;
  const password =
    isWanted && !(kept !== undefined && isPasswordOf(name, given.password ?? '', kept)) ? given.password : undefined;
  const flags = flagsOf(given.role_attr_flags).flags.filter(({ column, value }) => role[column] !== value);
  const expires = given.expires !== undefined && !given.no_password_changes && role.same_expiry !== true;
  const limit = given.conn_limit !== undefined && role.rolconnlimit !== given.conn_limit;
  const { sql, shown } = attributes(given, password, flags, expires, limit);
  const { grant, revoke } = grantsFor(given, rows);
  const commented = comment !== undefined && comment !== (role.comment ?? '');
  const more = [...(commented ? [commenting(name, comment)] : []), ...grant];
  const alter = `ALTER USER ${pgName(name)} WITH`;
  const said = [...(shown === '' ? [] : [`${alter} ${shown}`]), ...more];
  if (said.length === 0) return { changes: [], result: fieldsOf(given, []) };
  const back = [
    ...(password === undefined || kept === undefined
      ? []
      : [kept === '' ? 'PASSWORD NULL' : `PASSWORD ${pgText(kept)}`]),
    ...(expires ? [`VALID UNTIL ${pgText(String(role.expires ?? 'infinity'))}`] : []),
    ...(limit ? [`CONNECTION LIMIT ${String(role.rolconnlimit)}`] : []),
    ...flags.map(({ word, value }) => (value ? `NO${word}` : word.replace(/^NO/, ''))),
  ];
  const old = typeof role.comment === 'string' ? role.comment : null;
  const undo = [
    ...revoke,
    ...(commented ? [commenting(name, old)] : []),
    ...(back.length === 0 ? [] : [`${alter} ${back.join(' ')}`]),
  ];
  const change = pgChange(loginOf(given), {
    title: `change the role ${name}`,
    sql: [...(sql === '' ? [] : [`${alter} ${sql}`]), ...more],
    undo:
      password !== undefined && kept === undefined ? { cannot: `the password that ${name} had is not known` } : undo,
    leaves: [{ look: roleLook(given), rows: left(given, role, isWanted ? given.password : undefined) }],
    before: [],
    after: said,
  });
  return {
    changes: [change],
    result: fieldsOf(given, said),
    failure: ({ stderr, code }) => ({ msg: pgSays(stderr), rc: code }),
  };
}

function removal(given: PgUser, rows: readonly Row[], role: Row | undefined): Plan {
  const { name } = given;
  if (!role) return { changes: [], result: fieldsOf(given, []) };
  const revoke = privilegesOf(given)
    .filter(({ object, word }) => rows.some((row) => row.privilege === `${word} ON ${object}` && row.has === true))
    .map(({ object, word }) => `REVOKE ${word} ON ${object} FROM ${pgName(name)}`);
  const drop = `DROP USER ${pgName(name)}`;
  const change = pgChange(loginOf(given), {
    title: `drop the role ${name}`,
    sql: [...revoke, drop],
    undo: { cannot: `what the role ${name} was a member of and how it was set is not kept` },
    leaves: [{ look: roleLook(given), rows: [{ answered: true }] }],
    before: [`the role ${name}`],
    after: [],
    ...(!given.fail_on_user && { accept: 'any' }),
  });
  return {
    changes: [change],
    result: { ...fieldsOf(given, [...revoke, drop]), user_removed: true },
    failure: ({ stderr, code }) => ({ msg: `Unable to remove user: ${pgSays(stderr)}`, rc: code }),
    next: stage({
      looks: {},
      plan: (_seen, performed) => {
        const code = performed.at(-1)?.code ?? 0;
        return { changes: [], changed: code === 0, result: { user_removed: code === 0 } };
      },
    }),
  };
}
