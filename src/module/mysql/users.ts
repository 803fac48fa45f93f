// Plans accounts of MySQL and MariaDB: who they are, how they prove it, what they may.

import type { RunCommand } from '../../plan/change.ts';
import type { RunSeen } from '../../plan/look.ts';
import { type Plan, stage } from '../../plan/plan.ts';
import { bool, choice, dict, type ParamsOf, raw, text } from '../params.ts';
import {
  type AccountsSeen,
  accountName,
  accountsLook,
  accountsOf,
  isAtLeast,
  type MysqlAccount,
  printedAccounts,
} from './accounts.ts';
import { clientSays, MYSQL, mysqlCommand, mysqlLoginParams, mysqlText, mysqlTrouble } from './connection.ts';
import {
  identified,
  identifiedNow,
  limitsClause,
  limitsNow,
  nativeHash,
  type Proof,
  proofOf,
  provesBy,
  requiredNow,
  requiredOf,
  wrongLimit,
} from './definition.ts';
import { type GrantChange, type Grants, grantChanges, grantSql, parsePrivileges, wantedGrants } from './privileges.ts';

/** The parameters of mysql_user. */
export const mysqlUserParams = {
  ...mysqlLoginParams,
  name: text('The name of the account.'),
  host: text('The host from which it connects.').default('localhost'),
  host_all: bool('All accounts of the name, whatever their host.').default(false),
  state: choice(['absent', 'present'], 'Whether it shall be there.').default('present'),
  password: text('Its password, or (with encrypted) the hash of mysql_native_password.').secret().optional(),
  encrypted: bool('The password is a hash.').default(false),
  update_password: choice(
    ['always', 'on_create', 'on_new_username'],
    'When a password is set; on_new_username takes over the one of an account of the same name.',
  ).default('always'),
  plugin: text('The plugin by which it proves who it is.').optional(),
  plugin_auth_string: text('What the plugin makes a hash of, or its setting.').secret().optional(),
  plugin_hash_string: text('The hash that the plugin keeps.').secret().optional(),
  priv: raw('What it may: database.table:PRIVILEGE,PRIVILEGE/database.*:PRIVILEGE, or a dict of the same.').optional(),
  append_privs: bool('Keep what it may beyond that.').default(false),
  subtract_privs: bool('Take these privileges and keep the others.').default(false),
  tls_requires: dict('What its connections must have: SSL, X509, or SUBJECT, ISSUER and CIPHER.').optional(),
  resource_limits: dict('MAX_QUERIES_PER_HOUR and its like.').optional(),
  sql_log_bin: bool('Whether the changes go into the binary log.').default(true),
  session_vars: dict('Variables of the session that makes the changes.').optional(),
  force_context: bool('Make the changes with the database mysql selected, for filters of replication.').default(false),
};
type Params = ParamsOf<typeof mysqlUserParams>;

/** Why the parameters make no sense together. */
export function refuseMysqlUser(given: Params): string | undefined {
  const { password, encrypted, plugin, priv, append_privs, subtract_privs, session_vars = {} } = given;
  if (append_privs && subtract_privs) return 'parameters are mutually exclusive: append_privs|subtract_privs';
  if (password !== undefined && plugin !== undefined)
    return 'password is for accounts without plugin; use plugin_auth_string';
  if (plugin !== undefined && !/^\w+$/.test(plugin)) return `'${plugin}' is no name of a plugin`;
  if (encrypted && password !== undefined && !/^(?:\*[0-9a-f]{40})?$/i.test(password))
    return 'with encrypted: true the password is a hash: a * and 40 hexadecimal digits';
  const variable = Object.keys(session_vars).find((name) => !/^\w+$/.test(name));
  if (variable !== undefined) return `session_vars has '${variable}', which is no name of a variable`;
  const tls = requiredOf(given.tls_requires);
  if (!tls.ok) return tls.problem;
  const privileges = priv === undefined || priv === null ? undefined : parsePrivileges(priv);
  if (privileges?.ok === false) return privileges.problem;
  return wrongLimit(given.resource_limits ?? {});
}

/** What mysql_user looks at. With all hosts, which they are must be known first. */
export function mysqlUserLooks(given: Params) {
  return { accounts: accountsLook(given, given.name, given.host_all ? [] : [given.host]) };
}

