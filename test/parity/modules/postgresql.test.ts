// Both engines against a server each, from the same start: the same results, and the same roles, databases and privileges in the end.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Plain, toValue } from '../../../src/model/value.ts';
import { executeModule } from '../../../src/module/execute.ts';
import { Catalogue } from '../../../src/module/registry.ts';
import { World } from '../../../src/plan/world.ts';
import { controllerFiles } from '../../support/controller-files.ts';
import { describeParity, oracle } from '../../support/oracle.ts';
import { type Cluster, hasPsycopg, noCluster, startCluster } from '../../support/postgres-cluster.ts';
import { OBJECTS, PRIVILEGES } from '../../support/privileges.ts';
import { shellExchange } from '../../support/shell-exchange.ts';

interface ServerCase {
  readonly module: string;
  readonly args: Readonly<Record<string, Plain>>;
  readonly check?: true;
  /** Fields of the result in which we differ on purpose. */
  readonly except?: readonly string[];
}

type More = Omit<ServerCase, 'module' | 'args'>;
const of =
  (module: string) =>
  (args: ServerCase['args'], more: More = {}): ServerCase => ({
    module: `community.postgresql.${module}`,
    args,
    ...more,
  });
const database = of('postgresql_db');
const user = of('postgresql_user');
const extension = of('postgresql_ext');
const onShop = of('postgresql_privs');
const privs = (args: ServerCase['args'], more: More = {}): ServerCase => onShop({ database: 'shop', ...args }, more);
// The oracle keeps lists as sets, in an order of the moment.
const SETS: More = { except: ['queries'] };

