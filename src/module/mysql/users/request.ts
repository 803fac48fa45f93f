// What a task of mysql_user asks for.

import { bool, choice, dict, type ParamsOf, raw, text } from '../../params.ts';
import { mysqlLoginParams } from '../connection.ts';
import { limitsClause, nativeHash, type Proof, requiredOf, wrongLimit } from '../definition.ts';
import { type Grants, parsePrivileges } from '../privileges.ts';

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
export type MysqlUser = ParamsOf<typeof mysqlUserParams>;

/** Why the parameters make no sense together. */
export function refuseMysqlUser(given: MysqlUser): string | undefined {
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

/** How the account shall prove who it is. */
export function proofWanted({
  password,
  encrypted,
  plugin,
  plugin_auth_string,
  plugin_hash_string,
}: MysqlUser): Proof | undefined {
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

/** What TLS is required. The old way to say it was a privilege. */
export function requirement({ tls_requires, priv }: MysqlUser): string {
  const privileges = priv === undefined || priv === null ? undefined : parsePrivileges(priv);
  if (privileges?.ok && [...privileges.grants.values()].some((words) => words.has('REQUIRESSL'))) return 'SSL';
  const tls = requiredOf(tls_requires);
  return tls.ok ? tls.clause : 'NONE';
}

/** What `priv` says. */
export function privilegesOf({ priv }: MysqlUser): Grants {
  const privileges = priv === undefined || priv === null ? undefined : parsePrivileges(priv);
  if (!privileges?.ok) return new Map();
  const without = (words: ReadonlySet<string>) => new Set([...words].filter((word) => word !== 'REQUIRESSL'));
  return new Map([...privileges.grants].map(([object, words]) => [object, without(words)]));
}

/** The limits, by their names in capitals. */
export const limitsWanted = ({ resource_limits = {} }: MysqlUser): ReadonlyMap<string, number> =>
  new Map(Object.entries(resource_limits).map(([name, value]) => [name.toUpperCase(), Number(value)]));

/** What a declaration of the account ends with. */
export function options(given: MysqlUser, required: string): string {
  const limits = limitsClause(limitsWanted(given));
  return `${required === 'NONE' ? '' : ` REQUIRE ${required}`}${limits === '' ? '' : ` ${limits}`}`;
}
