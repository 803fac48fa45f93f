// How the modules of PostgreSQL reach a server: by psql on the host, with the connection as a service file that exists in a pipe alone.

import type { Plain } from '../../model/value.ts';
import { run } from '../../plan/ask.ts';
import type { RunCommand } from '../../plan/change.ts';
import type { Command } from '../../plan/command.ts';
import type { RunLook, RunSeen } from '../../plan/look.ts';
import type { ResourceName } from '../../plan/resource.ts';
import { bool, choice, dict, integer, type ParamsOf, path, text } from '../params.ts';

/** The parameters by which all of them log in. */
export const pgLoginParams = {
  login_user: text('Who logs in.').alias('login').default('postgres'),
  login_password: text('With which password.').secret().default(''),
  login_host: text('The host of the server; by its socket where empty.').alias('host').default(''),
  login_unix_socket: text('The directory of the socket.').alias('unix_socket').default(''),
  port: integer('The port.').alias('login_port').default(5432),
  ssl_mode: choice(
    ['allow', 'disable', 'prefer', 'require', 'verify-ca', 'verify-full'],
    'Whether the connection must be encrypted, and the server proved.',
  ).default('prefer'),
  ca_cert: text('The certificates of the authorities that vouch for the server.').alias('ssl_rootcert').optional(),
  ssl_cert: path('The certificate of the client.').optional(),
  ssl_key: path('The key of the client.').optional(),
  connect_params: dict('More parameters of the connection, as libpq names them.').default({}),
  session_role: text('The role to work as after logging in.').optional(),
  trust_input: bool('Values are not looked through for SQL: here all of them are quoted.').default(true),
};

export type PgLogin = ParamsOf<typeof pgLoginParams> & {
  /** The database to connect to; by its own rule where empty. */
  readonly database: string;
};

/** What a look reads and a change touches here. */
export const POSTGRESQL: ResourceName = 'command:postgresql';

const NO_CLIENT = 127;

// The service file comes first on standard input, up to an empty line; the password is in no argument, environment or file.
const PRELUDE = `service=$(while IFS= read -r line && [ -n "$line" ]; do printf '%s\\n' "$line"; done)
need() { command -v "$1" >/dev/null 2>&1 || { echo "the host has no $1; install \${2:-$1}" >&2; exit ${NO_CLIENT}; }; }
need psql postgresql-client
with() { printf '%s\\n' "$service" | { exec 3<&0 0<&4; PGSERVICEFILE=/dev/fd/3 PGSERVICE=tsplay "$@"; }; }
`;

const SQL = `${PRELUDE}exec 4<&0
with psql -X -w -q -A -t -v ON_ERROR_STOP=$1`;

/** The command that runs SQL; the SQL may hold secrets. With `goOn` statements that are refused are passed over. */
export function pgCommand(login: PgLogin, sql: string, { goOn = false } = {}): Command {
  return {
    script: SQL,
    args: [goOn ? '0' : '1'],
    stdin: stdinOf(login, sql),
    env: { PGAPPNAME: 'tsplay', LC_ALL: 'C' },
  };
}

/** The command that runs a script with the login prepared: \`with PROGRAM WORDS\` starts a client whose standard input is descriptor 4. */
export function pgScript(login: PgLogin, script: string, args: readonly string[]): Command {
  const env = { PGAPPNAME: 'tsplay', LC_ALL: 'C' };
  return { script: `${PRELUDE}${script}`, args, stdin: stdinOf({ ...login, session_role: undefined }, ''), env };
}

/** The look that asks the server something. What a server answers depends on its files and its unit too. */
export function pgLook(login: PgLogin, sql: string, options: { readonly goOn?: boolean } = {}): RunLook {
  return run(pgCommand(login, sql, options), [POSTGRESQL, 'anything']);
}

/** Why a look was not answered, as a sentence; `undefined` where it was. */
export function pgTrouble({ code, stderr }: RunSeen): string | undefined {
  if (code === 0) return undefined;
  if (code === NO_CLIENT) return 'the host has no psql; install postgresql-client (on RHEL: postgresql)';
  return `unable to connect to database: ${pgSays(stderr)}`;
}

