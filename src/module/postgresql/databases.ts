// Plans databases of PostgreSQL: creating, changing, renaming, dropping, dumping and restoring them.

import type { Plain } from '../../model/value.ts';
import { file } from '../../plan/ask.ts';
import type { RunCommand } from '../../plan/change.ts';
import type { FileSeen, RunLook, RunSeen } from '../../plan/look.ts';
import { type Plan, stage } from '../../plan/plan.ts';
import { splitWords } from '../../plan/words.ts';
import { bool, choice, type ParamsOf, path, text } from '../params.ts';
import {
  type PgLogin,
  POSTGRESQL,
  pgChange,
  pgLoginParams,
  pgLook,
  pgName,
  pgRows,
  pgSays,
  pgScript,
  pgText,
  pgTrouble,
  refusePgLogin,
} from './connection.ts';

/** The parameters of postgresql_db. */
export const pgDbParams = {
  ...pgLoginParams,
  name: text('The database.').alias('db'),
  state: choice(['absent', 'dump', 'present', 'rename', 'restore'], 'What becomes of it.').default('present'),
  owner: text('The role that owns it.').default(''),
  template: text('The template of a new one.').default(''),
  encoding: text('The encoding of a new one.').default(''),
  lc_collate: text('The collation of a new one.').default(''),
  lc_ctype: text('The character classes of a new one.').default(''),
  conn_limit: text('How many connections it takes at a time.').default(''),
  tablespace: path('The tablespace that it is in.').default(''),
  force: bool('End the connections to a database that is dropped.').default(false),
  target: path('The file to dump to or to restore from, or the new name.').default(''),
  target_opts: text('More arguments for pg_dump, pg_restore or psql.').default(''),
  dump_extra_args: text('More arguments for pg_dump.').optional(),
  maintenance_db: text('The database to log in to.').default('postgres'),
};
type Params = ParamsOf<typeof pgDbParams>;

const loginOf = (given: Params): PgLogin => ({ ...given, database: given.maintenance_db });

/** Why the parameters make no sense together. */
export function refusePgDb(given: Params): string | undefined {
  const { state, target, name, conn_limit } = given;
  if ((state === 'dump' || state === 'restore') && target === '')
    return `the ${state} of a database needs target, the path of a file`;
  if (state === 'rename' && target === '') return 'the new name of the database is needed: target';
  if (state === 'rename' && name === target) return `target is the name that '${name}' has already`;
  if (conn_limit !== '' && !/^-?\d+$/.test(conn_limit)) return `conn_limit is '${conn_limit}', which is not a number`;
  return refusePgLogin(given);
}

function databasesLook(given: Params): RunLook {
  const sql = `SELECT row_to_json(d) FROM (SELECT datname AS name, pg_get_userbyid(datdba) AS owner, pg_encoding_to_char(encoding) AS encoding,
  datcollate AS collate, datctype AS ctype, datconnlimit AS conn_limit, spcname AS tablespace
  FROM pg_database JOIN pg_tablespace t ON t.oid = dattablespace ORDER BY datname) d;
SELECT row_to_json(v) FROM (SELECT current_setting('server_version_num')::int AS version,
  pg_encoding_to_char(pg_char_to_encoding(${pgText(given.encoding)})) AS wanted) v;
`;
  return pgLook(loginOf(given), sql);
}

/** What postgresql_db looks at. */
export function pgDbLooks(given: Params) {
  const isTransfer = given.state === 'dump' || given.state === 'restore';
  return { databases: databasesLook(given), target: isTransfer ? file(given.target) : undefined };
}

type Row = Readonly<Record<string, Plain>>;

/** What postgresql_db does. */
export function planPgDb(given: Params, databases: RunSeen, target: FileSeen | undefined): Plan {
  const trouble = pgTrouble(databases);
  if (trouble !== undefined) return { changes: [], failed: trouble };
  const rows = pgRows(databases);
  const known = rows.find(({ name }) => name === given.name);
  switch (given.state) {
    case 'present':
      return known ? alteration(given, rows, known) : creation(given, rows);
    case 'absent':
      return removal(given, rows, known);
    case 'rename':
      return renaming(given, rows, known);
    default:
      return transfer(given, known, target);
  }
}

interface Sql {
  readonly title: string;
  readonly sql: readonly string[];
  readonly undo: readonly string[] | RunCommand['undo'];
  readonly rows: readonly Row[];
  readonly before?: readonly string[];
}

function planned(given: Params, change: Sql | undefined): Plan {
  const executed = change?.sql ?? [];
  const changes = change
    ? [
        pgChange(loginOf(given), {
          ...change,
          leaves: [{ look: databasesLook(given), rows: change.rows }],
          before: change.before ?? [],
          after: executed,
          alone: true,
        }),
      ]
    : [];
  return {
    changes,
    result: { db: given.name, executed_commands: [...executed] },
    failure: ({ stderr, code }) => ({ msg: pgSays(stderr), rc: code }),
  };
}

