// Manages databases of MySQL and MariaDB.

import { defineModule, mysqlDbLooks, mysqlDbParams, planMysqlDb, refuseMysqlDb } from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage databases of MySQL and MariaDB',
  description:
    'Needs the client program (mariadb or mysql) on the host, and no Python. The password reaches it by a pipe: it is in no argument, environment or file.',
  collection: 'community.mysql',
  params: mysqlDbParams,
  returns: {
    db: 'the names, with spaces between',
    db_list: 'the names as a list',
    executed_commands: 'what was run, as SQL or as words of a shell',
  },
  examples: [
    { name: 'Create a database', yaml: 'community.mysql.mysql_db:\n  name: shop\n  encoding: utf8mb4' },
    {
      name: 'Dump it',
      yaml: 'community.mysql.mysql_db:\n  name: shop\n  state: dump\n  target: /var/backups/shop.sql.gz\n  single_transaction: true',
    },
    {
      name: 'Import a dump',
      yaml: 'community.mysql.mysql_db:\n  name: shop\n  state: import\n  target: /var/backups/shop.sql.gz',
    },
  ],
  undo: 'A database that was created is dropped where it is still empty. What was in a dropped one, and what an import changed, is not kept.',
  refuse: refuseMysqlDb,
  look: mysqlDbLooks,
  plan: (given, { databases, target }) => planMysqlDb(given, databases, target),
});