const CASES: readonly ServerCase[] = [
  database(
    { name: 'fresh', owner: 'keeper', encoding: 'UTF8', template: 'template0', conn_limit: '5' },
    { check: true, except: ['executed_commands'] },
  ),
  database({ name: 'fresh', owner: 'keeper', encoding: 'UTF8', template: 'template0', conn_limit: '5' }),
  database({ name: 'fresh', owner: 'keeper' }),
  database({ name: 'fresh', owner: 'alice', conn_limit: '7' }),
  database({ name: 'fresh', state: 'rename', target: 'renamed' }),
  database({ name: 'renamed', lc_collate: 'POSIX' }),
  database({ name: 'renamed', state: 'absent' }),
  database({ name: 'renamed', state: 'absent' }),
  user({ name: 'carol', password: 'secret', role_attr_flags: 'NOLOGIN', conn_limit: 3, expires: '2031-01-01' }),
  user({ name: 'carol', password: 'secret', role_attr_flags: 'NOLOGIN', conn_limit: 3 }),
  user({ name: 'carol', role_attr_flags: 'LOGIN', comment: "it's her" }),
  user({ name: 'nobody1', state: 'absent' }),
  user({ name: 'carol', state: 'absent' }),
  extension({ name: 'plpgsql', db: 'shop' }),
  extension({ name: 'nosuch', db: 'shop' }),
  extension({ name: 'plpgsql', db: 'shop', state: 'absent' }),
  privs({ privs: 'SELECT', objs: 't1', roles: 'alice' }, { check: true }),
  privs({ privs: 'SELECT,INSERT', objs: 't1,t2', roles: 'alice,bob' }, SETS),
  privs({ privs: 'SELECT,INSERT', objs: 't1,t2', roles: 'alice,bob' }, SETS),
  privs({ privs: 'ALL', objs: 't1', roles: 'alice', grant_option: true }),
  privs({ privs: 'INSERT', objs: 't1', roles: 'alice', grant_option: false }),
  privs({ privs: 'UPDATE', objs: 't1', roles: 'alice', state: 'absent' }),
  privs({ privs: 'UPDATE', objs: 't1', roles: 'alice', state: 'absent' }),
  privs({ privs: 'SELECT', objs: 't1', roles: 'PUBLIC' }),
  privs({ privs: 'SELECT', objs: 'v1', roles: 'bob' }),
  privs({ privs: 'SELECT', objs: 'parts', roles: 'bob' }),
  privs({ type: 'sequence', privs: 'USAGE', objs: 'ALL_IN_SCHEMA', schema: 'deep', roles: 'bob' }),
  privs({ type: 'function', privs: 'EXECUTE', objs: 'f1(int:text)', roles: 'alice' }),
  privs({ type: 'function', privs: 'ALL', objs: 'ALL_IN_SCHEMA', roles: 'bob' }),
  privs({ type: 'function', privs: 'EXECUTE', objs: 'f1', roles: 'bob' }),
  privs({ type: 'procedure', privs: 'EXECUTE', objs: 'p1(int)', roles: 'bob' }),
  privs({ type: 'database', privs: 'CREATE', roles: 'bob' }),
  privs({ type: 'schema', privs: 'ALL', objs: 'public,deep', roles: 'bob' }),
  privs({ type: 'language', privs: 'USAGE', objs: 'sql', roles: 'bob' }),
  privs({ type: 'tablespace', privs: 'CREATE', objs: 'pg_default', roles: 'bob' }),
  privs({ type: 'type', privs: 'USAGE', objs: 'kind,pair', roles: 'bob' }),
  privs({ type: 'type', privs: 'ALL', objs: 'numeric', schema: 'pg_catalog', roles: 'bob' }),
  privs({ type: 'foreign_data_wrapper', privs: 'USAGE', objs: 'wrapper', roles: 'bob' }),
  privs({ type: 'foreign_server', privs: 'ALL', objs: 'faraway', roles: 'bob' }),
  privs({ type: 'group', objs: 'staff', roles: 'alice,bob' }),
  privs({ type: 'group', objs: 'staff', roles: 'alice', grant_option: true }),
  privs({ type: 'group', objs: 'staff', roles: 'alice', grant_option: false }),
  privs({ type: 'group', objs: 'staff', roles: 'bob', state: 'absent' }),
  privs({ type: 'default_privs', objs: 'TABLES', privs: 'SELECT', roles: 'alice' }),
  privs({ type: 'default_privs', objs: 'TABLES', privs: 'SELECT', roles: 'alice' }),
  privs({
    type: 'default_privs',
    objs: 'TABLES',
    privs: 'INSERT',
    roles: 'alice',
    schema: 'deep',
    target_roles: 'keeper',
  }),
  privs({ type: 'default_privs', objs: 'ALL_DEFAULT', privs: 'ALL', roles: 'bob', grant_option: true }, SETS),
  privs({ type: 'default_privs', objs: 'TABLES', privs: 'SELECT', roles: 'alice', state: 'absent' }),
  privs({ type: 'default_privs', objs: 'schemas', privs: 'usage', roles: 'bob' }),
  privs({ type: 'default_privs', objs: 'TABLES', privs: 'SELECT', roles: 'PUBLIC', schema: 'not-specified' }),
  privs({ privs: 'SELECT', objs: 't1', roles: 'nobody1' }),
  privs({ privs: 'SELECT', objs: 't1', roles: 'nobody1,bob', fail_on_role: false }),
  privs({ privs: 'SELECT', objs: 'nix', roles: 'alice' }),
  privs({ privs: 'SELECT', roles: 'alice' }),
  privs({ privs: 'BOGUS', objs: 't1', roles: 'alice' }),
  privs({ type: 'group', objs: 'staff', roles: 'alice', privs: 'ALL' }),
  privs({ type: 'default_privs', objs: 'TABLES', privs: 'USAGE', roles: 'bob' }),
];

const STATE = `${PRIVILEGES}SELECT rolname, rolcreatedb, rolcanlogin, rolconnlimit, rolvaliduntil FROM pg_roles ORDER BY 1;
SELECT datname, pg_get_userbyid(datdba), datconnlimit FROM pg_database ORDER BY 1; SELECT extname FROM pg_extension ORDER BY 1;
`;

