// The client of MySQL is a stand-in that answers a few questions and records all other SQL.

import { expect } from 'chai';
import mysqlDb from '../../modules/mysql_db.ts';
import mysqlUser from '../../modules/mysql_user.ts';
import { grantSql } from '../../src/module/mysql/privileges.ts';
import { type StandInCase, standInTests } from '../support/stand-ins.ts';

// The password must come by the option file, and nothing of it by arguments.
const CLIENT = `case "$*" in *secret*) echo 'the password is in the arguments' >&2; exit 1;; esac
sql=$(cat)
case $(cat /dev/fd/3) in *user=*'password="a\\"b secret"'*) ;; *user=*) echo 'ERROR 1045 (28000): Access denied' >&2; exit 1;; esac
case $sql in
*schemata*) printf 'mysql\\nshop\\n';;
*COUNT*) echo 0;;
*) printf '%s\\n' "$sql" >>"$LOG";;
esac`;
const programs = { mariadb: CLIENT };
const login = { login_user: 'root', login_password: 'a"b secret' };

const DATABASES: readonly Omit<StandInCase, 'module'>[] = [
  {
    name: 'creates what is missing',
    programs,
    args: { name: ['shop', 'a`b'], encoding: 'utf8mb4', collation: 'utf8mb4_bin', ...login },
    runs: ["CREATE DATABASE `a``b` CHARACTER SET 'utf8mb4' COLLATE 'utf8mb4_bin';"],
    undo: ['DROP DATABASE `a``b`;'],
    result: {
      db: 'shop a`b',
      db_list: ['shop', 'a`b'],
      executed_commands: ["CREATE DATABASE `a``b` CHARACTER SET 'utf8mb4' COLLATE 'utf8mb4_bin'"],
    },
  },
  {
    name: 'leaves what is there',
    programs: { mysql: CLIENT },
    args: { name: 'shop' },
    result: { executed_commands: [] },
  },
  { name: 'drops', programs, args: { name: ['shop', 'nix'], state: 'absent' }, runs: ['DROP DATABASE `shop`;'] },
  { name: 'refuses a wrong password', programs, args: { name: 'x', login_user: 'y' }, fails: 'Access denied' },
  { name: 'wants a client', programs: {}, args: { name: 'x' }, fails: 'install mariadb-client' },
  {
    name: 'wants databases to dump',
    programs,
    args: { name: ['shop', 'nix'], state: 'dump', target: '/x' },
    fails: "Cannot dump database(s) 'nix' - not found",
  },
  {
    name: 'wants a file to import',
    programs,
    args: { name: 'shop', state: 'import', target: '/nonexistent/x.sql' },
    fails: 'target /nonexistent/x.sql does not exist on the host',
  },
  { name: 'wants a target', programs, args: { name: 'shop', state: 'dump' }, fails: 'target is required' },
  { name: 'wants names', programs, args: { name: 'all' }, fails: 'unless state equals import, or dump' },
];

// bob@localhost has the password `pw1`, the others of the name none; the server is MariaDB 10.11.
const HASH = '*2B602296A79E0A8784ACC5C88D92E46588CCA3C3';
const ACCOUNTS = `sql=$(cat)
case $sql in
*VERSION*)
  printf 'version\\t10.11.19-MariaDB\\n'
  case $sql in *"user = 'bob'"*) printf 'account\\t10.%%\\tmysql_native_password\\t\\naccount\\tlocalhost\\tmysql_native_password\\t${HASH}\\n';; esac
  case $sql in *"FOR 'bob'@'localhost'"*) printf '%s\\n' "of	localhost" \
    "GRANT PROCESS, BINLOG MONITOR ON *.* TO \\\`bob\\\`@\\\`localhost\\\` IDENTIFIED BY PASSWORD '${HASH}'" \
    'GRANT SELECT (\`A\`, \`B\`), INSERT ON \`shop\`.\`t\` TO \`bob\`@\`localhost\`' \
    'GRANT ALL PRIVILEGES ON \`shop\`.* TO \`bob\`@\`localhost\` WITH GRANT OPTION' \
    "CREATE USER \\\`bob\\\`@\\\`localhost\\\` IDENTIFIED BY PASSWORD '${HASH}' REQUIRE SSL WITH MAX_QUERIES_PER_HOUR 10";; esac
  case $sql in *"FOR 'bob'@'10.%'"*) printf '%s\\n' "of	10.%" 'CREATE USER \`bob\`@\`10.%\`';; esac;;
*) printf '%s\\n' "$sql" >>"$LOG";;
esac`;
const MYSQL_8 = `sql=$(cat)
case $sql in
*VERSION*) printf '%s\\n' 'version	8.0.36' 'account	localhost	caching_sha2_password	$A$005$x' 'of	localhost' \
  'GRANT USAGE ON *.* TO \`bob\`@\`localhost\`' "CREATE USER \\\`bob\\\`@\\\`localhost\\\` IDENTIFIED WITH 'caching_sha2_password' AS 0x24 REQUIRE NONE PASSWORD EXPIRE DEFAULT";;
*) printf '%s\\n' "$sql" >>"$LOG";;
esac`;
const maria = { mariadb: ACCOUNTS };
const tls = { tls_requires: { SSL: null } };
const kept = 'shop.*:ALL,GRANT/shop.t:INSERT,SELECT(a, b)/*.*:PROCESS,REPLICATION CLIENT';

