// Dumps databases of MySQL and MariaDB, and imports dumps.

import type { Change, RunCommand } from '../../../plan/change.ts';
import type { FileSeen } from '../../../plan/look.ts';
import { type Plan, stage } from '../../../plan/plan.ts';
import { splitWords } from '../../../plan/words.ts';
import { clientSays, MYSQL, mysqlScript } from '../connection.ts';
import { create, creating, fieldsOf } from './changes.ts';
import { loginOf, type MysqlDb, targetOf } from './request.ts';

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

/** Dumps databases into a file. */
export function dump(given: MysqlDb, known: readonly string[], target: FileSeen | undefined): Plan {
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

function dumpWords(given: MysqlDb): readonly string[] {
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

/** Imports a file. */
export function importation(given: MysqlDb, known: readonly string[], target: FileSeen | undefined): Plan {
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

function transfer(given: MysqlDb, changes: readonly Change[], executed: readonly string[]): Plan {
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