type Json = Readonly<Record<string, unknown>>;

describeParity('postgresql (against ansible, a server each)', () => {
  let ours: Cluster | undefined;
  let theirs: Cluster | undefined;
  let answers: ReadonlyMap<string, Json> = new Map();

  before(function start() {
    this.timeout(300_000);
    const problem = noCluster() ?? (hasPsycopg() ? undefined : 'ansible needs python3-psycopg2 for its own modules');
    if (problem !== undefined) {
      console.log(`      skipped: ${problem}`);
      this.skip();
    }
    [ours, theirs] = [startCluster(), startCluster()];
    for (const cluster of [ours, theirs]) cluster.sql('postgres', OBJECTS);
    answers = askOracle(theirs.socket);
  });
  after(() => {
    for (const cluster of [ours, theirs]) cluster?.stop();
  });

  const catalogue = new Catalogue();
  for (const [index, one] of CASES.entries()) {
    it(`${one.module.replace(/.*\./, '')}: ${JSON.stringify(one.args)}${one.check ? ' (check)' : ''}`, async () => {
      const wanted = picked(answers.get(String(index)) ?? {}, one);
      const result = picked(await execute(one), one);
      expect(Object.fromEntries(Object.entries(result).filter(([name]) => name in wanted))).to.deep.equal(wanted);
    });
  }

  it('leaves the same', () => {
    expect(ours?.sql('shop', STATE)).to.equal(theirs?.sql('shop', STATE));
  });

  async function execute({ module, args, check }: ServerCase): Promise<Json> {
    const found = await catalogue.resolve(module);
    if (found?.module.kind !== 'module' || !ours) throw new Error(`there is no module ${module}`);
    const given = { ...args, login_unix_socket: ours.socket };
    const { result } = await executeModule(
      found.module,
      new Map(Object.entries(given).map(([name, value]) => [name, toValue(value)])),
      {
        lane: shellExchange(),
        ...(check && { world: new World() }),
        diff: false,
        files: controllerFiles('/'),
        expandPath: (path) => path,
        sleep: async () => undefined,
      },
    );
    return result;
  }
});

function askOracle(socket: string): ReadonlyMap<string, Json> {
  const root = mkdtempSync(join(tmpdir(), 'tsplay-parity-'));
  const tasks = CASES.map(({ module, args, check }, index) => ({
    name: String(index),
    [module]: { ...args, login_unix_socket: socket },
    ignore_errors: true,
    ...(check && { check_mode: true }),
  }));
  const playbook = [{ hosts: 'localhost', connection: 'local', gather_facts: false, tasks }];
  writeFileSync(join(root, 'playbook.json'), JSON.stringify(playbook));
  const env = {
    ANSIBLE_STDOUT_CALLBACK: 'json',
    ANSIBLE_PIPELINING: '1',
    ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
  };
  const { stdout } = oracle('ansible-playbook', ['-i', 'localhost,', 'playbook.json'], { cwd: root, env });
  rmSync(root, { recursive: true, force: true });
  const report: { plays: { tasks: { task: { name: string }; hosts: Record<string, Json> }[] }[] } = JSON.parse(
    stdout.slice(stdout.indexOf('{\n')),
  );
  return new Map((report.plays[0]?.tasks ?? []).map(({ task, hosts }) => [task.name, hosts.localhost ?? {}]));
}

const IGNORED = new Set(['diff', 'action', 'invocation', 'warnings', 'deprecations', 'exception']);

// Their messages are theirs; ours need only fail where they do.
function picked(result: Json, { except = [] }: ServerCase): Json {
  const kept = Object.entries(result).filter(
    ([name]) =>
      !IGNORED.has(name) &&
      !name.startsWith('_ansible') &&
      !except.includes(name) &&
      (result.failed !== true || name === 'failed'),
  );
  return JSON.parse(JSON.stringify({ failed: false, ...Object.fromEntries(kept) }));
}