/** What mysql_user does. */
export function planMysqlUser(given: Params, seen: RunSeen): Plan {
  const trouble = troubleOf(seen, given);
  if (trouble !== undefined) return { changes: [], failed: trouble };
  const all = accountsOf(seen);
  if (!given.host_all) return planAccounts(given, all, [given.host]);
  const hosts = all.accounts.map(({ host }) => host);
  if (hosts.length === 0 && given.state === 'present')
    return { changes: [], failed: 'host_all parameter cannot be used when adding a user' };
  if (hosts.length === 0) return planAccounts(given, all, []);
  return {
    changes: [],
    next: stage({
      looks: { accounts: accountsLook(given, given.name, hosts) },
      plan: ({ accounts }) => planAccounts(given, accountsOf(accounts), hosts),
    }),
  };
}

function troubleOf(seen: RunSeen, given: Params): string | undefined {
  const trouble = mysqlTrouble(seen, given);
  const denied = /ERROR 1142 .*'user'.*/.exec(seen.stderr.toString('utf8'))?.[0];
  return trouble ?? (denied && `the accounts cannot be read: ${denied}; log in with an account that may`);
}

// One account: what is to be run, how that is taken back, and what will be there.
interface Step {
  readonly title: string;
  readonly sql: readonly string[];
  readonly undo: readonly string[] | { readonly cannot: string };
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly leaves: MysqlAccount | undefined;
  readonly msg: string;
  readonly passwordChanged: boolean;
}

function planAccounts(given: Params, all: AccountsSeen, hosts: readonly string[]): Plan {
  let left = all;
  const steps: Step[] = [];
  const changes: RunCommand[] = [];
  for (const host of hosts) {
    const step = stepFor(given, all, host);
    if (!step) continue;
    const others = left.accounts.filter((account) => account.host !== host);
    const accounts = step.leaves ? [...others, step.leaves].sort((a, b) => (a.host < b.host ? -1 : 1)) : others;
    left = { ...left, accounts };
    steps.push(step);
    changes.push(changeOf(given, step, left, hosts));
  }
  const idle = given.state === 'present' ? 'User unchanged' : "User doesn't exist";
  return {
    changes,
    result: {
      user: given.name,
      msg: steps.at(-1)?.msg ?? idle,
      password_changed: steps.some(({ passwordChanged }) => passwordChanged),
    },
    failure: ({ stderr, code }) => ({ msg: clientSays(stderr), rc: code, user: given.name }),
  };
}

function changeOf(given: Params, step: Step, left: AccountsSeen, hosts: readonly string[]): RunCommand {
  const { name } = given;
  const leave = (of: readonly string[]) => {
    const stdout = printedAccounts(left, name, of);
    const value = { code: 0, stdout, stderr: Buffer.alloc(0) };
    return { kind: 'run', look: accountsLook(given, name, of), value } as const;
  };
  return {
    kind: 'run',
    title: step.title,
    command: session(given, step.sql),
    touches: [MYSQL],
    accept: [0],
    predictable: true,
    leaves: given.host_all ? [leave([]), leave(hosts)] : [leave(hosts)],
    undo: 'cannot' in step.undo ? step.undo : session(given, step.undo),
    diff: { before: lines(step.before), after: lines(step.after), header: `the account ${name}` },
  };
}

const lines = (of: readonly string[]): string => of.map((line) => `${line}\n`).join('');

function session(given: Params, statements: readonly string[]) {
  const variables = Object.entries(given.session_vars ?? {}).map(
    ([name, value]) => `SET SESSION ${name} = ${typeof value === 'number' ? value : mysqlText(String(value))}`,
  );
  const log = given.sql_log_bin ? [] : ['SET SESSION sql_log_bin = 0'];
  const sql = [...variables, ...log, ...statements].map((statement) => `${statement};\n`).join('');
  return mysqlCommand(given, sql, given.force_context ? ['mysql'] : []);
}

function stepFor(given: Params, all: AccountsSeen, host: string): Step | undefined {
  const account = all.accounts.find((one) => one.host === host);
  if (given.state === 'absent') return account && removal(given, account);
  return account ? modification(given, all, account) : creation(given, all, host);
}

