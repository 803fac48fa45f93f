// What a role will look like when it has been made or changed.

import type { Plain } from '../../../model/value.ts';
import { md5Of } from '../password.ts';
import { flagsOf, type PgUser, privilegesOf } from './request.ts';

/** A row of the look. */
export type Row = Readonly<Record<string, Plain>>;

/** A role as `CREATE USER` makes it. */
export const NEW_ROLE: Row = {
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

/** What the look will answer. The server's salt cannot be known: a hash of MD5 stands for whatever it will keep. */
export function left(given: PgUser, role: Row, password: string | undefined): readonly Row[] {
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
