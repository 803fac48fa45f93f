// Creates and drops databases of MySQL and MariaDB.

import type { Performed, RunCommand } from '../../../plan/change.ts';
import type { RunLook } from '../../../plan/look.ts';
import type { Plan, Result } from '../../../plan/plan.ts';
import {
  clientSays,
  MYSQL,
  mysqlCommand,
  mysqlLook,
  mysqlName,
  mysqlScript,
  mysqlText,
  printedRows,
} from '../connection.ts';
import { loginOf, type MysqlDb } from './request.ts';

/** Which databases there are. */
export function databasesLook(given: MysqlDb): RunLook {
  return mysqlLook(loginOf(given), 'SELECT schema_name FROM information_schema.schemata;\n');
}

/** The fields of every result. */
export const fieldsOf = ({ name }: MysqlDb, executed: readonly string[]): Result => ({
  db: name.join(' '),
  db_list: [...name],
  executed_commands: [...executed],
});

/** Creates what is missing. */
export function creation(given: MysqlDb, known: readonly string[]): Plan {
  const missing = given.name.filter((name) => !known.includes(name));
  const changes = missing.map((name, index) => create(given, name, [...known, ...missing.slice(0, index + 1)]));
  return {
    changes,
    result: fieldsOf(
      given,
      missing.map((name) => creating(given, name)),
    ),
    failure: saying('creating'),
  };
}

/** The SQL that creates one. */
export function creating({ encoding, collation }: MysqlDb, name: string): string {
  const characters = encoding === '' ? '' : ` CHARACTER SET ${mysqlText(encoding)}`;
  return `CREATE DATABASE ${mysqlName(name)}${characters}${collation === '' ? '' : ` COLLATE ${mysqlText(collation)}`}`;
}

// What others have put into it since is not dropped along.
const DROP_EMPTY = `count=$1 drop=$2; shift 2
say() { sql=$1; shift; printf '%s' "$sql" | { exec 4<&0; with "$client" "$@" --batch --skip-column-names; }; }
tables=$(say "$count" "$@") || exit
[ "$tables" = 0 ] || { echo "it has tables now, which are not dropped" >&2; exit 1; }
say "$drop" "$@"`;

/** The change that creates one. `after`: the databases that there are then. */
export function create(given: MysqlDb, name: string, after: readonly string[]): RunCommand {
  return sqlChange(given, {
    title: `create the database ${name}`,
    sql: `${creating(given, name)};\n`,
    undo: mysqlScript(loginOf(given), DROP_EMPTY, [
      `SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = ${mysqlText(name)};`,
      `DROP DATABASE ${mysqlName(name)};`,
    ]),
    after,
    diff: { before: '', after: `${creating(given, name)}\n` },
  });
}

/** Drops what is there. */
export function removal(given: MysqlDb, known: readonly string[]): Plan {
  const there = given.name.filter((name) => known.includes(name));
  const dropping = (name: string): string => `DROP DATABASE ${mysqlName(name)}`;
  const changes = there.map((name, index) =>
    sqlChange(given, {
      title: `drop the database ${name}`,
      sql: `${dropping(name)};\n`,
      undo: { cannot: `what was in the database ${name} is not kept` },
      after: known.filter((one) => !there.slice(0, index + 1).includes(one)),
      diff: { before: `the database ${name}\n`, after: '' },
    }),
  );
  return { changes, result: fieldsOf(given, there.map(dropping)), failure: saying('dropping') };
}

interface SqlChange {
  readonly title: string;
  readonly sql: string;
  readonly undo: RunCommand['undo'];
  readonly after: readonly string[];
  readonly diff: { readonly before: string; readonly after: string };
}

function sqlChange(given: MysqlDb, { title, sql, undo, after, diff }: SqlChange): RunCommand {
  const stdout = printedRows(after.map((name) => [name]));
  return {
    kind: 'run',
    title,
    command: mysqlCommand(loginOf(given), sql),
    touches: [MYSQL],
    accept: [0],
    predictable: true,
    leaves: [{ kind: 'run', look: databasesLook(given), value: { code: 0, stdout, stderr: Buffer.alloc(0) } }],
    undo,
    diff: { ...diff, header: 'databases' },
  };
}

function saying(doing: string): (failed: Performed) => Result {
  return ({ stderr, code }) => ({ msg: `error ${doing} database: ${clientSays(stderr)}`, rc: code });
}
