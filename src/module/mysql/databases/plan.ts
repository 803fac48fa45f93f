// Plans databases of MySQL and MariaDB.

import { file } from '../../../plan/ask.ts';
import type { FileSeen, RunSeen } from '../../../plan/look.ts';
import type { Plan } from '../../../plan/plan.ts';
import { mysqlRows, mysqlTrouble } from '../connection.ts';
import { creation, databasesLook, removal } from './changes.ts';
import { loginOf, type MysqlDb, targetOf } from './request.ts';
import { dump, importation } from './transfer.ts';

/** What mysql_db looks at. */
export function mysqlDbLooks(given: MysqlDb) {
  const isTransfer = given.state === 'dump' || given.state === 'import';
  return { databases: databasesLook(given), target: isTransfer ? file(targetOf(given)) : undefined };
}

/** What mysql_db does. */
export function planMysqlDb(given: MysqlDb, databases: RunSeen, target: FileSeen | undefined): Plan {
  const trouble = mysqlTrouble(databases, loginOf(given));
  if (trouble !== undefined) return { changes: [], failed: trouble };
  const known = mysqlRows(databases.stdout).flatMap(([name]) => (name === undefined ? [] : [name]));
  switch (given.state) {
    case 'present':
      return creation(given, known);
    case 'absent':
      return removal(given, known);
    case 'dump':
      return dump(given, known, target);
    default:
      return importation(given, known, target);
  }
}
