// Plans databases of MySQL and MariaDB: creating, dropping, dumping and importing them.

import { file } from '../../plan/ask.ts';
import type { Change, Performed, RunCommand } from '../../plan/change.ts';
import type { FileSeen, RunLook, RunSeen } from '../../plan/look.ts';
import { type Plan, type Result, stage } from '../../plan/plan.ts';
import { splitWords } from '../../plan/words.ts';
import { parentOf } from '../files/paths.ts';
import { bool, choice, integer, list, type ParamsOf, path, text } from '../params.ts';
import {
  clientSays,
  MYSQL,
  type MysqlLogin,
  mysqlCommand,
  mysqlLoginParams,
  mysqlLook,
  mysqlName,
  mysqlRows,
  mysqlScript,
  mysqlText,
  mysqlTrouble,
  printedRows,
} from './connection.ts';

/** The parameters of mysql_db. */
export const mysqlDbParams = {
  ...mysqlLoginParams,
  name: list(text('A name.'), "The databases; 'all' where they are dumped or imported.").alias('db'),
  state: choice(['absent', 'dump', 'import', 'present'], 'What becomes of them.').default('present'),
  collation: text('The collation of new databases.').default(''),
  encoding: text('The character set of new databases, dumps and imports.').default(''),
  target: path('The file to dump to or to import from; .gz, .bz2 and .xz are compressed.').optional(),
  single_transaction: bool('Dump in one transaction.').default(false),
  quick: bool('Dump row by row.').default(true),
  ignore_tables: list(text('database.table'), 'Tables that are left out of a dump.').default([]),
  hex_blob: bool('Dump binary columns in hexadecimal.').default(false),
  force: bool('Go on after errors of SQL when dumping or importing.').default(false),
  master_data: integer('How a dump says where replication stands: 0 not, 1 as a statement, 2 as a comment.').default(0),
  skip_lock_tables: bool('Lock no tables when dumping.').default(false),
  dump_extra_args: text('More arguments for mysqldump.').optional(),
  chdir: path('The directory to dump and import in.').optional(),
  config_overrides_defaults: bool('Host and port of config_file go before the defaults.').default(false),
  restrict_config_file: bool('Read no other option file than config_file.').default(false),
  use_shell: bool('Import by a shell.').obsolete('imports of compressed files never break their pipe here'),
  unsafe_login_password: bool('Do not quote the password.').obsolete('the password needs no quoting here'),
  pipefail: bool('Notice errors of compressed imports.').obsolete('errors in a pipe are always noticed here'),
};
type Params = ParamsOf<typeof mysqlDbParams>;

const loginOf = (given: Params): MysqlLogin => ({
  ...given,
  configFirst: given.config_overrides_defaults,
  onlyConfig: given.restrict_config_file,
});

/** Why the parameters make no sense together. */
export function refuseMysqlDb({ name, state, target, master_data: position }: Params): string | undefined {
  const isTransfer = state === 'dump' || state === 'import';
  if (isTransfer && target === undefined) return `with state=${state} target is required`;
  if (name.includes('all') && !isTransfer)
    return 'name is not allowed to equal "all" unless state equals import, or dump.';
  if (name.includes('all') && name.length > 1) return 'name is "all" or a list of databases, not both';
  if (name.length > 1 && state === 'import') return 'Multiple databases are not supported with state=import';
  if (![0, 1, 2].includes(position)) return `master_data is 0, 1 or 2, not ${position}`;
  const wrong = name.find((one) => one === '' || one.length > 64);
  return wrong === undefined ? undefined : `name has '${wrong}'; a database has a name of 1 to 64 characters`;
}

/** What mysql_db looks at. */
export function mysqlDbLooks(given: Params) {
  const isTransfer = given.state === 'dump' || given.state === 'import';
  return { databases: databasesLook(given), target: isTransfer ? file(targetOf(given)) : undefined };
}

function databasesLook(given: Params): RunLook {
  return mysqlLook(loginOf(given), 'SELECT schema_name FROM information_schema.schemata;\n');
}

/** What mysql_db does. */
export function planMysqlDb(given: Params, databases: RunSeen, target: FileSeen | undefined): Plan {
  const trouble = mysqlTrouble(databases, loginOf(given));
  if (trouble !== undefined) return { changes: [], failed: trouble };
  const known = mysqlRows(databases.stdout).flatMap(([name]) => (name === undefined ? [] : [name]));
  switch (given.state) {
    case 'present':
      return creation(given, known);
    case 'absent':
      return removal(given, known);
    case 'dump':
      return dump(given, known, target);
    default:
      return importation(given, known, target);
  }
}

const fieldsOf = ({ name }: Params, executed: readonly string[]): Result => ({
  db: name.join(' '),
  db_list: [...name],
  executed_commands: [...executed],
});

