// Both engines against a server each, from the same start: the same results, and the same databases and accounts in the end.

import { hasPyMySql, noMariaDb, startMariaDb } from '../../support/mariadb-server.ts';
import { type ServerCase, serverParity } from '../../support/server-parity.ts';

type More = Omit<ServerCase, 'module' | 'args'>;
const of =
  (module: string) =>
  (args: ServerCase['args'], more: More = {}): ServerCase => ({
    module: `community.mysql.${module}`,
    args,
    ...more,
  });
const database = of('mysql_db');
const user = of('mysql_user');
// What it says of the way there.
const SAID: More = { except: ['msg'] };

const CASES: readonly ServerCase[] = [
  database(
    { name: 'shop', encoding: 'utf8mb4', collation: 'utf8mb4_bin' },
    { check: true, except: ['executed_commands'] },
  ),
  database({ name: 'shop', encoding: 'utf8mb4', collation: 'utf8mb4_bin' }),
  database({ name: 'shop' }),
  database({ name: ['shop', 'a`b'] }),
  database({ name: ['a`b'], state: 'absent' }),
  database({ name: ['a`b'], state: 'absent' }),
  user({ name: 'bob', password: 'pw1' }, SAID),
  user({ name: 'bob', password: 'pw1' }, SAID),
  user({ name: 'bob', password: 'pw2' }, SAID),
  user({ name: 'bob', password: 'pw3', update_password: 'on_create' }, SAID),
  user({ name: 'bob', priv: 'shop.*:SELECT,INSERT' }, SAID),
  user({ name: 'bob', priv: 'shop.*:SELECT,INSERT' }, SAID),
  user({ name: 'bob', priv: '*.*:PROCESS', append_privs: true }, SAID),
  user({ name: 'bob', priv: 'shop.*:INSERT', subtract_privs: true }, SAID),
  user({ name: 'alice', host: '%', password: 'x', priv: { 'shop.*': 'ALL,GRANT' } }, SAID),
  user({ name: 'alice', host: '%', password: 'x', priv: { 'shop.*': 'ALL,GRANT' } }, SAID),
  user({ name: 'alice', host: '192.0.2.%', password: 'x' }, { check: true, except: ['msg', 'password_changed'] }),
  user({ name: 'limited', password: 'x', resource_limits: { MAX_QUERIES_PER_HOUR: 10 } }, SAID),
  user({ name: 'limited', password: 'x', resource_limits: { MAX_QUERIES_PER_HOUR: 20 } }, SAID),
  user({ name: 'limited', password: 'x', tls_requires: { SSL: null } }, SAID),
  user({ name: "it's", password: "a'b\\c" }, SAID),
  user({ name: "it's", state: 'absent' }, SAID),
  user({ name: 'nobody1', state: 'absent' }, SAID),
  user({ name: 'alice', host_all: true, state: 'absent' }, SAID),
  user({ name: 'limited', password: 'x' }, SAID),
  user({ name: 'carol', password: 'x' }, SAID),
  user({ name: 'carol', priv: 'shop.*:BOGUS' }, SAID),
];

const STATE = `SELECT schema_name, default_character_set_name, default_collation_name FROM information_schema.schemata ORDER BY 1;
SELECT host, user, json_extract(priv, '$.access'), json_extract(priv, '$.authentication_string'), json_extract(priv, '$.plugin'),
  json_extract(priv, '$.max_questions'), json_extract(priv, '$.ssl_type') FROM mysql.global_priv ORDER BY 1, 2;
SELECT grantee, table_schema, privilege_type, is_grantable FROM information_schema.schema_privileges ORDER BY 1, 2, 3;
`;

serverParity('mysql, a server each', {
  unavailable: () =>
    noMariaDb() ?? (hasPyMySql() ? undefined : "ansible's modules need python3-pymysql, which is not installed"),
  start: () => {
    const server = startMariaDb();
    return {
      login: { login_unix_socket: server.socket, login_user: 'root' },
      state: () => server.sql(STATE),
      stop: () => server.stop(),
    };
  },
  cases: CASES,
});
