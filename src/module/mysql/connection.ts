// How the modules of MySQL and MariaDB reach a server: by the client on the host, logged in with an option file that exists in a pipe alone.

import { run } from '../../plan/ask.ts';
import type { Command } from '../../plan/command.ts';
import type { RunLook, RunSeen } from '../../plan/look.ts';
import type { ResourceName } from '../../plan/resource.ts';
import { bool, integer, type ParamsOf, path, text } from '../params.ts';

/** The parameters by which all of them log in. */
export const mysqlLoginParams = {
  login_user: text('Who logs in.').optional(),
  login_password: text('With which password.').secret().optional(),
  login_host: text('The host of the server.').default('localhost'),
  login_port: integer('Its port.').default(3306),
  login_unix_socket: text('The socket of a server on the host itself.').optional(),
  config_file: path('An option file with user, password and socket; used where it is there.').default('~/.my.cnf'),
  connect_timeout: integer('Seconds to wait for the server.').default(30),
  client_cert: path('The certificate of the client.').alias('ssl_cert').optional(),
  client_key: path('The key of the client.').alias('ssl_key').optional(),
  ca_cert: path('The certificate of the authority that vouches for the server.').alias('ssl_ca').optional(),
  check_hostname: bool("Whether the server's certificate must name the server.").optional(),
  check_implicit_admin: bool('Try to log in as root without a password first.').default(false),
};

export type MysqlLogin = ParamsOf<typeof mysqlLoginParams> & {
  /** What the option file says of host and port goes before the defaults of the parameters. */
  readonly configFirst?: boolean;
  /** Only the option file that was named is read. */
  readonly onlyConfig?: boolean;
};

/** What a look reads and a change touches here. */
export const MYSQL: ResourceName = 'command:mysql';

/** Exit code where the host has no client. */
const NO_CLIENT = 127;

// Secrets come on standard input: first the option file, up to an empty line. It reaches programs by a pipe: no file, no argument, no environment.
const PRELUDE = `LC_ALL=C; export LC_ALL
config=$1 only=$2 implicit=$3 verify=$4 flags=$5; shift 5
nl='
'
conf=
while IFS= read -r line && [ -n "$line" ]; do conf=$conf$line$nl; done
case $config in '~/'*) config=$HOME/\${config#'~/'};; esac
[ -z "$config" ] || [ ! -r "$config" ] || conf="!include $config$nl$conf"
if [ -z "$only" ]; then
  for file in /etc/mysql/my.cnf /etc/my.cnf; do [ ! -r "$file" ] || conf="!include $file$nl$conf"; done
fi
tool() { for t; do command -v "$t" >/dev/null 2>&1 && { echo "$t"; return; }; done; }
client=$(tool mariadb mysql)
[ -n "$client" ] || { echo 'the host has no mariadb and no mysql' >&2; exit ${NO_CLIENT}; }
login=
if [ -n "$verify" ]; then
  case $("$client" --version) in
    *MariaDB*) [ "$verify" = 1 ] && login=--ssl-verify-server-cert || login=--skip-ssl-verify-server-cert;;
    *) [ "$verify" = 1 ] && login=--ssl-mode=VERIFY_IDENTITY || login=--ssl-mode=PREFERRED;;
  esac
fi
with() { p=$1; shift; printf '%s' "$conf" | { exec 3<&0 0<&4; "$p" --defaults-file=/dev/fd/3 $login "$@"; }; }
`;

/** Runs SQL from standard input: batch mode, so that tabs and line ends in values are escaped. */
const SQL = `${PRELUDE}sql=$(cat; echo .); sql=\${sql%.}
ask() { printf '%s' "$sql" | { exec 4<&0; with "$client" "$@" --batch --skip-column-names; }; }
if [ -n "$implicit" ]; then
  given=$conf; conf="$conf[client]\${nl}user=root\${nl}password=$nl"
  printf 'SELECT 1;' | { exec 4<&0; with "$client" "$@" --batch; } >/dev/null 2>&1 || conf=$given
fi
exec 5>&1
errors=$(ask "$@" 2>&1 >&5); code=$?
case $flags$errors in
  local*'ERROR 2002'*) login="$login --protocol=TCP"; errors=$(ask "$@" 2>&1 >&5); code=$?;;
esac
[ -z "$errors" ] || printf '%s\\n' "$errors" >&2
exit "$code"`;

/** The command that runs SQL; the SQL may hold secrets. */
export function mysqlCommand(login: MysqlLogin, sql: string, words: readonly string[] = []): Command {
  // A dumping program does not know this word.
  const timeout = `--connect-timeout=${login.connect_timeout}`;
  const args = [...prelude(login), ...connectionWords(login), timeout, ...words];
  return { script: SQL, args, stdin: stdinOf(login, sql) };
}