function creation(given: Params, known: readonly string[]): Plan {
  const missing = given.name.filter((name) => !known.includes(name));
  const changes = missing.map((name, index) => create(given, name, [...known, ...missing.slice(0, index + 1)]));
  return {
    changes,
    result: fieldsOf(
      given,
      missing.map((name) => creating(given, name)),
    ),
    failure: saying('creating'),
  };
}

function creating({ encoding, collation }: Params, name: string): string {
  const characters = encoding === '' ? '' : ` CHARACTER SET ${mysqlText(encoding)}`;
  return `CREATE DATABASE ${mysqlName(name)}${characters}${collation === '' ? '' : ` COLLATE ${mysqlText(collation)}`}`;
}

// What others have put into it since is not dropped along.
const DROP_EMPTY = `count=$1 drop=$2; shift 2
say() { sql=$1; shift; printf '%s' "$sql" | { exec 4<&0; with "$client" "$@" --batch --skip-column-names; }; }
tables=$(say "$count" "$@") || exit
[ "$tables" = 0 ] || { echo "it has tables now, which are not dropped" >&2; exit 1; }
say "$drop" "$@"`;

function create(given: Params, name: string, after: readonly string[]): RunCommand {
  return sqlChange(given, {
    title: `create the database ${name}`,
    sql: `${creating(given, name)};\n`,
    undo: mysqlScript(loginOf(given), DROP_EMPTY, [
      `SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = ${mysqlText(name)};`,
      `DROP DATABASE ${mysqlName(name)};`,
    ]),
    after,
    diff: { before: '', after: `${creating(given, name)}\n` },
  });
}

function removal(given: Params, known: readonly string[]): Plan {
  const there = given.name.filter((name) => known.includes(name));
  const dropping = (name: string): string => `DROP DATABASE ${mysqlName(name)}`;
  const changes = there.map((name, index) =>
    sqlChange(given, {
      title: `drop the database ${name}`,
      sql: `${dropping(name)};\n`,
      undo: { cannot: `what was in the database ${name} is not kept` },
      after: known.filter((one) => !there.slice(0, index + 1).includes(one)),
      diff: { before: `the database ${name}\n`, after: '' },
    }),
  );
  return { changes, result: fieldsOf(given, there.map(dropping)), failure: saying('dropping') };
}

interface SqlChange {
  readonly title: string;
  readonly sql: string;
  readonly undo: RunCommand['undo'];
  readonly after: readonly string[];
  readonly diff: { readonly before: string; readonly after: string };
}

function sqlChange(given: Params, { title, sql, undo, after, diff }: SqlChange): RunCommand {
  const stdout = printedRows(after.map((name) => [name]));
  return {
    kind: 'run',
    title,
    command: mysqlCommand(loginOf(given), sql),
    touches: [MYSQL],
    accept: [0],
    predictable: true,
    leaves: [{ kind: 'run', look: databasesLook(given), value: { code: 0, stdout, stderr: Buffer.alloc(0) } }],
    undo,
    diff: { ...diff, header: 'databases' },
  };
}

function saying(doing: string): (failed: Performed) => Result {
  return ({ stderr, code }) => ({ msg: `error ${doing} database: ${clientSays(stderr)}`, rc: code });
}

const COMPRESSORS = [
  ['.gz', 'gzip'],
  ['.bz2', 'bzip2'],
  ['.xz', 'xz'],
] as const;

function compressorOf(target: string): string {
  return COMPRESSORS.find(([ending]) => target.endsWith(ending))?.[1] ?? '';
}

// The dump is put in place when it is whole, with the mode that the file had or that a new file gets.
const DUMP = `target=$1 compressor=$2 dir=$3; shift 3
[ -z "$dir" ] || cd -- "$dir" || exit
dump=$(tool mariadb-dump mysqldump)
[ -n "$dump" ] || { echo 'the host has no mariadb-dump and no mysqldump; install mariadb-client' >&2; exit 127; }
[ -z "$compressor" ] || command -v "$compressor" >/dev/null 2>&1 || { echo "the host has no $compressor; install it" >&2; exit 127; }
new=$(mktemp "$target.XXXXXX") || exit
trap 'rm -f -- "$new"' EXIT
exec 4</dev/null
if [ -z "$compressor" ]; then with "$dump" "$@" >"$new" || exit
else
  failed=$({ { with "$dump" "$@" || echo "$?" >&5; } | "$compressor" >"$new" || echo "$?" >&5; } 5>&1 >/dev/null)
  [ -z "$failed" ] || exit 1
fi
if [ -e "$target" ]; then chmod "$(stat -c %a -- "$target")" "$new"; else chmod "$(printf %o $((0666 & ~$(umask))))" "$new"; fi || exit
mv -f -- "$new" "$target"`;

