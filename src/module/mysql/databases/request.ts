// What a task of mysql_db asks for.

import { parentOf } from '../../files/paths.ts';
import { bool, choice, integer, list, type ParamsOf, path, text } from '../../params.ts';
import { type MysqlLogin, mysqlLoginParams } from '../connection.ts';

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
export type MysqlDb = ParamsOf<typeof mysqlDbParams>;

export const loginOf = (given: MysqlDb): MysqlLogin => ({
  ...given,
  configFirst: given.config_overrides_defaults,
  onlyConfig: given.restrict_config_file,
});

/** Why the parameters make no sense together. */
export function refuseMysqlDb({ name, state, target, master_data: position }: MysqlDb): string | undefined {
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

/** The path of the file to dump to or to import from. */
export function targetOf({ target = '', chdir }: MysqlDb): string {
  if (target.startsWith('/') || chdir === undefined) return target;
  return `${parentOf(`${chdir}/x`)}/${target}`;
}
