// What a task of postgresql_user asks for: its parameters, and the words in them taken apart.

import { bool, choice, integer, list, type ParamsOf, text } from '../../params.ts';
import { type PgLogin, pgLoginParams, pgName, pgText, refusePgLogin } from '../connection.ts';

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
export type PgUser = ParamsOf<typeof pgUserParams>;

export const loginOf = (given: PgUser): PgLogin => ({ ...given, database: given.db });

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

/** An attribute of a role, and what the catalogue calls it. */
export interface Flag {
  readonly word: string;
  readonly column: string;
  readonly value: boolean;
}

/** The attributes of `role_attr_flags`, and what in it is none. */
export function flagsOf(text: string): { readonly flags: readonly Flag[]; readonly wrong: readonly string[] } {
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

/** One privilege on one object. */
export interface Privilege {
  /** `DATABASE "shop"`, `TABLE "t"`. */
  readonly object: string;
  readonly check: string;
  readonly word: string;
}

/** The privileges of `priv`: in `CONNECT/products:SELECT,INSERT` what has no table is of the database. */
export function privilegesOf({ priv = '', db }: PgUser): readonly Privilege[] {
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
export function refusePgUser(given: PgUser): string | undefined {
  const { wrong } = flagsOf(given.role_attr_flags);
  if (wrong.length > 0) return `Invalid role_attr_flags specified: ${wrong.join(' ')}`;
  if (given.priv !== undefined && given.db === '') return 'privileges require a database to be specified: db';
  const word = privilegesOf(given).find((one) => !WORDS.has(one.word))?.word;
  if (word !== undefined) return `priv has '${word}', which is no privilege of a database or a table`;
  return refusePgLogin(given);
}
