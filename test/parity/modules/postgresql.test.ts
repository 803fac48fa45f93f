// Both engines against a server each, from the same start: the same results, and the same roles, databases and privileges in the end.

import { hasPsycopg, noCluster, startCluster } from '../../support/postgres-cluster.ts';
import { OBJECTS, PRIVILEGES } from '../../support/privileges.ts';
import { type ServerCase, serverParity } from '../../support/server-parity.ts';

type More = Omit<ServerCase, 'module' | 'args'>;
const of =
  (module: string) =>
  (args: ServerCase['args'], more: More = {}): ServerCase => ({
    module: `community.postgresql.${module}`,
    args,
    ...more,
  });
const database = of('postgresql_db');
const user = of('postgresql_user');
const extension = of('postgresql_ext');
const onShop = of('postgresql_privs');
const privs = (args: ServerCase['args'], more: More = {}): ServerCase => onShop({ database: 'shop', ...args }, more);
// The oracle keeps lists as sets, in an order of the moment.
const SETS: More = { except: ['queries'] };

const CASES: readonly ServerCase[] = [
  database(
    { name: 'fresh', owner: 'keeper', encoding: 'UTF8', template: 'template0', conn_limit: '5' },
    { check: true, except: ['executed_commands'] },
  ),
  database({ name: 'fresh', owner: 'keeper', encoding: 'UTF8', template: 'template0', conn_limit: '5' }),
  database({ name: 'fresh', owner: 'keeper' }),
  database({ name: 'fresh', owner: 'alice', conn_limit: '7' }),
  database({ name: 'fresh', state: 'rename', target: 'renamed' }),
  database({ name: 'renamed', lc_collate: 'POSIX' }),
  database({ name: 'renamed', state: 'absent' }),
  database({ name: 'renamed', state: 'absent' }),
  user({ name: 'carol', password: 'secret', role_attr_flags: 'NOLOGIN', conn_limit: 3, expires: '2031-01-01' }),
  user({ name: 'carol', password: 'secret', role_attr_flags: 'NOLOGIN', conn_limit: 3 }),
  user({ name: 'carol', role_attr_flags: 'LOGIN', comment: "it's her" }),
  user({ name: 'nobody1', state: 'absent' }),
  user({ name: 'carol', state: 'absent' }),
  extension({ name: 'plpgsql', db: 'shop' }),
  extension({ name: 'nosuch', db: 'shop' }),
  extension({ name: 'plpgsql', db: 'shop', state: 'absent' }),
  privs({ privs: 'SELECT', objs: 't1', roles: 'alice' }, { check: true }),
  privs({ privs: 'SELECT,INSERT', objs: 't1,t2', roles: 'alice,bob' }, SETS),
  privs({ privs: 'SELECT,INSERT', objs: 't1,t2', roles: 'alice,bob' }, SETS),
  privs({ privs: 'ALL', objs: 't1', roles: 'alice', grant_option: true }),
  privs({ privs: 'INSERT', objs: 't1', roles: 'alice', grant_option: false }),
  privs({ privs: 'UPDATE', objs: 't1', roles: 'alice', state: 'absent' }),
  privs({ privs: 'UPDATE', objs: 't1', roles: 'alice', state: 'absent' }),
  privs({ privs: 'SELECT', objs: 't1', roles: 'PUBLIC' }),
  privs({ privs: 'SELECT', objs: 'v1', roles: 'bob' }),
  privs({ privs: 'SELECT', objs: 'parts', roles: 'bob' }),
  privs({ type: 'sequence', privs: 'USAGE', objs: 'ALL_IN_SCHEMA', schema: 'deep', roles: 'bob' }),
  privs({ type: 'function', privs: 'EXECUTE', objs: 'f1(int:text)', roles: 'alice' }),
  privs({ type: 'function', privs: 'ALL', objs: 'ALL_IN_SCHEMA', roles: 'bob' }),
  privs({ type: 'function', privs: 'EXECUTE', objs: 'f1', roles: 'bob' }),
  privs({ type: 'procedure', privs: 'EXECUTE', objs: 'p1(int)', roles: 'bob' }),
  privs({ type: 'database', privs: 'CREATE', roles: 'bob' }),
  privs({ type: 'schema', privs: 'ALL', objs: 'public,deep', roles: 'bob' }),
  privs({ type: 'language', privs: 'USAGE', objs: 'sql', roles: 'bob' }),
  privs({ type: 'tablespace', privs: 'CREATE', objs: 'pg_default', roles: 'bob' }),
  privs({ type: 'type', privs: 'USAGE', objs: 'kind,pair', roles: 'bob' }),
  privs({ type: 'type', privs: 'ALL', objs: 'numeric', schema: 'pg_catalog', roles: 'bob' }),
  privs({ type: 'foreign_data_wrapper', privs: 'USAGE', objs: 'wrapper', roles: 'bob' }),
  privs({ type: 'foreign_server', privs: 'ALL', objs: 'faraway', roles: 'bob' }),
  privs({ type: 'group', objs: 'staff', roles: 'alice,bob' }),
  privs({ type: 'group', objs: 'staff', roles: 'alice', grant_option: true }),
  privs({ type: 'group', objs: 'staff', roles: 'alice', grant_option: false }),
  privs({ type: 'group', objs: 'staff', roles: 'bob', state: 'absent' }),
  privs({ type: 'default_privs', objs: 'TABLES', privs: 'SELECT', roles: 'alice' }),
  privs({ type: 'default_privs', objs: 'TABLES', privs: 'SELECT', roles: 'alice' }),
  privs({
    type: 'default_privs',
    objs: 'TABLES',
    privs: 'INSERT',
    roles: 'alice',
    schema: 'deep',
    target_roles: 'keeper',
  }),
  privs({ type: 'default_privs', objs: 'ALL_DEFAULT', privs: 'ALL', roles: 'bob', grant_option: true }, SETS),
  privs({ type: 'default_privs', objs: 'TABLES', privs: 'SELECT', roles: 'alice', state: 'absent' }),
  privs({ type: 'default_privs', objs: 'schemas', privs: 'usage', roles: 'bob' }),
  privs({ type: 'default_privs', objs: 'TABLES', privs: 'SELECT', roles: 'PUBLIC', schema: 'not-specified' }),
  privs({ privs: 'SELECT', objs: 't1', roles: 'nobody1' }),
  privs({ privs: 'SELECT', objs: 't1', roles: 'nobody1,bob', fail_on_role: false }),
  privs({ privs: 'SELECT', objs: 'nix', roles: 'alice' }),
  privs({ privs: 'SELECT', roles: 'alice' }),
  privs({ privs: 'BOGUS', objs: 't1', roles: 'alice' }),
  privs({ type: 'group', objs: 'staff', roles: 'alice', privs: 'ALL' }),
  privs({ type: 'default_privs', objs: 'TABLES', privs: 'USAGE', roles: 'bob' }),
];

const STATE = `${PRIVILEGES}SELECT rolname, rolcreatedb, rolcanlogin, rolconnlimit, rolvaliduntil FROM pg_roles ORDER BY 1;
SELECT datname, pg_get_userbyid(datdba), datconnlimit FROM pg_database ORDER BY 1; SELECT extname FROM pg_extension ORDER BY 1;
`;

serverParity('postgresql, a server each', {
  unavailable: () =>
    noCluster() ?? (hasPsycopg() ? undefined : "ansible's modules need python3-psycopg2, which is not installed"),
  start: () => {
    const cluster = startCluster();
    cluster.sql('postgres', OBJECTS);
    return {
      login: { login_unix_socket: cluster.socket },
      state: () => cluster.sql('shop', STATE),
      stop: () => cluster.stop(),
    };
  },
  cases: CASES,
});
