// Grants and revokes privileges in PostgreSQL.

import { defineModule, pgPrivsParams, planPgPrivs, privilegesLook, refusePgPrivs } from '../src/module/index.ts';

export default defineModule({
  summary: 'Grant and revoke privileges in PostgreSQL',
  description:
    'Needs psql on the host, and no Python. Who has what is read from the catalogues, so that check mode tells the truth without granting anything. Default privileges are set anew with each task: what a role had beside is revoked.',
  collection: 'community.postgresql',
  params: pgPrivsParams,
  returns: { queries: 'the SQL that brings it about, whether it was needed or not' },
  examples: [
    {
      name: 'Let a role read all tables',
      yaml: 'community.postgresql.postgresql_privs:\n  database: shop\n  privs: SELECT\n  objs: ALL_IN_SCHEMA\n  roles: reader\nbecome: true\nbecome_user: postgres',
    },
    {
      name: 'Nobody else may make tables in a schema',
      yaml: 'community.postgresql.postgresql_privs:\n  database: shop\n  type: schema\n  objs: public\n  privs: CREATE\n  roles: PUBLIC\n  state: absent\nbecome: true\nbecome_user: postgres',
    },
  ],
  refuse: refusePgPrivs,
  look: (given) => ({ privileges: privilegesLook(given) }),
  plan: (given, { privileges }) => planPgPrivs(given, privileges),
});