function removal({ name }: Params, { host, definition, grantLines }: MysqlAccount): Step {
  const account = accountName(name, host);
  return {
    title: `drop the account ${name}@${host}`,
    sql: [`DROP USER ${account}`],
    undo:
      definition === ''
        ? { cannot: `how the account ${name}@${host} was made is not known` }
        : [definition, ...grantLines],
    before: [`${name}@${host}`],
    after: [],
    leaves: undefined,
    msg: 'User deleted',
    passwordChanged: false,
  };
}

function creation(given: Params, all: AccountsSeen, host: string): Step {
  const { name } = given;
  const { server } = all;
  const account = accountName(name, host);
  const reused = given.update_password === 'on_new_username' ? sharedProof(all.accounts) : undefined;
  const proof = reused ?? proofWanted(given);
  const declared = options(given, requirement(given));
  const isModern = isAtLeast(server, server.isMaria ? [10, 2] : [5, 7]);
  const identity = proof ? ` ${identified(proof, server)}` : '';
  const grants = wantedGrants(new Map(), privilegesOf(given), given.subtract_privs ? 'subtract' : 'append');
  const granted = grantChanges(new Map(), grants);
  const old = isModern || declared === '' ? [] : [`GRANT USAGE ON *.* TO ${account}${declared}`];
  return {
    title: `create the account ${name}@${host}`,
    sql: [`CREATE USER ${account}${identity}${isModern ? declared : ''}`, ...old, ...grantSql(granted, account)],
    undo: [`DROP USER ${account}`],
    before: [],
    after: [
      `${name}@${host}${declared}`,
      ...granted.map(({ object, granted: words }) => `${words.join(', ')} ON ${object}`),
    ],
    leaves: predicted({ host, proof, declared, account, grants }),
    msg: 'User added',
    passwordChanged: reused === undefined,
  };
}

// All accounts of the name have the same password, so that a new one may take it over.
function sharedProof(accounts: readonly MysqlAccount[]): Proof | undefined {
  const [first, ...others] = accounts;
  if (!first) return undefined;
  const isShared = others.every(({ plugin, hash }) => plugin === first.plugin && hash === first.hash);
  return isShared ? proofOf(first) : undefined;
}

function proofWanted({
  password,
  encrypted,
  plugin,
  plugin_auth_string,
  plugin_hash_string,
}: Params): Proof | undefined {
  if (plugin !== undefined)
    return {
      kind: 'plugin',
      plugin,
      ...(plugin_hash_string !== undefined && { hash: plugin_hash_string }),
      ...(plugin_auth_string !== undefined && plugin_hash_string === undefined && { text: plugin_auth_string }),
    };
  if (password === undefined) return undefined;
  return encrypted
    ? { kind: 'password', hash: password }
    : { kind: 'password', hash: nativeHash(password), text: password };
}

// The old way to require TLS was a privilege.
function requirement({ tls_requires, priv }: Params): string {
  const privileges = priv === undefined || priv === null ? undefined : parsePrivileges(priv);
  if (privileges?.ok && [...privileges.grants.values()].some((words) => words.has('REQUIRESSL'))) return 'SSL';
  const tls = requiredOf(tls_requires);
  return tls.ok ? tls.clause : 'NONE';
}

function privilegesOf({ priv }: Params): Grants {
  const privileges = priv === undefined || priv === null ? undefined : parsePrivileges(priv);
  if (!privileges?.ok) return new Map();
  const without = (words: ReadonlySet<string>) => new Set([...words].filter((word) => word !== 'REQUIRESSL'));
  return new Map([...privileges.grants].map(([object, words]) => [object, without(words)]));
}

const limitsWanted = ({ resource_limits = {} }: Params): ReadonlyMap<string, number> =>
  new Map(Object.entries(resource_limits).map(([name, value]) => [name.toUpperCase(), Number(value)]));

function options(given: Params, required: string): string {
  const limits = limitsClause(limitsWanted(given));
  return `${required === 'NONE' ? '' : ` REQUIRE ${required}`}${limits === '' ? '' : ` ${limits}`}`;
}

interface Predicted {
  readonly host: string;
  readonly proof: Proof | undefined;
  readonly declared: string;
  readonly account: string;
  readonly grants: Grants;
}

function predicted({ host, proof, declared, account, grants }: Predicted): MysqlAccount {
  const plugin = proof?.kind === 'plugin' ? proof.plugin : 'mysql_native_password';
  return {
    host,
    plugin,
    hash: proof?.hash ?? '',
    grantLines: [],
    grants,
    definition: `CREATE USER ${account}${declared}`,
  };
}