function dump(given: Params, known: readonly string[], target: FileSeen | undefined): Plan {
  const { name, chdir = '' } = given;
  const missing = name.filter((one) => one !== 'all' && !known.includes(one));
  if (missing.length > 0)
    return {
      changes: [],
      failed: `Cannot dump database(s) ${missing.map((one) => `'${one}'`).join(', ')} - not found`,
    };
  const path = targetOf(given);
  const words = dumpWords(given);
  const compressor = compressorOf(path);
  const shown = ['mysqldump', ...words, ...(compressor === '' ? [] : ['|', compressor]), '>', path].join(' ');
  const change: RunCommand = {
    kind: 'run',
    title: `dump ${name.join(', ')} into ${path}`,
    // The words of the connection come last, where the dumping program takes them as well as anywhere.
    command: mysqlScript(loginOf(given), DUMP, [path, compressor, chdir, ...words]),
    touches: [`path:${path}`],
    accept: [0],
    predictable: true,
    leaves: [],
    undo: target?.exists
      ? { cannot: `the file ${path} that was there is not kept` }
      : { argv: ['rm', '-f', '--', path] },
    diff: { before: '', after: `${shown}\n`, header: 'databases' },
  };
  return transfer(given, [change], [shown]);
}

function dumpWords(given: Params): readonly string[] {
  const when = (condition: boolean, ...words: readonly string[]): readonly string[] => (condition ? words : []);
  const isAll = given.name.includes('all');
  return [
    ...when(given.force, '--force'),
    ...(isAll ? ['--all-databases'] : given.name.length > 1 ? ['--databases', ...given.name] : given.name),
    ...when(given.skip_lock_tables, '--skip-lock-tables'),
    ...when(given.encoding !== '', `--default-character-set=${given.encoding}`),
    ...when(given.single_transaction, '--single-transaction=true'),
    ...when(given.quick, '--quick'),
    ...given.ignore_tables.map((table) => `--ignore-table=${table}`),
    ...when(given.hex_blob, '--hex-blob'),
    ...when(given.master_data > 0, `--master-data=${given.master_data}`),
    ...splitWords(given.dump_extra_args ?? ''),
  ];
}

const IMPORT = `target=$1 compressor=$2 dir=$3; shift 3
[ -z "$dir" ] || cd -- "$dir" || exit
[ -z "$compressor" ] || command -v "$compressor" >/dev/null 2>&1 || { echo "the host has no $compressor; install it" >&2; exit 127; }
if [ -z "$compressor" ]; then exec 4<"$target"; with "$client" "$@"; exit; fi
failed=$({ { "$compressor" -dc -- "$target" || echo "$?" >&5; } | { exec 4<&0; with "$client" "$@" || echo "$?" >&5; }; } 5>&1 >/dev/null)
[ -z "$failed" ]`;

function importation(given: Params, known: readonly string[], target: FileSeen | undefined): Plan {
  const [name = ''] = given.name;
  const path = targetOf(given);
  if (!target?.exists) return { changes: [], failed: `target ${path} does not exist on the host` };
  const isNew = name !== 'all' && !known.includes(name);
  const words = [
    ...(given.force ? ['-f'] : []),
    ...(given.encoding === '' ? [] : [`--default-character-set=${given.encoding}`]),
    ...(name === 'all' ? [] : ['--one-database', name]),
  ];
  const compressor = compressorOf(path);
  const shown =
    compressor === '' ? `mysql ${words.join(' ')} < ${path}` : `${compressor} -dc ${path} | mysql ${words.join(' ')}`;
  const change: RunCommand = {
    kind: 'run',
    title: `import ${path} into ${name === 'all' ? 'all databases' : name}`,
    command: mysqlScript(loginOf(given), IMPORT, [path, compressor, given.chdir ?? '', ...words]),
    touches: [MYSQL],
    accept: [0],
    predictable: true,
    leaves: [],
    undo: { cannot: `what the import changed in ${name === 'all' ? 'the databases' : name} is not kept` },
    diff: { before: '', after: `${shown}\n`, header: 'databases' },
  };
  const made = isNew ? [create(given, name, [...known, name])] : [];
  return transfer(given, [...made, change], [...(isNew ? [creating(given, name)] : []), shown]);
}

function transfer(given: Params, changes: readonly Change[], executed: readonly string[]): Plan {
  return {
    changes,
    result: { ...fieldsOf(given, executed), msg: '' },
    failure: ({ stderr, code }) => ({ msg: clientSays(stderr), rc: code }),
    next: stage({
      looks: {},
      plan: (_seen, performed) => ({
        changes: [],
        changed: true,
        result: { msg: performed.at(-1)?.stdout.toString('utf8') ?? '' },
      }),
    }),
  };
}

function targetOf({ target = '', chdir }: Params): string {
  if (target.startsWith('/') || chdir === undefined) return target;
  return `${parentOf(`${chdir}/x`)}/${target}`;
}
