// Against a server of our own: what is granted is real.

import { execFileSync } from 'node:child_process';
import postgresqlPrivs from '../../modules/postgresql_privs.ts';
import { type LawCase, type LawOptions, obeysTheLaws } from '../support/laws.ts';
import { type Cluster, noCluster, startCluster } from '../support/postgres-cluster.ts';
import { OBJECTS, ON_PARAMETERS, PRIVILEGES } from '../support/privileges.ts';
import { shellExchange } from '../support/shell-exchange.ts';

const SELECT = { privs: 'SELECT', objs: 't1', roles: 'alice' };
const grant = (sql: string): string => `q "${sql}"`;

const CASES: readonly LawCase[] = [
  {
    name: 'grants on tables',
    args: { privs: 'select,INSERT', objs: 't1,we"ird; --', roles: `alice,O'Neil "x"` },
    result: {
      queries: ['GRANT SELECT,INSERT ON table "public"."t1","public"."we""ird; --" TO "alice","O\'Neil ""x""";'],
    },
  },
  {
    name: 'leaves what is granted, and still says how',
    given: grant('GRANT SELECT ON t1 TO alice'),
    args: SELECT,
    changed: false,
    result: { queries: ['GRANT SELECT ON table "public"."t1" TO "alice";'] },
  },
  { name: 'grants on what somebody else owns', args: { ...SELECT, objs: 't2' } },
  { name: 'leaves what an owner has anyway', args: { ...SELECT, objs: 't2', roles: 'keeper' }, changed: false },
  { name: 'grants all, with the option to grant', args: { ...SELECT, privs: 'ALL', grant_option: true } },
  {
    name: 'adds the option to grant',
    given: grant('GRANT SELECT ON t1 TO alice'),
    args: { ...SELECT, grant_option: true },
  },
  {
    name: 'takes the option to grant alone',
    given: grant('GRANT SELECT, INSERT ON t1 TO alice WITH GRANT OPTION'),
    args: { ...SELECT, grant_option: false },
    result: {
      queries: [
        'GRANT SELECT ON table "public"."t1" TO "alice";\nREVOKE GRANT OPTION FOR SELECT ON table "public"."t1" FROM "alice";',
      ],
    },
  },
  {
    name: 'revokes',
    given: grant('GRANT SELECT, UPDATE ON t1 TO alice WITH GRANT OPTION'),
    args: { ...SELECT, privs: 'SELECT,INSERT', state: 'absent' },
  },
  { name: 'has nothing to revoke', args: { ...SELECT, state: 'absent' }, changed: false },
  { name: 'grants to everybody', args: { ...SELECT, roles: 'PUBLIC,alice' } },
  {
    name: 'leaves what everybody may',
    given: grant('GRANT SELECT ON t1 TO PUBLIC'),
    args: { ...SELECT, roles: 'public' },
    changed: false,
  },
  { name: 'knows who is logged in', args: { ...SELECT, roles: 'session_user,CURRENT_USER' }, changed: false },
  { name: 'grants on all tables, views among them', args: { ...SELECT, objs: 'ALL_IN_SCHEMA' } },
  {
    name: 'finds no table in an empty schema',
    args: { ...SELECT, objs: 'ALL_IN_SCHEMA', schema: 'deep' },
    changed: false,
  },
  {
    name: 'grants on a sequence',
    args: { type: 'sequence', privs: 'USAGE', objs: 's2', schema: 'deep', roles: 'bob' },
  },
  {
    name: 'takes a function from everybody',
    args: {
      type: 'function',
      privs: 'ALL',
      objs: 'f1(int:text),f1(timestamp with time zone)',
      roles: 'PUBLIC',
      state: 'absent',
    },
  },
  {
    name: 'grants on all functions',
    args: { type: 'function', privs: 'EXECUTE', objs: 'ALL_IN_SCHEMA', roles: 'bob' },
  },
  { name: 'grants on a procedure', args: { type: 'procedure', privs: 'EXECUTE', objs: 'p1(integer)', roles: 'bob' } },
  { name: 'grants on the database of the login', args: { type: 'database', privs: 'CREATE,TEMP', roles: 'bob' } },
  { name: 'grants on schemas', args: { type: 'schema', privs: 'ALL', objs: 'public,deep', roles: 'bob' } },
  { name: 'grants on a language', args: { type: 'language', privs: 'USAGE', objs: 'sql', roles: 'bob' } },
  { name: 'grants on a tablespace', args: { type: 'tablespace', privs: 'CREATE', objs: 'pg_default', roles: 'bob' } },
  { name: 'grants on types', args: { type: 'type', privs: 'USAGE', objs: 'kind,pair', roles: 'bob' } },
  {
    name: 'grants on a wrapper',
    args: { type: 'foreign_data_wrapper', privs: 'USAGE', objs: 'wrapper', roles: 'bob' },
  },
  { name: 'grants on a server', args: { type: 'foreign_server', privs: 'ALL', objs: 'faraway', roles: 'bob' } },
  {
    name: 'grants on a parameter',
    args: { type: 'parameter', privs: 'SET,ALTER SYSTEM', objs: 'log_min_duration_statement', roles: 'bob' },
    result: { queries: ['GRANT SET,ALTER SYSTEM ON parameter "log_min_duration_statement" TO "bob";'] },
  },
  { name: 'makes members', args: { type: 'group', objs: 'staff', roles: 'alice,bob' } },
  {
    name: 'lets a member make members',
    given: grant('GRANT staff TO alice'),
    args: { type: 'group', objs: 'staff', roles: 'alice', admin_option: true },
  },
  {
    name: 'ends a membership',
    given: grant('GRANT staff TO alice WITH ADMIN OPTION'),
    args: { type: 'group', objs: 'staff', roles: 'alice', state: 'absent' },
  },
  {
    name: 'sets what is granted on tables to come',
    given: grant('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT INSERT ON TABLES TO alice'),
    args: { type: 'default_privs', objs: 'TABLES', privs: 'SELECT', roles: 'alice' },
    result: {
      queries: [
        'ALTER DEFAULT PRIVILEGES IN SCHEMA "public" REVOKE ALL ON TABLES FROM "alice";\nALTER DEFAULT PRIVILEGES IN SCHEMA "public" GRANT SELECT ON TABLES TO "alice";\nALTER DEFAULT PRIVILEGES IN SCHEMA "public" GRANT USAGE ON TYPES TO "alice";',
      ],
    },
  },
  {
    name: 'leaves what is granted on tables to come',
    given: `${grant('ALTER DEFAULT PRIVILEGES FOR ROLE keeper IN SCHEMA deep GRANT SELECT ON TABLES TO alice')}; ${grant('ALTER DEFAULT PRIVILEGES FOR ROLE keeper IN SCHEMA deep GRANT USAGE ON TYPES TO alice')}`,
    args: {
      type: 'default_privs',
      objs: 'TABLES',
      privs: 'SELECT',
      roles: 'alice',
      schema: 'deep',
      target_roles: 'keeper',
    },
    changed: false,
  },
  {
    name: 'sets everything to come, in any schema',
    args: {
      type: 'default_privs',
      objs: 'ALL_DEFAULT',
      privs: 'ALL',
      roles: 'bob',
      schema: 'not-specified',
      grant_option: true,
    },
  },
  {
    name: 'sets schemas to come',
    args: { type: 'default_privs', objs: 'schemas', privs: 'usage', roles: 'bob', usage_on_types: false },
  },
  {
    name: 'takes back what is granted on objects to come',
    given: grant('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO alice'),
    args: { type: 'default_privs', objs: 'FUNCTIONS', privs: 'EXECUTE', roles: 'alice', state: 'absent' },
  },
  {
    name: 'passes over roles that are not there',
    args: { ...SELECT, roles: 'nobody1,alice', fail_on_role: false },
    result: { queries: ['GRANT SELECT ON table "public"."t1" TO "alice";'] },
  },
  {
    name: 'has nothing to do for roles that are not there',
    args: { ...SELECT, roles: 'nobody1', fail_on_role: false },
    changed: false,
    result: { queries: [] },
  },
  { name: 'wants the role', args: { ...SELECT, roles: 'nobody1' }, fails: "Role 'nobody1' does not exist" },
  { name: 'wants the table', args: { ...SELECT, objs: 'nix' }, fails: 'relation "public.nix" does not exist' },
  { name: 'wants the schema', args: { ...SELECT, schema: 'nix' }, fails: 'schema "nix" does not exist' },
  {
    name: 'wants the function',
    args: { type: 'function', privs: 'EXECUTE', objs: 'f9(int)', roles: 'bob' },
    fails: 'function public.f9(int) does not exist',
  },
  {
    name: 'takes nothing but types as arguments',
    args: { type: 'function', privs: 'EXECUTE', objs: 'f1(int) TO bob; --)', roles: 'bob' },
    fails: 'Illegal function / procedure signature: "f1(int) TO bob; --)"',
  },
  {
    name: 'wants a privilege',
    args: { ...SELECT, privs: 'SELECT) TO bob; --' },
    fails: 'Invalid privileges specified',
  },
  {
    name: 'may not grant what belongs to others',
    args: { ...SELECT, session_role: 'bob' },
    fails: 'permission denied for table t1',
    failsWhenApplied: true,
  },
  { name: 'wants the database', args: { ...SELECT, database: 'nix' }, fails: 'unable to connect to database: ' },
];

