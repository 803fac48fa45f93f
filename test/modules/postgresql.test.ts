// psql is a stand-in that answers a few questions with JSON, as the server does, and records all other SQL.

import { expect } from 'chai';
import postgresqlDb from '../../modules/postgresql_db.ts';
import postgresqlExt from '../../modules/postgresql_ext.ts';
import postgresqlUser from '../../modules/postgresql_user.ts';
import { isPasswordOf } from '../../src/module/postgresql/password.ts';
import { type StandInCase, standInTests } from '../support/stand-ins.ts';

// The password must come by the service file, and nothing of it by arguments or environment.
const psql = (answers: string): Readonly<Record<string, string>> => ({
  psql: `case "$*$(export -p)" in *secret*) echo 'the password is in the open' >&2; exit 2;; esac
sql=$(cat)
case $(cat /dev/fd/3) in *user=wrong*) echo 'psql: error: connection to server failed' >&2; exit 2;; *user=x*'password=a"b secret'*) ;; *user=x*) exit 2;; esac
case $sql in
*'count(*)'*) echo 0;;
*json*) cat <<'END'
${answers}
END
;;
*) printf '%s\\n' "$sql" | grep -v -x -e 'BEGIN;' -e 'COMMIT;' >>"$LOG";;
esac`,
});

const DATABASES =
  psql(`{"name":"shop","owner":"postgres","encoding":"UTF8","collate":"C.UTF-8","ctype":"C.UTF-8","conn_limit":-1,"tablespace":"pg_default"}
{"name":"template1","owner":"postgres","encoding":"UTF8","collate":"C.UTF-8","ctype":"C.UTF-8","conn_limit":-1,"tablespace":"pg_default"}
{"version":150018,"wanted":"UTF8"}`);
const login = { login_user: 'x', login_password: 'a"b secret' };

const DATABASE_CASES: readonly Omit<StandInCase, 'module'>[] = [
  {
    name: 'creates one',
    programs: DATABASES,
    args: { name: 'a"b', owner: 'alice', encoding: 'utf-8', template: 'template0', conn_limit: 7, ...login },
    runs: ['CREATE DATABASE "a""b" OWNER "alice" TEMPLATE "template0" ENCODING \'utf-8\' CONNECTION LIMIT 7;'],
    undo: ['DROP DATABASE "a""b";'],
    result: {
      db: 'a"b',
      executed_commands: [
        'CREATE DATABASE "a""b" OWNER "alice" TEMPLATE "template0" ENCODING \'utf-8\' CONNECTION LIMIT 7',
      ],
    },
  },
  { name: 'leaves one', programs: DATABASES, args: { name: 'shop', encoding: 'utf-8', lc_ctype: 'C.UTF-8' } },
  {
    name: 'changes one',
    programs: DATABASES,
    args: { name: 'shop', owner: 'alice', conn_limit: '5' },
    runs: ['ALTER DATABASE "shop" OWNER TO "alice";', 'ALTER DATABASE "shop" CONNECTION LIMIT 5;'],
    undo: ['ALTER DATABASE "shop" OWNER TO "postgres";', 'ALTER DATABASE "shop" CONNECTION LIMIT -1;'],
  },
  {
    name: 'changes no collation',
    programs: DATABASES,
    args: { name: 'shop', lc_collate: 'C' },
    fails: 'Changing database LC_COLLATE is not supported. Current LC_COLLATE: C.UTF-8',
  },
  {
    name: 'renames one',
    programs: DATABASES,
    args: { name: 'shop', state: 'rename', target: 'mall' },
    runs: ['ALTER DATABASE "shop" RENAME TO "mall";'],
    undo: ['ALTER DATABASE "mall" RENAME TO "shop";'],
  },
  {
    name: 'drops one that is in use',
    programs: DATABASES,
    args: { name: 'shop', state: 'absent', force: true, session_role: 'boss' },
    runs: ['SET ROLE "boss";', 'DROP DATABASE "shop" WITH (FORCE);'],
  },
  { name: 'drops none', programs: DATABASES, args: { name: 'nix', state: 'absent' } },
  {
    name: 'tells why it cannot log in',
    programs: DATABASES,
    args: { name: 'shop', login_user: 'wrong' },
    fails: 'unable to connect to database: connection to server failed',
  },
  { name: 'wants psql', programs: {}, args: { name: 'shop' }, fails: 'install postgresql-client' },
  { name: 'wants a target', programs: DATABASES, args: { name: 'x', state: 'dump' }, fails: 'needs target' },
];

const ALICE = `{"name":"alice","rolsuper":false,"rolinherit":true,"rolcreaterole":false,"rolcreatedb":true,"rolcanlogin":true,"rolreplication":false,"rolbypassrls":false,"rolconnlimit":-1,"expires":null,"comment":"it's","same_expiry":true}`;
const KEPT = '{"kept":"md5a25a4a3f2a5dbc4a9a2ad8fc9ee2d5a6"}';
const role = psql(`${ALICE}\n{"privilege":"CONNECT ON DATABASE \\"shop\\"","has":true}\n${KEPT}\n{"answered":true}`);
const nobody = psql('{"answered":true}');

