// What the server says of a role.

import type { RunLook } from '../../../plan/look.ts';
import { pgLook, pgText } from '../connection.ts';
import { loginOf, type PgUser, privilegesOf } from './request.ts';

/** What postgresql_user looks at. Only superusers see what is kept of a password: that question comes last, and may be refused. */
export function roleLook(given: PgUser): RunLook {
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