/** The command that runs a script with the login prepared: \`with PROGRAM WORDS\` starts a client program whose standard input is descriptor 4. */
export function mysqlScript(login: MysqlLogin, script: string, words: readonly string[]): Command {
  const connection = connectionWords(login);
  return {
    script: `${PRELUDE}${script}`,
    args: [...prelude(login), ...words, ...connection],
    stdin: stdinOf(login, ''),
  };
}

/** The look that asks the server something; with `goOn` statements that it refuses are passed over. What a server answers depends on its files and its unit too. */
export function mysqlLook(login: MysqlLogin, sql: string, { goOn = false } = {}): RunLook {
  return run(mysqlCommand(login, sql, goOn ? ['--force'] : []), [MYSQL, 'anything']);
}

/** Why a look was not answered, as a sentence; `undefined` where it was. */
export function mysqlTrouble({ code, stderr }: RunSeen, { config_file }: MysqlLogin): string | undefined {
  if (code === 0) return undefined;
  if (code === NO_CLIENT)
    return 'the host has no mysql and no mariadb; install mariadb-client (on RHEL: mariadb, or mysql)';
  const said = clientSays(stderr);
  return `unable to connect to the database: ${said}; check login_user and login_password, or the credentials in ${config_file === '' ? 'config_file' : config_file}`;
}

/** What the client complained about, without its prefix. */
export function clientSays(stderr: Buffer): string {
  return stderr
    .toString('utf8')
    .trim()
    .replace(/^-+\n[\s\S]*?\n-+\n+/, '')
    .replace(/ at line \d+(?=: )/, '');
}

/** Rows of tab-separated columns, as batch mode prints them. */
export function mysqlRows(stdout: Buffer): readonly (readonly string[])[] {
  const lines = stdout.toString('utf8').split('\n').slice(0, -1);
  return lines.map((line) => line.split('\t').map((cell) => cell.replace(/\\([nt0\\])/g, (_, c) => ESCAPES[c] ?? c)));
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', '0': '\0', '\\': '\\' };

/** Rows as batch mode would print them: for predictions. */
export function printedRows(rows: readonly (readonly string[])[]): Buffer {
  const cell = (text: string): string =>
    text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\0', '\\0');
  return Buffer.from(rows.map((row) => `${row.map(cell).join('\t')}\n`).join(''));
}

/** An identifier, quoted. */
export const mysqlName = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** Text, quoted; backslashes are doubled because the server reads them as escapes unless told otherwise. */
export const mysqlText = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

function prelude(login: MysqlLogin): readonly string[] {
  const { check_hostname: verify } = login;
  return [
    login.config_file,
    login.onlyConfig ? '1' : '',
    login.check_implicit_admin ? '1' : '',
    verify === undefined ? '' : verify ? '1' : '0',
    isLocal(login) ? 'local' : '',
  ];
}

// The client goes by its own idea of where a local server's socket is, where nothing says otherwise.
function isLocal({ login_host, login_port, login_unix_socket }: MysqlLogin): boolean {
  return login_unix_socket === undefined && login_host === 'localhost' && login_port === 3306;
}

function connectionWords(login: MysqlLogin): readonly string[] {
  const { login_unix_socket: socket, login_host: host, login_port: port, client_cert, client_key, ca_cert } = login;
  const given = (name: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [`--${name}=${value}`];
  const isDefault = host === 'localhost' && port === 3306;
  const where = socket !== undefined ? [`--socket=${socket}`] : login.configFirst && isDefault ? [] : hostWords(login);
  return [...where, ...given('ssl-cert', client_cert), ...given('ssl-key', client_key), ...given('ssl-ca', ca_cert)];
}

// A client that is told `localhost` takes the socket, whatever port it is told.
function hostWords({ login_host: host, login_port: port }: MysqlLogin): readonly string[] {
  if (host === 'localhost') return port === 3306 ? ['--host=localhost'] : ['--protocol=TCP', `--port=${port}`];
  return [`--host=${host}`, `--port=${port}`];
}

function stdinOf({ login_user, login_password }: MysqlLogin, rest: string): Buffer {
  const option = (name: string, value: string | undefined): readonly string[] =>
    value === undefined
      ? []
      : [`${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`];
  const lines = ['[client]', ...option('user', login_user), ...option('password', login_password)];
  return Buffer.from(`${lines.join('\n')}\n\n${rest}`);
}