const USER_CASES: readonly Omit<StandInCase, 'module'>[] = [
  {
    name: 'creates one',
    programs: nobody,
    args: { name: 'alice', password: "o'neil\\", role_attr_flags: 'CREATEDB,nosuperuser', comment: "it's", ...login },
    runs: [
      `CREATE USER "alice" WITH ENCRYPTED PASSWORD  E'o''neil\\\\' CREATEDB NOSUPERUSER;`,
      `COMMENT ON ROLE "alice" IS 'it''s';`,
    ],
    undo: ['DROP ROLE "alice";'],
    result: {
      user: 'alice',
      queries: [
        'CREATE USER "alice" WITH ENCRYPTED PASSWORD %(password)s CREATEDB NOSUPERUSER',
        `COMMENT ON ROLE "alice" IS 'it''s'`,
      ],
    },
  },
  {
    name: 'leaves one',
    programs: role,
    args: {
      name: 'alice',
      password: 'md5a25a4a3f2a5dbc4a9a2ad8fc9ee2d5a6',
      role_attr_flags: 'CREATEDB,LOGIN',
      expires: 'infinity',
      comment: "it's",
    },
    result: { queries: [] },
  },
  {
    name: 'changes one',
    programs: role,
    args: { name: 'alice', password: 'new', role_attr_flags: 'NOCREATEDB,INHERIT', conn_limit: 3, comment: '' },
    runs: [
      `ALTER USER "alice" WITH ENCRYPTED PASSWORD 'new' CONNECTION LIMIT 3 NOCREATEDB;`,
      `COMMENT ON ROLE "alice" IS '';`,
    ],
    undo: [
      `COMMENT ON ROLE "alice" IS 'it''s';`,
      `ALTER USER "alice" WITH PASSWORD 'md5a25a4a3f2a5dbc4a9a2ad8fc9ee2d5a6' CONNECTION LIMIT -1 CREATEDB;`,
    ],
  },
  { name: 'leaves its password', programs: role, args: { name: 'alice', password: 'new', no_password_changes: true } },
  {
    name: 'grants what it has not',
    programs: role,
    args: { name: 'alice', db: 'shop', priv: 'CONNECT/TEMP/public.t:SELECT', groups: 'staff' },
    runs: [
      'GRANT "staff" TO "alice";',
      'GRANT TEMP ON DATABASE "shop" TO "alice";',
      'GRANT SELECT ON TABLE "public"."t" TO "alice";',
    ],
    undo: [
      'REVOKE TEMP ON DATABASE "shop" FROM "alice";',
      'REVOKE SELECT ON TABLE "public"."t" FROM "alice";',
      'REVOKE "staff" FROM "alice";',
    ],
  },
  {
    name: 'drops one',
    programs: role,
    args: { name: 'alice', state: 'absent' },
    runs: ['DROP USER "alice";'],
    result: { user_removed: true },
  },
  { name: 'drops none', programs: nobody, args: { name: 'alice', state: 'absent' } },
  { name: 'knows attributes', programs: role, args: { name: 'x', role_attr_flags: 'KING' }, fails: 'KING' },
  { name: 'wants psql', programs: {}, args: { name: 'alice' }, fails: 'install postgresql-client' },
];

const AVAILABLE = (version: string): Readonly<Record<string, string>> =>
  psql(
    `{"name":"hstore","newest":"1.8","version":${version},"schema":"public","versions":["1.7","1.8"],"reachable":["1.8"]}`,
  );

const EXTENSION_CASES: readonly Omit<StandInCase, 'module'>[] = [
  {
    name: 'creates one',
    programs: AVAILABLE('null'),
    args: { name: 'hstore', db: 'shop', schema: 'extra', version: '1.7', cascade: true },
    runs: [`CREATE EXTENSION "hstore" WITH SCHEMA "extra" VERSION '1.7' CASCADE;`],
    undo: ['DROP EXTENSION "hstore";'],
    result: {
      ext: 'hstore',
      db: 'shop',
      queries: [`CREATE EXTENSION "hstore" WITH SCHEMA "extra" VERSION '1.7' CASCADE`],
    },
  },
  { name: 'leaves one', programs: AVAILABLE('"1.7"'), args: { name: 'hstore', db: 'shop' } },
  {
    name: 'updates one',
    programs: AVAILABLE('"1.7"'),
    args: { name: 'hstore', db: 'shop', version: 'latest' },
    runs: [`ALTER EXTENSION "hstore" UPDATE TO '1.8';`],
  },
  {
    name: 'knows the way to versions',
    programs: AVAILABLE('"1.7"'),
    args: { name: 'hstore', db: 'shop', version: '2.0' },
    fails: "no valid update path from the currently installed version '1.7'",
  },
  {
    name: 'wants one that is there',
    programs: nobody,
    args: { name: 'nix', db: 'shop' },
    fails: 'Extension nix is not available',
  },
  {
    name: 'drops one',
    programs: AVAILABLE('"1.7"'),
    args: { name: 'hstore', db: 'shop', state: 'absent', cascade: true },
    runs: ['DROP EXTENSION "hstore" CASCADE;'],
  },
];

describe('postgresql', () => {
  standInTests(DATABASE_CASES.map((one) => ({ ...one, module: postgresqlDb })));
  standInTests(USER_CASES.map((one) => ({ ...one, module: postgresqlUser })));
  standInTests(EXTENSION_CASES.map((one) => ({ ...one, module: postgresqlExt })));

  it('knows passwords by what the server keeps', () => {
    // The second is the example of RFC 7677.
    const scram =
      'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=';
    expect(isPasswordOf('bob', 'x', 'md5c5aef4dc0e6bba4bca9efb2ad2ea4ad7')).to.equal(false);
    expect(isPasswordOf('user', 'pencil', scram)).to.equal(true);
    expect(isPasswordOf('user', 'pencils', scram)).to.equal(false);
    expect(isPasswordOf('user', scram, scram)).to.equal(true);
    expect(isPasswordOf('user', '', '')).to.equal(true);
  });
});
