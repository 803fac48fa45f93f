// Plans roles of PostgreSQL: their attributes, passwords, comments, and the deprecated ways to give them groups and privileges.

import type { Plain } from '../../model/value.ts';
import type { RunLook, RunSeen } from '../../plan/look.ts';
import { type Plan, type Result, stage } from '../../plan/plan.ts';
import { bool, choice, integer, list, type ParamsOf, text } from '../params.ts';
import {
  type PgLogin,
  pgChange,
  pgLoginParams,
  pgLook,
  pgName,
  pgRows,
  pgSays,
  pgText,
  pgTrouble,
  refusePgLogin,
} from './connection.ts';
import { isPasswordOf, md5Of } from './password.ts';

/** The parameters of postgresql_user. */
export const pgUserParams = {
  ...pgLoginParams,
  name: text('The role.').alias('user'),
  state: choice(['absent', 'present'], 'Whether it shall be there.').default('present'),
  password: text('Its password, or the MD5 or SCRAM hash of it; none where empty.').secret().optional(),
  encrypted: bool('Passwords are kept as hashes, as servers since version 10 always do.').default(true),
  no_password_changes: bool('Leave the password of a role that is there alone.').default(false),
  role_attr_flags: text('Attributes such as CREATEDB,NOSUPERUSER.').default(''),
  conn_limit: integer('How many connections it may have.').optional(),
  expires: text('When its password expires; infinity for never.').optional(),
  comment: text('A comment on it.').optional(),
  fail_on_user: bool('Fail where it cannot be dropped.').alias('fail_on_role').default(true),
  db: text('The database to log in to, and for which priv holds.').alias('login_db').default(''),
  groups: list(text('A role.'), 'Roles that it becomes a member of; deprecated in Ansible.').optional(),
  priv: text('Privileges: CONNECT/table:SELECT,INSERT; deprecated in Ansible.').optional(),
};
type Params = ParamsOf<typeof pgUserParams>;

const loginOf = (given: Params): PgLogin => ({ ...given, database: given.db });

const FLAGS = {
  SUPERUSER: 'rolsuper',
  CREATEROLE: 'rolcreaterole',
  CREATEDB: 'rolcreatedb',
  INHERIT: 'rolinherit',
  LOGIN: 'rolcanlogin',
  REPLICATION: 'rolreplication',
  BYPASSRLS: 'rolbypassrls',
} as const;
const isFlag = (word: string): word is keyof typeof FLAGS => word in FLAGS;

interface Flag {
  readonly word: string;
  readonly column: string;
  readonly value: boolean;
}

function flagsOf(text: string): { readonly flags: readonly Flag[]; readonly wrong: readonly string[] } {
  const words = text.split(',').map((word) => word.trim().toUpperCase());
  const flags: Flag[] = [];
  const wrong: string[] = [];
  for (const word of words.filter((one) => one !== '')) {
    const plain = word.replace(/^NO/, '');
    if (isFlag(plain)) flags.push({ word, column: FLAGS[plain], value: plain === word });
    else wrong.push(word);
  }
  return { flags, wrong };
}

interface Privilege {
  /** `DATABASE "shop"`, `TABLE "t"`. */
  readonly object: string;
  readonly check: string;
  readonly word: string;
}

// `CONNECT/products:SELECT,INSERT`: without a table it is the database.
function privilegesOf({ priv = '', db }: Params): readonly Privilege[] {
  return priv
    .split('/')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const colon = part.lastIndexOf(':');
      const words = part
        .slice(colon + 1)
        .toUpperCase()
        .split(',')
        .map((word) => word.trim());
      const table = part.slice(0, Math.max(colon, 0));
      const quoted = table.split('.').map(pgName).join('.');
      const expanded = words.flatMap((word) =>
        word === 'ALL' ? (colon < 0 ? ALL_OF_DATABASE : ALL_OF_TABLE) : [word],
      );
      return expanded.map((word) =>
        colon < 0
          ? {
              object: `DATABASE ${pgName(db)}`,
              check: `has_database_privilege(rolname, ${pgText(db)}, '${word}')`,
              word,
            }
          : { object: `TABLE ${quoted}`, check: `has_table_privilege(rolname, ${pgText(quoted)}, '${word}')`, word },
      );
    });
}
const ALL_OF_DATABASE = ['CREATE', 'CONNECT', 'TEMPORARY'];
const ALL_OF_TABLE = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'];
const WORDS = new Set([...ALL_OF_DATABASE, ...ALL_OF_TABLE, 'TEMP']);

