// Manages databases of PostgreSQL.

import { defineModule, pgDbLooks, pgDbParams, planPgDb, refusePgDb } from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage databases of PostgreSQL',
  description:
    'Needs psql on the host, and no Python. By its socket the account of the system counts: `become_user: postgres`. The password reaches psql by a pipe: it is in no argument, environment or file.',
  collection: 'community.postgresql',
  params: pgDbParams,
  returns: { db: 'the database', executed_commands: 'what was run, as SQL or as words of a shell' },
  examples: [
    {
      name: 'A database with an owner',
      yaml: 'community.postgresql.postgresql_db:\n  name: shop\n  owner: shop\n  encoding: UTF-8\nbecome: true\nbecome_user: postgres',
    },
    {
      name: 'Dump it',
      yaml: 'community.postgresql.postgresql_db:\n  name: shop\n  state: dump\n  target: /var/lib/postgresql/shop.sql.gz\nbecome: true\nbecome_user: postgres',
    },
  ],
  undo: 'A database that was created is dropped where it is still empty. What was in a dropped one, and what a restoration changed, is not kept.',
  refuse: refusePgDb,
  look: pgDbLooks,
  plan: (given, { databases, target }) => planPgDb(given, databases, target),
});