const USERS: readonly Omit<StandInCase, 'module'>[] = [
  {
    name: 'creates an account, its password as a hash',
    programs: maria,
    args: { name: "o'neil", password: 'pw1', priv: 'shop.*:SELECT,INSERT/FUNCTION shop.f:EXECUTE', sql_log_bin: false },
    runs: [
      'SET SESSION sql_log_bin = 0;',
      `CREATE USER 'o''neil'@'localhost' IDENTIFIED BY PASSWORD '${HASH}';`,
      "GRANT SELECT, INSERT ON `shop`.* TO 'o''neil'@'localhost';",
      "GRANT EXECUTE ON FUNCTION `shop`.`f` TO 'o''neil'@'localhost';",
    ],
    undo: ['SET SESSION sql_log_bin = 0;', "DROP USER 'o''neil'@'localhost';"],
    result: { user: "o'neil", msg: 'User added', password_changed: true },
  },
  {
    name: 'leaves one that is as it shall be',
    programs: maria,
    args: { name: 'bob', password: 'pw1', priv: kept, ...tls, resource_limits: { MAX_QUERIES_PER_HOUR: 10 } },
    result: { msg: 'User unchanged', password_changed: false },
  },
  {
    name: 'sets password, TLS and limits',
    programs: maria,
    args: { name: 'bob', password: 'new', resource_limits: { MAX_QUERIES_PER_HOUR: 20 } },
    runs: [
      "ALTER USER 'bob'@'localhost' IDENTIFIED BY PASSWORD '*6FE2B845E049CDA9EFED8CFAF265CD29622FD852' REQUIRE NONE WITH MAX_QUERIES_PER_HOUR 20;",
    ],
    undo: [`ALTER USER 'bob'@'localhost' IDENTIFIED BY PASSWORD '${HASH}' REQUIRE SSL WITH MAX_QUERIES_PER_HOUR 10;`],
    result: { msg: 'TLS requires updated', password_changed: true },
  },
  {
    name: 'replaces privileges',
    programs: maria,
    args: { name: 'bob', priv: { 'shop.*': 'SELECT' }, ...tls },
    runs: [
      "REVOKE PROCESS, REPLICATION CLIENT ON *.* FROM 'bob'@'localhost';",
      "REVOKE SELECT (`a`), SELECT (`b`), INSERT ON `shop`.`t` FROM 'bob'@'localhost';",
      "REVOKE ALL ON `shop`.* FROM 'bob'@'localhost';",
      "REVOKE GRANT OPTION ON `shop`.* FROM 'bob'@'localhost';",
      "GRANT SELECT ON `shop`.* TO 'bob'@'localhost';",
    ],
  },
  {
    name: 'adds privileges',
    programs: maria,
    args: { name: 'bob', priv: 'shop.*:SELECT/shop.t:UPDATE,SELECT(b)/x_y.*:ALL', append_privs: true, ...tls },
    runs: ["GRANT UPDATE ON `shop`.`t` TO 'bob'@'localhost';", "GRANT ALL ON `x_y`.* TO 'bob'@'localhost';"],
    undo: ["REVOKE UPDATE ON `shop`.`t` FROM 'bob'@'localhost';", "REVOKE ALL ON `x_y`.* FROM 'bob'@'localhost';"],
    result: { msg: 'New privileges granted' },
  },
  {
    name: 'takes privileges',
    programs: maria,
    args: { name: 'bob', priv: 'shop.*:GRANT/shop.t:DELETE/*.*:PROCESS', subtract_privs: true, ...tls },
    runs: ["REVOKE GRANT OPTION ON `shop`.* FROM 'bob'@'localhost';", "REVOKE PROCESS ON *.* FROM 'bob'@'localhost';"],
    result: { msg: "Privileges updated: granted [], revoked ['PROCESS']" },
  },
  {
    name: 'takes over the password of the same name',
    programs: { mariadb: ACCOUNTS.replace(/account\\t10.*?\\n(?=account)/, '') },
    args: { name: 'bob', host: 'b', password: 'other', update_password: 'on_new_username' },
    runs: [`CREATE USER 'bob'@'b' IDENTIFIED BY PASSWORD '${HASH}';`],
    result: { msg: 'User added', password_changed: false },
  },
  {
    name: 'drops all of a name',
    programs: maria,
    args: { name: 'bob', host_all: true, state: 'absent' },
    runs: ["DROP USER 'bob'@'10.%';", "DROP USER 'bob'@'localhost';"],
    undo: [
      `CREATE USER \`bob\`@\`localhost\` IDENTIFIED BY PASSWORD '${HASH}' REQUIRE SSL WITH MAX_QUERIES_PER_HOUR 10;`,
      `GRANT PROCESS, BINLOG MONITOR ON *.* TO \`bob\`@\`localhost\` IDENTIFIED BY PASSWORD '${HASH}';`,
      'GRANT SELECT (`A`, `B`), INSERT ON `shop`.`t` TO `bob`@`localhost`;',
      'GRANT ALL PRIVILEGES ON `shop`.* TO `bob`@`localhost` WITH GRANT OPTION;',
      'CREATE USER `bob`@`10.%`;',
    ],
  },
  {
    name: 'sets a plugin',
    programs: maria,
    args: { name: 'bob', plugin: 'unix_socket', ...tls },
    runs: ["ALTER USER 'bob'@'localhost' IDENTIFIED VIA unix_socket;"],
    undo: [`ALTER USER 'bob'@'localhost' IDENTIFIED BY PASSWORD '${HASH}';`],
  },
  {
    name: 'speaks the SQL of MySQL 8',
    programs: { mysql: MYSQL_8 },
    args: { name: 'bob', password: 'pw1', priv: '*.*:ALL' },
    runs: [
      `ALTER USER 'bob'@'localhost' IDENTIFIED WITH mysql_native_password AS '${HASH}';`,
      "GRANT ALL ON *.* TO 'bob'@'localhost';",
    ],
    undo: [
      "REVOKE ALL ON *.* FROM 'bob'@'localhost';",
      "ALTER USER 'bob'@'localhost' IDENTIFIED WITH 'caching_sha2_password' AS 0x24;",
    ],
  },
  {
    name: 'wants accounts for all hosts',
    programs: maria,
    args: { name: 'nix', host_all: true },
    fails: 'host_all parameter cannot be used when adding a user',
  },
  { name: 'reads privileges', programs: maria, args: { name: 'x', priv: 'shop' }, fails: "priv has 'shop'" },
  { name: 'wants a hash', programs: maria, args: { name: 'x', password: 'y', encrypted: true }, fails: 'is a hash' },
  { name: 'wants a client', programs: {}, args: { name: 'x' }, fails: 'install mariadb-client' },
];

describe('mysql', () => {
  standInTests(DATABASES.map((one) => ({ ...one, module: mysqlDb })));
  standInTests(USERS.map((one) => ({ ...one, module: mysqlUser })));

  const orders = [
    {
      name: 'grants what the server may refuse before it revokes',
      changes: [
        { object: '*.*', granted: [], revoked: ['PROCESS'] },
        { object: '`a`.*', granted: ['SELECT'], revoked: ['INSERT', 'GRANT'] },
      ],
      sql: [
        'GRANT SELECT ON `a`.* TO x',
        'REVOKE PROCESS ON *.* FROM x',
        'REVOKE INSERT ON `a`.* FROM x',
        'REVOKE GRANT OPTION ON `a`.* FROM x',
      ],
    },
    {
      name: 'grants anew what goes along with ALL',
      changes: [{ object: '`a`.*', granted: ['SELECT'], revoked: ['ALL'] }],
      sql: ['REVOKE ALL ON `a`.* FROM x', 'GRANT SELECT ON `a`.* TO x'],
    },
  ];
  for (const { name, changes, sql } of orders) it(name, () => expect(grantSql(changes, 'x')).to.deep.equal(sql));
});
