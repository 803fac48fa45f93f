// Plans extensions of databases of PostgreSQL.

import type { RunLook, RunSeen } from '../../plan/look.ts';
import type { Plan } from '../../plan/plan.ts';
import { bool, choice, type ParamsOf, text } from '../params.ts';
import {
  type PgLogin,
  pgChange,
  pgLoginParams,
  pgLook,
  pgName,
  pgRows,
  pgSays,
  pgText,
  pgTrouble,
} from './connection.ts';

/** The parameters of postgresql_ext. */
export const pgExtParams = {
  ...pgLoginParams,
  name: text('The extension.').alias('ext'),
  db: text('The database.').alias('login_db'),
  state: choice(['absent', 'present'], 'Whether the database shall have it.').default('present'),
  schema: text('The schema that it is put into.').optional(),
  version: text('Its version; latest for the newest that the host has.').optional(),
  cascade: bool('Create what it needs, or drop what needs it.').default(false),
};
type Params = ParamsOf<typeof pgExtParams>;

const loginOf = (given: Params): PgLogin => ({ ...given, database: given.db });

/** What postgresql_ext looks at. */
export function extensionLook(given: Params): RunLook {
  const { name } = given;
  const sql = `SELECT row_to_json(e) FROM (SELECT a.name, a.default_version AS newest, x.extversion AS version, n.nspname AS schema,
  (SELECT json_agg(version) FROM pg_available_extension_versions v WHERE v.name = a.name) AS versions,
  (SELECT json_agg(target) FROM pg_extension_update_paths(a.name) WHERE source = x.extversion AND path IS NOT NULL) AS reachable
  FROM pg_available_extensions a LEFT JOIN pg_extension x ON x.extname = a.name LEFT JOIN pg_namespace n ON n.oid = x.extnamespace
  WHERE a.name = ${pgText(name)}) e;
SELECT row_to_json(e) FROM (SELECT extname AS name, extversion AS version FROM pg_extension WHERE extname = ${pgText(name)}
  AND extname NOT IN (SELECT name FROM pg_available_extensions)) e;
`;
  return pgLook(loginOf(given), sql);
}

/** What postgresql_ext does. */
export function planExtension(given: Params, seen: RunSeen): Plan {
  const trouble = pgTrouble(seen);
  if (trouble !== undefined) return { changes: [], failed: trouble };
  const { name, db, state } = given;
  const row = pgRows(seen)[0] ?? {};
  const version = typeof row.version === 'string' ? row.version : undefined;
  const wish = sqlFor(given, row, version);
  if ('failed' in wish) return { changes: [], failed: wish.failed };
  const result = { db, ext: name, queries: [...wish.sql] };
  if (wish.sql.length === 0) return { changes: [], result };
  const left = state === 'absent' ? { ...row, version: null } : { ...row, name, version: wish.version };
  const change = pgChange(loginOf(given), {
    title: `${state === 'absent' ? 'drop' : version === undefined ? 'create' : 'update'} the extension ${name} in ${db}`,
    sql: wish.sql,
    undo: wish.undo,
    leaves: [{ look: extensionLook(given), rows: [left] }],
    before: version === undefined ? [] : [`${name} ${version}`],
    after: state === 'absent' ? [] : [`${name} ${wish.version}`],
  });
  return { changes: [change], result, failure: ({ stderr, code }) => ({ msg: pgSays(stderr), rc: code }) };
}

type Wish =
  | { readonly failed: string }
  | {
      readonly sql: readonly string[];
      readonly undo: readonly string[] | { readonly cannot: string };
      readonly version: string;
    };

type Row = ReturnType<typeof pgRows>[number];

function sqlFor(given: Params, row: Row, now: string | undefined): Wish {
  const { name, state, schema, cascade } = given;
  const extension = pgName(name);
  const tail = cascade ? ' CASCADE' : '';
  if (state === 'absent') {
    if (now === undefined) return { sql: [], undo: [], version: '' };
    const undo = { cannot: `what was made with the extension ${name} is not kept` };
    return { sql: [`DROP EXTENSION ${extension}${tail}`], undo, version: '' };
  }
  const newest = typeof row.newest === 'string' ? row.newest : undefined;
  if (newest === undefined && now === undefined)
    return { failed: `Extension ${name} is not available; install the package that brings it` };
  const version = given.version === 'latest' ? newest : given.version;
  if (now === undefined) {
    if (version !== undefined && !listed(row.versions, version))
      return { failed: `Passed version '${version}' of the extension ${name} is not available` };
    const where = schema === undefined ? '' : ` WITH SCHEMA ${pgName(schema)}`;
    const which =
      given.version === undefined || version === undefined || given.version === 'latest'
        ? ''
        : ` VERSION ${pgText(version)}`;
    return {
      sql: [`CREATE EXTENSION ${extension}${where}${which}${tail}`],
      undo: [`DROP EXTENSION ${extension}`],
      version: version ?? newest ?? '',
    };
  }
  if (version === undefined || version === now) return { sql: [], undo: [], version: now };
  if (!listed(row.reachable, version))
    return {
      failed: `Passed version '${version}' has no valid update path from the currently installed version '${now}' or the passed version is not available`,
    };
  const update = (to: string): string => `ALTER EXTENSION ${extension} UPDATE TO ${pgText(to)}`;
  return { sql: [update(version)], undo: [update(now)], version };
}

const listed = (versions: unknown, version: string): boolean => Array.isArray(versions) && versions.includes(version);