// What others have put into it since is not dropped along.
const DROP_EMPTY = `tables=$(printf '%s' "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
  WHERE nspname NOT LIKE 'pg\\\\_%' AND nspname <> 'information_schema';" | { exec 4<&0; with psql -X -w -q -A -t -v ON_ERROR_STOP=1 -d "$1"; }) || exit
[ "$tables" = 0 ] || { echo "the database $1 has tables now, which are not dropped" >&2; exit 1; }
printf '%s' "$2" | { exec 4<&0; with psql -X -w -q -v ON_ERROR_STOP=1; }`;

function creation(given: Params, rows: readonly Row[]): Plan {
  const { name, owner, template, encoding, lc_collate, lc_ctype, tablespace, conn_limit } = given;
  const clause = (word: string, value: string): string => (value === '' ? '' : ` ${word} ${value}`);
  const quoted = (word: string, value: string): string => (value === '' ? '' : ` ${word} ${pgText(value)}`);
  const named = (word: string, value: string): string => (value === '' ? '' : ` ${word} ${pgName(value)}`);
  const sql = `CREATE DATABASE ${pgName(name)}${named('OWNER', owner)}${named('TEMPLATE', template)}${quoted('ENCODING', encoding)}${quoted('LC_COLLATE', lc_collate)}${quoted('LC_CTYPE', lc_ctype)}${named('TABLESPACE', tablespace)}${clause('CONNECTION LIMIT', conn_limit)}`;
  const like = rows.find((row) => row.name === (template === '' ? 'template1' : template)) ?? {};
  const wanted = rows.find((row) => row.version !== undefined)?.wanted ?? '';
  const fresh = {
    name,
    owner: owner === '' ? given.login_user : owner,
    encoding: wanted === '' ? (like.encoding ?? '') : wanted,
    collate: lc_collate === '' ? (like.collate ?? '') : lc_collate,
    ctype: lc_ctype === '' ? (like.ctype ?? '') : lc_ctype,
    conn_limit: conn_limit === '' ? -1 : Number(conn_limit),
    tablespace: tablespace === '' ? (like.tablespace ?? '') : tablespace,
  };
  return planned(given, {
    title: `create the database ${name}`,
    sql: [sql],
    undo: pgScript(loginOf(given), DROP_EMPTY, [name, `DROP DATABASE ${pgName(name)};`]),
    rows: [...rows, fresh],
  });
}

function alteration(given: Params, rows: readonly Row[], known: Row): Plan {
  const wanted = rows.find((row) => row.version !== undefined)?.wanted ?? '';
  const fixed = [
    ['encoding', given.encoding === '' ? '' : wanted, known.encoding],
    ['LC_COLLATE', given.lc_collate, known.collate],
    ['LC_CTYPE', given.lc_ctype, known.ctype],
  ] as const;
  const other = fixed.find(([, value, now]) => value !== '' && value !== now);
  if (other)
    return {
      changes: [],
      failed: `Changing database ${other[0]} is not supported. Current ${other[0]}: ${String(other[2])}`,
    };
  const alter = `ALTER DATABASE ${pgName(given.name)}`;
  const changing = [
    ['owner', given.owner, (value: string) => `${alter} OWNER TO ${pgName(value)}`],
    ['conn_limit', given.conn_limit, (value: string) => `${alter} CONNECTION LIMIT ${value}`],
    ['tablespace', given.tablespace, (value: string) => `${alter} SET TABLESPACE ${pgName(value)}`],
  ] as const;
  const differing = changing.filter(([key, value]) => value !== '' && value !== String(known[key]));
  if (differing.length === 0) return planned(given, undefined);
  const before = differing.map(([key, , say]) => say(String(known[key])));
  const fresh = { ...known };
  for (const [key, value] of differing) fresh[key] = key === 'conn_limit' ? Number(value) : value;
  return planned(given, {
    title: `change the database ${given.name}`,
    sql: differing.map(([, value, say]) => say(value)),
    undo: before,
    rows: rows.map((row) => (row === known ? fresh : row)),
    before,
  });
}

