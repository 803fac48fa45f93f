// Manages roles of PostgreSQL.

import { defineModule, pgUserParams, planPgUser, refusePgUser, roleLook } from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage roles of PostgreSQL',
  description:
    'Needs psql on the host, and no Python. Passwords reach it by a pipe; whether one is set already is told from what the server keeps, MD5 or SCRAM, which only superusers see: for others it is set each time.',
  collection: 'community.postgresql',
  params: pgUserParams,
  returns: {
    user: 'the role',
    queries: 'the SQL that was run, with placeholders for passwords',
    user_removed: 'whether it was dropped',
  },
  examples: [
    {
      name: 'A role that may log in',
      yaml: "community.postgresql.postgresql_user:\n  name: shop\n  password: '{{ shop_password }}'\n  role_attr_flags: CREATEDB,NOSUPERUSER\nbecome: true\nbecome_user: postgres",
    },
    {
      name: 'One that is gone',
      yaml: 'community.postgresql.postgresql_user:\n  name: shop\n  state: absent\nbecome: true\nbecome_user: postgres',
    },
  ],
  undo: 'Attributes and the hash of the old password are put back; a dropped role is not made again.',
  refuse: refusePgUser,
  look: (given) => ({ role: roleLook(given) }),
  plan: (given, { role }) => planPgUser(given, role),
});