/** Why the parameters make no sense together. */
export function refusePgUser(given: Params): string | undefined {
  const { wrong } = flagsOf(given.role_attr_flags);
  if (wrong.length > 0) return `Invalid role_attr_flags specified: ${wrong.join(' ')}`;
  if (given.priv !== undefined && given.db === '') return 'privileges require a database to be specified: db';
  const word = privilegesOf(given).find((one) => !WORDS.has(one.word))?.word;
  if (word !== undefined) return `priv has '${word}', which is no privilege of a database or a table`;
  return refusePgLogin(given);
}

/** What postgresql_user looks at. Only superusers see what is kept of a password: that question comes last, and may be refused. */
export function roleLook(given: Params): RunLook {
  const { name, expires, groups = [] } = given;
  const role = `WHERE rolname = ${pgText(name)}`;
  const same =
    expires === undefined
      ? ''
      : `, (COALESCE(rolvaliduntil, 'infinity') = ${pgText(expires)}::timestamptz) AS same_expiry`;
  const checks = privilegesOf(given).map(
    ({ object, check, word }) =>
      `SELECT row_to_json(p) FROM (SELECT ${pgText(`${word} ON ${object}`)} AS privilege, ${check} AS has FROM pg_roles ${role}) p;\n`,
  );
  const members =
    groups.length === 0
      ? ''
      : `SELECT row_to_json(g) FROM (SELECT g.rolname AS member_of FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
  JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = ${pgText(name)}) g;\n`;
  const sql = `SELECT row_to_json(r) FROM (SELECT rolname AS name, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication,
  rolbypassrls, rolconnlimit, rolvaliduntil::text AS expires, shobj_description(oid, 'pg_authid') AS comment${same} FROM pg_roles ${role}) r;
${members}${checks.join('')}SELECT row_to_json(p) FROM (SELECT COALESCE(rolpassword, '') AS kept FROM pg_authid ${role}) p;
SELECT row_to_json(p) FROM (SELECT true AS answered) p;
`;
  return pgLook(loginOf(given), sql, { goOn: true });
}

type Row = Readonly<Record<string, Plain>>;

/** What postgresql_user does. */
export function planPgUser(given: Params, seen: RunSeen): Plan {
  const rows = pgRows(seen);
  const trouble = pgTrouble(seen);
  if (trouble !== undefined) return { changes: [], failed: trouble };
  const role = rows.find(({ name }) => name === given.name);
  const said = pgSays(seen.stderr);
  if (!role && said !== '' && !/pg_authid/.test(said)) return { changes: [], failed: said };
  if (given.state === 'absent') return removal(given, rows, role);
  return role ? alteration(given, rows, role) : creation(given, rows);
}

const fieldsOf = ({ name }: Params, queries: readonly string[]): Result => ({ user: name, queries: [...queries] });

// Passwords and dates are shown as the placeholders that Ansible shows.
function attributes(
  given: Params,
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
  given: Params,
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

function creation(given: Params, rows: readonly Row[]): Plan {
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

const NEW_ROLE: Row = {
  rolsuper: false,
  rolinherit: true,
  rolcreaterole: false,
  rolcreatedb: false,
  rolcanlogin: true,
  rolreplication: false,
  rolbypassrls: false,
  rolconnlimit: -1,
  expires: null,
  comment: null,
};

// What the look will answer. The server's salt cannot be known: a hash of MD5 stands for whatever it will keep.
function left(given: Params, role: Row, password: string | undefined): readonly Row[] {
  const { flags } = flagsOf(given.role_attr_flags);
  const fresh: Record<string, Plain> = { ...role };
  for (const { column, value } of flags) fresh[column] = value;
  if (given.conn_limit !== undefined) fresh.rolconnlimit = given.conn_limit;
  if (given.comment !== undefined) fresh.comment = given.comment === '' ? null : given.comment;
  if (given.expires !== undefined) Object.assign(fresh, { expires: given.expires, same_expiry: true });
  return [
    fresh,
    ...(given.groups ?? []).map((group) => ({ member_of: group })),
    ...privilegesOf(given).map(({ object, word }) => ({ privilege: `${word} ON ${object}`, has: true })),
    ...(password === undefined ? [] : [{ kept: md5Of(given.name, password) }]),
    { answered: true },
  ];
}

function alteration(given: Params, rows: readonly Row[], role: Row): Plan {
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

function removal(given: Params, rows: readonly Row[], role: Row | undefined): Plan {
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
