// The client of MySQL is a stand-in that answers a few questions and records all other SQL.

import mysqlDb from '../../modules/mysql_db.ts';
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

describe('mysql', () => {
  standInTests(DATABASES.map((one) => ({ ...one, module: mysqlDb })));
});
