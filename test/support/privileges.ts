// Objects of every type to grant privileges on, and a question that tells who has which.

/** Makes roles and the database `shop`; for psql connected to `postgres`. */
export const OBJECTS = `CREATE ROLE alice; CREATE ROLE bob; CREATE ROLE staff; CREATE ROLE keeper LOGIN; CREATE ROLE "O'Neil ""x""";
CREATE DATABASE shop OWNER keeper;
\\c shop
CREATE SCHEMA deep; CREATE TABLE t1(a int, b int); CREATE TABLE t2(a int); CREATE VIEW v1 AS SELECT 1 AS x; CREATE TABLE parts(a int) PARTITION BY RANGE (a);
CREATE TABLE "we""ird; --"(a int); ALTER TABLE t2 OWNER TO keeper; CREATE SEQUENCE s1; CREATE SEQUENCE deep.s2;
CREATE FUNCTION f1(int, text) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION f1(timestamptz) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION deep.f2() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE p1(int) LANGUAGE sql AS 'SELECT 1';
CREATE TYPE kind AS ENUM ('a'); CREATE TYPE pair AS (a int); CREATE FOREIGN DATA WRAPPER wrapper; CREATE SERVER faraway FOREIGN DATA WRAPPER wrapper;
`;

const of = (what: string, name: string, acl: string, kind: string, owner: string, from: string): string =>
  `SELECT '${what} ' || ${name}, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END, privilege_type || CASE WHEN is_grantable THEN '*' ELSE '' END
  FROM ${from}, aclexplode(COALESCE(${acl}, acldefault('${kind}', ${owner})))`;

/** Who has which privilege; a set of privileges that nobody touched is the same as its default. */
export const PRIVILEGES = `${[
  of('relation', 'oid::regclass', 'relacl', 'r', 'relowner', "pg_class WHERE_ORDINARY relkind <> 'S'"),
  of('sequence', 'oid::regclass', 'relacl', 's', 'relowner', "pg_class WHERE_ORDINARY relkind = 'S'"),
  of('function', 'oid::regprocedure', 'proacl', 'f', 'proowner', 'pg_proc WHERE_ORDINARY true'),
  of('type', 'oid::regtype', 'typacl', 'T', 'typowner', 'pg_type WHERE_ORDINARY true'),
  of('database', 'datname', 'datacl', 'd', 'datdba', 'pg_database'),
  of('schema', 'nspname', 'nspacl', 'n', 'nspowner', 'pg_namespace'),
  of('language', 'lanname', 'lanacl', 'l', 'lanowner', 'pg_language'),
  of('tablespace', 'spcname', 'spcacl', 't', 'spcowner', 'pg_tablespace'),
  of('wrapper', 'fdwname', 'fdwacl', 'F', 'fdwowner', 'pg_foreign_data_wrapper'),
  of('server', 'srvname', 'srvacl', 'S', 'srvowner', 'pg_foreign_server'),
]
  // Of what the server brings along, only what somebody touched.
  .map((select) =>
    select.replace(/(\w+) WHERE_ORDINARY ([^,]*)/, '(SELECT * FROM $1 WHERE $2 AND (oid >= 16384 OR oid = 1700)) o'),
  )
  .join('\nUNION ALL\n')}
UNION ALL SELECT 'member of ' || roleid::regrole, member::regrole::text, admin_option::text FROM pg_auth_members
UNION ALL SELECT concat_ws(' ', 'default', defaclrole::regrole, NULLIF(defaclnamespace, 0)::regnamespace, defaclobjtype),
  CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END, privilege_type || CASE WHEN is_grantable THEN '*' ELSE '' END
  FROM pg_default_acl, aclexplode(defaclacl)
ORDER BY 1, 2, 3;
`;

/** The same for privileges on parameters, which PostgreSQL 15 brought. */
export const ON_PARAMETERS = `SELECT parname, grantee::regrole, privilege_type FROM pg_parameter_acl, aclexplode(paracl) ORDER BY 1, 2, 3;\n`;