describe('postgresql_privs', () => {
  let cluster: Cluster | undefined;

  before(function start() {
    this.timeout(60_000);
    const problem = noCluster();
    if (problem !== undefined) {
      console.log(`      skipped: ${problem}`);
      this.skip();
    }
    cluster = startCluster();
    cluster.sql('postgres', OBJECTS);
    cluster.sql('postgres', 'CREATE DATABASE original TEMPLATE shop');
  });
  after(() => cluster?.stop());

  const cases = CASES.map((one) => ({ ...one, args: { database: 'shop', ...one.args } }));
  const surroundings = (): readonly string[] => ['env', `PGHOST=${cluster?.socket}`, 'PGUSER=postgres'];
  const [PSQL, QUIET] = ['psql -X -q -A -t -v ON_ERROR_STOP=1 shop', '>/dev/null 2>&1'];
  const options: LawOptions = {
    exchange: () => shellExchange([...surroundings(), 'sh']),
    shell: async (script) => {
      const [command = '', ...rest] = [...surroundings(), 'sh', '-c', `q() { ${PSQL} -c "$1" ${QUIET}; }; ${script}`];
      return execFileSync(command, rest, { encoding: 'utf8' });
    },
    state: `${PSQL} <<'END'\n${PRIVILEGES}${ON_PARAMETERS}END\n:`,
  };
  describe('where nothing was granted', () => {
    obeysTheLaws(
      postgresqlPrivs,
      cases.filter(({ given }) => given === undefined),
      options,
    );
  });
  describe('where something was granted', () => {
    // Memberships outlive the database.
    beforeEach(() =>
      cluster?.sql(
        'postgres',
        'DROP DATABASE shop; REVOKE staff FROM alice, bob; CREATE DATABASE shop TEMPLATE original',
      ),
    );
    obeysTheLaws(
      postgresqlPrivs,
      cases.filter(({ given }) => given !== undefined),
      options,
    );
  });
});