/** What psql complained about, without its prefix. */
export function pgSays(stderr: Buffer): string {
  return stderr
    .toString('utf8')
    .replace(/^could not change directory to .*\n/m, '')
    .replace(/^psql:(?:<stdin>:\d+:)? ?(?:error: )?/gm, '')
    .trim();
}

/** The rows of a look, which answers with JSON, one object a line. */
export function pgRows({ stdout }: RunSeen): readonly Readonly<Record<string, Plain>>[] {
  const lines = stdout.toString('utf8').split('\n');
  return lines.flatMap((line) => {
    const row: unknown = line.startsWith('{') ? JSON.parse(line) : undefined;
    return isRow(row) ? [row] : [];
  });
}

function isRow(row: unknown): row is Readonly<Record<string, Plain>> {
  return typeof row === 'object' && row !== null && !Array.isArray(row);
}

/** Rows as the server prints them: for predictions. */
export const printedJson = (rows: readonly Readonly<Record<string, Plain>>[]): Buffer =>
  Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

/** An identifier, quoted. */
export const pgName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Text, quoted, whatever the server makes of backslashes. */
export const pgText = (text: string): string => {
  const quoted = text.replaceAll("'", "''");
  return text.includes('\\') ? ` E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
};

/** A change that runs SQL. */
export interface PgChange {
  readonly title: string;
  readonly sql: readonly string[];
  readonly undo: readonly string[] | RunCommand['undo'];
  readonly leaves: readonly { readonly look: RunLook; readonly rows: readonly Readonly<Record<string, Plain>>[] }[];
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Statements that cannot be in a transaction. */
  readonly alone?: boolean;
  readonly accept?: 'any';
}

/** The change that runs SQL: all of it, or nothing. */
export function pgChange(login: PgLogin, change: PgChange): RunCommand {
  const { title, sql, undo, leaves, before, after, alone = false, accept = [0] } = change;
  const text = (statements: readonly string[]): string => {
    const all = alone || statements.length < 2 ? statements : ['BEGIN', ...statements, 'COMMIT'];
    return all.map((statement) => `${statement};\n`).join('');
  };
  const lines = (of: readonly string[]): string => of.map((line) => `${line}\n`).join('');
  return {
    kind: 'run',
    title,
    command: pgCommand(login, text(sql)),
    touches: [POSTGRESQL],
    accept,
    predictable: true,
    leaves: leaves.map(({ look, rows }) => ({
      kind: 'run',
      look,
      value: { code: 0, stdout: printedJson(rows), stderr: Buffer.alloc(0) },
    })),
    undo: isStatements(undo) ? pgCommand(login, text(undo)) : undo,
    diff: { before: lines(before), after: lines(after), header: 'postgresql' },
  };
}

function isStatements(undo: PgChange['undo']): undo is readonly string[] {
  return Array.isArray(undo);
}

/** Why parameters of the login make no sense. */
export function refusePgLogin({ connect_params }: Pick<PgLogin, 'connect_params'>): string | undefined {
  const wrong = Object.keys(connect_params).find((name) => !/^\w+$/.test(name));
  return wrong === undefined ? undefined : `connect_params has '${wrong}', which is no name of a parameter`;
}

function stdinOf(login: PgLogin, sql: string): Buffer {
  const { login_host: host, login_unix_socket: socket, session_role } = login;
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['host', socket !== '' && (host === '' || host === 'localhost') ? socket : host],
    ['port', String(login.port)],
    ['user', login.login_user],
    ['password', login.login_password],
    ['dbname', login.database],
    ['sslmode', login.ssl_mode],
    ['sslrootcert', login.ca_cert],
    ['sslcert', login.ssl_cert],
    ['sslkey', login.ssl_key],
    ...Object.entries(login.connect_params).map(([name, value]) => [name, String(value)] as const),
  ];
  const given = new Map(lines.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]])));
  const service = ['[tsplay]', ...[...given].map(([name, value]) => `${name}=${value.replaceAll('\n', ' ')}`)];
  const role = session_role === undefined ? '' : `SET ROLE ${pgName(session_role)};\n`;
  return Buffer.from(`${service.join('\n')}\n\n${role}${sql}`);
}