function modification(given: Params, { server }: AccountsSeen, account: MysqlAccount): Step | undefined {
  const { name } = given;
  const who = accountName(name, account.host);
  const proof = given.update_password === 'always' ? proofWanted(given) : undefined;
  const newProof = proof && !provesBy(account, proof, server) ? proof : undefined;
  const required = requirement(given);
  const requiredBefore = requiredNow(account);
  const newLimits = [...limitsWanted(given)].filter(
    ([limit, value]) => limitsNow(account, [limit]).get(limit) !== value,
  );
  const oldLimits = limitsNow(
    account,
    newLimits.map(([limit]) => limit),
  );
  const grants = grantsWanted(given, account);
  const granted = grantChanges(account.grants, grants);
  const clauses = [
    ...(newProof ? [identified(newProof, server)] : []),
    ...(required === requiredBefore ? [] : [`REQUIRE ${required}`]),
    ...(newLimits.length === 0 ? [] : [limitsClause(new Map(newLimits))]),
  ];
  if (clauses.length + granted.length === 0) return undefined;
  const back = [
    ...(newProof ? [identifiedNow(account)] : []),
    ...(required === requiredBefore ? [] : [`REQUIRE ${requiredBefore}`]),
    ...(newLimits.length === 0 ? [] : [limitsClause(oldLimits)]),
  ];
  const isModern = isAtLeast(server, server.isMaria ? [10, 2] : [5, 7]);
  const alter = (words: readonly string[]): readonly string[] =>
    words.length === 0 ? [] : [`${isModern ? `ALTER USER ${who}` : `GRANT USAGE ON *.* TO ${who}`} ${words.join(' ')}`];
  const restored = grantChanges(
    new Map([...account.grants, ...grants]),
    new Map([...grants].map(([object]) => [object, account.grants.get(object) ?? new Set()])),
  );
  const declared = ` ${[...(required === 'NONE' ? [] : [`REQUIRE ${required}`]), limitsClause(limitsWanted(given))].join(' ')}`;
  const after = predicted({
    host: account.host,
    proof: newProof ?? proofOf(account),
    declared,
    account: who,
    grants: new Map([...account.grants, ...grants]),
  });
  const undoable = account.definition !== '' || !newProof;
  return {
    title: `change the account ${name}@${account.host}`,
    sql: [...alter(clauses), ...grantSql(granted, who)],
    undo: undoable
      ? [...grantSql(restored, who), ...alter(back)]
      : { cannot: `the password that ${name}@${account.host} had is not known` },
    before: [...shown(back, newProof), ...granted.flatMap((one) => grantLine(one, 'revoked'))],
    after: [...shown(clauses, newProof), ...granted.flatMap((one) => grantLine(one, 'granted'))],
    leaves: after,
    msg: message({ newProof, tls: required !== requiredBefore, granted, account, given }),
    passwordChanged: newProof !== undefined,
  };
}

function grantsWanted(given: Params, account: MysqlAccount): Grants {
  if (given.priv === undefined || given.priv === null) return new Map();
  const merge = given.append_privs ? 'append' : given.subtract_privs ? 'subtract' : 'replace';
  return wantedGrants(account.grants, privilegesOf(given), merge);
}

// The first clause is the one of the password.
function shown(clauses: readonly string[], proof: Proof | undefined): readonly string[] {
  return proof ? ['a password or plugin that is not shown', ...clauses.slice(1)] : clauses;
}

function grantLine(change: GrantChange, which: 'granted' | 'revoked'): readonly string[] {
  return change[which].length === 0 ? [] : [`${change[which].join(', ')} ON ${change.object}`];
}

interface Told {
  readonly newProof: Proof | undefined;
  readonly tls: boolean;
  readonly granted: readonly GrantChange[];
  readonly account: MysqlAccount;
  readonly given: Params;
}

function message({ newProof, tls, granted, account }: Told): string {
  if (tls) return 'TLS requires updated';
  const last = granted.at(-1);
  if (last) {
    const list = (words: readonly string[]): string => `[${words.map((word) => `'${word}'`).join(', ')}]`;
    if (!account.grants.has(last.object)) return 'New privileges granted';
    return `Privileges updated: granted ${list(last.granted)}, revoked ${list(last.revoked)}`;
  }
  return newProof ? 'Password updated (new style)' : 'User unchanged';
}
