// Manages extensions of databases of PostgreSQL.

import { defineModule, extensionLook, pgExtParams, planExtension, refusePgLogin } from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage extensions of databases of PostgreSQL',
  description: 'Needs psql on the host, and no Python.',
  collection: 'community.postgresql',
  params: pgExtParams,
  returns: { ext: 'the extension', db: 'the database', queries: 'the SQL that was run' },
  examples: [
    {
      name: 'Create an extension',
      yaml: 'community.postgresql.postgresql_ext:\n  name: pg_stat_statements\n  db: shop\nbecome: true\nbecome_user: postgres',
    },
  ],
  undo: 'A dropped extension is not created again, since what was made with it is gone.',
  refuse: refusePgLogin,
  look: (given) => ({ extension: extensionLook(given) }),
  plan: (given, { extension }) => planExtension(given, extension),
});