function removal(given: Params, rows: readonly Row[], known: Row | undefined): Plan {
  if (!known) return planned(given, undefined);
  const version = Number(rows.find((row) => row.version !== undefined)?.version ?? 0);
  const drop = `DROP DATABASE ${pgName(given.name)}`;
  const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${pgText(given.name)} AND pid <> pg_backend_pid()`;
  const sql = !given.force ? [drop] : version >= 130000 ? [`${drop} WITH (FORCE)`] : [end, drop];
  return planned(given, {
    title: `drop the database ${given.name}`,
    sql,
    undo: { cannot: `what was in the database ${given.name} is not kept` },
    rows: rows.filter((row) => row !== known),
  });
}

function renaming(given: Params, rows: readonly Row[], known: Row | undefined): Plan {
  const { name, target } = given;
  const other = rows.find((row) => row.name === target);
  if (!known && !other) return { changes: [], failed: 'The source and the target databases do not exist.' };
  if (known && other) return { changes: [], failed: 'Both the source and the target databases exist.' };
  if (!known) return planned(given, undefined);
  const rename = (from: string, to: string): string => `ALTER DATABASE ${pgName(from)} RENAME TO ${pgName(to)}`;
  return planned(given, {
    title: `rename the database ${name} to ${target}`,
    sql: [rename(name, target)],
    undo: [rename(target, name)],
    rows: rows.map((row) => (row === known ? { ...row, name: target } : row)),
  });
}

const COMPRESSORS: Readonly<Record<string, string>> = { gz: 'gzip', bz2: 'bzip2', xz: 'xz' };
const FORMATS: Readonly<Record<string, string>> = { tar: 't', pgc: 'c', dir: 'd' };

const endingOf = (target: string): string => /\.(\w+)$/.exec(target)?.[1] ?? '';

// A dump is put in place when it is whole, with the mode that the file had or that a new file gets.
const DUMP = `target=$1 compressor=$2; shift 2
need pg_dump postgresql-client; [ -z "$compressor" ] || need "$compressor"
exec 4</dev/null
case " $* " in *' --format=d '*) with pg_dump -w -f "$target" "$@"; exit;; esac
new=$(mktemp "$target.XXXXXX") || exit
trap 'rm -f -- "$new"' EXIT
if [ -z "$compressor" ]; then with pg_dump -w "$@" >"$new" || exit
else
  failed=$({ { with pg_dump -w "$@" || echo "$?" >&5; } | "$compressor" >"$new" || echo "$?" >&5; } 5>&1 >/dev/null)
  [ -z "$failed" ] || exit 1
fi
if [ -e "$target" ]; then chmod "$(stat -c %a -- "$target")" "$new"; else chmod "$(printf %o $((0666 & ~$(umask))))" "$new"; fi || exit
mv -f -- "$new" "$target"`;

const RESTORE = `target=$1 program=$2 compressor=$3; shift 3
need "$program" postgresql-client; [ -z "$compressor" ] || need "$compressor"
[ "$program" = psql ] && set -- -X -q "$@"
if [ -d "$target" ]; then exec 4</dev/null; with "$program" -w "$@" "$target"; exit; fi
if [ -z "$compressor" ]; then exec 4<"$target"; with "$program" -w "$@"; exit; fi
failed=$({ { "$compressor" -dc -- "$target" || echo "$?" >&5; } | { exec 4<&0; with "$program" -w "$@" || echo "$?" >&5; }; } 5>&1 >/dev/null)
[ -z "$failed" ]`;

function transfer(given: Params, known: Row | undefined, seen: FileSeen | undefined): Plan {
  const { name, state, target, target_opts } = given;
  if (!known)
    return {
      changes: [],
      failed: `the database ${name} that is to be ${state === 'dump' ? 'dumped' : 'restored into'} does not exist`,
    };
  if (state === 'restore' && !seen?.exists)
    return { changes: [], failed: `target ${target} does not exist on the host` };
  const compressor = COMPRESSORS[endingOf(target)] ?? '';
  const format = FORMATS[endingOf(target)];
  const words = [
    ...(format === undefined ? [] : [`--format=${format}`]),
    ...splitWords(target_opts),
    ...splitWords(given.dump_extra_args ?? ''),
  ];
  const program = state === 'dump' ? 'pg_dump' : format === undefined ? 'psql' : 'pg_restore';
  const into = program === 'pg_restore' ? [`--dbname=${name}`, ...words] : words;
  const login = { ...loginOf(given), database: name };
  const command =
    state === 'dump'
      ? pgScript(login, DUMP, [target, compressor, ...words])
      : pgScript(login, RESTORE, [target, program, compressor, ...into]);
  const cmd = [program, name, ...words, state === 'dump' ? '>' : '<', target].join(' ');
  const isNew = state === 'dump' && !seen?.exists;
  const change: RunCommand = {
    kind: 'run',
    title: state === 'dump' ? `dump ${name} into ${target}` : `restore ${name} from ${target}`,
    command,
    touches: state === 'dump' ? [`path:${target}`] : [POSTGRESQL],
    accept: [0],
    predictable: true,
    leaves: [],
    undo: isNew
      ? { argv: ['rm', '-rf', '--', target] }
      : {
          cannot:
            state === 'dump' ? `the file ${target} that was there is not kept` : `what was in ${name} is not kept`,
        },
    diff: { before: '', after: `${cmd}\n`, header: 'postgresql' },
  };
  return {
    changes: [change],
    result: { cmd, executed_commands: [cmd], msg: '', rc: 0, stderr: '', stderr_lines: [] },
    failure: ({ stderr, code }) => ({ msg: pgSays(stderr), rc: code, cmd }),
    next: stage({ looks: {}, plan: () => ({ changes: [], changed: true }) }),
  };
}
