// Where the server keeps who may do what: one question for each type of object, all of them answered alike.

import type { Plain } from '../../../model/value.ts';
import type { RunLook } from '../../../plan/look.ts';
import { pgLook, pgName, type pgRows, pgText } from '../connection.ts';
import { type Grantee, loginOf, type ObjectType, objectSql, type PgPrivs, type Request, requestOf } from './request.ts';

/** One privilege that somebody has. */
export interface Held {
  /** Absent for PUBLIC. */
  readonly to: string | null;
  readonly by: string | null;
  readonly word: string;
  /** Whether it may be handed on. */
  readonly more: boolean;
}

/** An object, and who may do what with it. */
export interface ObjectSeen {
  /** As the user names it. */
  readonly object: string;
  /** As SQL names it, quoted by the server. */
  readonly target: string;
  readonly owner: string | null;
  /** Whether what we grant is granted by the owner. */
  readonly own: boolean;
  readonly held: readonly Held[];
}

/** What the server says. */
export interface Privileges {
  readonly current: string;
  readonly session: string;
  /** Those of the asked ones that are there. */
  readonly roles: readonly string[];
  readonly schemas: readonly string[];
  readonly objects: readonly ObjectSeen[];
  /** What ALL means, by type or by the word of default_privs. */
  readonly words: ReadonlyMap<string, readonly string[]>;
}

/** The look of postgresql_privs. */
export function privilegesLook(given: PgPrivs): RunLook {
  const request = requestOf(given);
  const roles = [...request.grantees.flatMap((one) => ('role' in one ? [one.role] : [])), ...request.targetRoles];
  const sql = [
    json('SELECT current_user AS current, session_user AS session'),
    json(`SELECT rolname AS role FROM pg_roles WHERE rolname::text = ANY(${array(roles)})`),
    json(`SELECT nspname AS schema FROM pg_namespace WHERE nspname::text = ${pgText(request.schema ?? '')}`),
    ...(request.type === 'default_privs' ? defaultsSql(request) : [objectsSql(request)]),
  ];
  return pgLook(loginOf(given), sql.join(''));
}

const json = (select: string): string => `SELECT row_to_json(o) FROM (${select}) o;\n`;
const array = (texts: readonly string[]): string => `ARRAY[${texts.map(pgText).join(',')}]::text[]`;

const HELD = `json_agg(json_build_object('to', CASE grantee WHEN 0 THEN NULL ELSE pg_get_userbyid(grantee) END,
  'by', pg_get_userbyid(grantor), 'word', privilege_type, 'more', is_grantable) ORDER BY grantee, privilege_type)`;

const wordsSql = (name: string, kind: string): string =>
  json(`SELECT ${pgText(name)} AS words_of, array_agg(privilege_type) AS words
  FROM aclexplode(acldefault(${pgText(kind)}, 10::oid)) WHERE grantee = 10`);

/** Columns of a catalogue. */
interface Catalogue {
  /** The letter of acldefault. */
  readonly kind: string;
  readonly name: string;
  readonly target?: string;
  readonly owner: string;
  readonly acl: string;
  readonly from: string;
}

function objectsSql(request: Request): string {
  const { type } = request;
  if (type === 'group' || type === 'default_privs') return groupsSql(request);
  const { kind, name, target = `quote_ident(${name})`, owner, acl, from } = catalogueOf(request, type);
  const objects = json(`SELECT ${name} AS object, ${target} AS target, pg_get_userbyid(${owner}) AS owner,
  pg_has_role(${owner}, 'USAGE') AS own, (SELECT ${HELD} FROM aclexplode(COALESCE(${acl}, acldefault('${kind}', ${owner})))) AS held
  FROM ${from} ORDER BY 2`);
  return `${wordsSql(type, kind)}${objects}`;
}

// Memberships have no grantor that counts: who may grant one may take it away.
function groupsSql({ objects }: Request): string {
  return json(`SELECT g.rolname AS object, quote_ident(g.rolname) AS target, NULL AS owner, false AS own,
  (SELECT json_agg(json_build_object('to', rolname, 'by', NULL, 'word', 'MEMBER', 'more', admin) ORDER BY rolname)
   FROM (SELECT m.rolname, bool_or(admin_option) AS admin FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member
     WHERE a.roleid = g.oid GROUP BY 1) members) AS held
  FROM pg_roles g WHERE g.rolname::text = ANY(${array(objects === 'all' ? [] : objects)}) ORDER BY 1`);
}

function catalogueOf(request: Request, type: Exclude<ObjectType, 'group' | 'default_privs'>): Catalogue {
  const { objects, schema } = request;
  const among = (column: string): string => (objects === 'all' ? 'true' : `${column}::text = ANY(${array(objects)})`);
  // Without a schema, what is found first on the search path counts.
  const inSchema = (isVisible: string): string =>
    schema === undefined ? isVisible : `nspname::text = ${pgText(schema)}`;
  const plain = (kind: string, table: string, name: string, owner: string, acl: string): Catalogue => ({
    kind,
    name,
    owner,
    acl,
    from: `${table} WHERE ${among(name)}`,
  });
  switch (type) {
    case 'table':
    case 'sequence': {
      const kinds = type === 'sequence' ? 'S' : objects === 'all' ? 'r,v,m,f,p' : 'r,v,m,f,p,S';
      return {
        kind: type === 'sequence' ? 's' : 'r',
        name: 'relname',
        target: "format('%I.%I', nspname, relname)",
        owner: 'relowner',
        acl: 'relacl',
        from: `pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind::text = ANY('{${kinds}}')
  AND ${inSchema('pg_table_is_visible(c.oid)')} AND ${among('relname')}`,
      };
    }
    case 'function':
    case 'procedure':
      return routines(request, inSchema('pg_function_is_visible(p.oid)'));
    case 'type':
      return {
        kind: 'T',
        name: 'typname',
        target: "format('%I.%I', nspname, typname)",
        owner: 'typowner',
        acl: 'typacl',
        from: `pg_type t JOIN pg_namespace n ON n.oid = typnamespace WHERE ${inSchema('pg_type_is_visible(t.oid)')} AND ${among('typname')}`,
      };
    case 'database':
      return plain('d', 'pg_database', 'datname', 'datdba', 'datacl');
    case 'schema':
      return plain('n', 'pg_namespace', 'nspname', 'nspowner', 'nspacl');
    case 'language':
      return plain('l', 'pg_language', 'lanname', 'lanowner', 'lanacl');
    case 'tablespace':
      return plain('t', 'pg_tablespace', 'spcname', 'spcowner', 'spcacl');
    case 'foreign_data_wrapper':
      return plain('F', 'pg_foreign_data_wrapper', 'fdwname', 'fdwowner', 'fdwacl');
    case 'foreign_server':
      return plain('S', 'pg_foreign_server', 'srvname', 'srvowner', 'srvacl');
    case 'parameter':
      // Only those that were granted are kept; all of them belong to the superuser of the beginning.
      return {
        kind: 'p',
        name: 'asked.name',
        target: "(SELECT string_agg(quote_ident(part), '.') FROM unnest(string_to_array(asked.name, '.')) part)",
        owner: '10::oid',
        acl: 'paracl',
        from: `unnest(${array(objects === 'all' ? [] : objects)}) asked(name) LEFT JOIN pg_parameter_acl ON parname = lower(asked.name)`,
      };
    default:
      return unreachable(type);
  }
}

// Before PostgreSQL 11 there were no procedures, and no column that tells them.
function routines(request: Request, where: string): Catalogue {
  const { type, objects } = request;
  const isKind = `COALESCE(to_jsonb(p)->>'prokind', 'f') ${type === 'procedure' ? '=' : '<>'} 'p'`;
  const named = objects === 'all' ? [] : objects.map((object) => ({ object, sql: objectSql(request, object) }));
  const asked = named.map(({ object, sql }) => `(${pgText(object)}, to_regprocedure(${pgText(sql)}))`).join(', ');
  return {
    kind: 'f',
    name: objects === 'all' ? 'proname' : 'asked.name',
    target: "format('%I.%I(%s)', nspname, proname, pg_get_function_identity_arguments(p.oid))",
    owner: 'proowner',
    acl: 'proacl',
    from: `pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
  ${objects === 'all' ? `WHERE ${where} AND` : `JOIN (VALUES ${asked}) asked(name, oid) ON asked.oid = p.oid WHERE`} ${isKind}`,
  };
}

/** The objects of default_privs, with the letters of the catalogue and of acldefault. */
const DEFAULT_KINDS: readonly (readonly [string, string, string])[] = [
  ['TABLES', 'r', 'r'],
  ['SEQUENCES', 'S', 's'],
  ['FUNCTIONS', 'f', 'f'],
  ['TYPES', 'T', 'T'],
  ['SCHEMAS', 'n', 'n'],
];

// What is kept for a schema comes on top; what is kept for none is all there is.
function defaultsSql({ schema, targetRoles }: Request): readonly string[] {
  const namespace =
    schema === undefined ? '0' : `(SELECT oid FROM pg_namespace WHERE nspname::text = ${pgText(schema)})`;
  const inSchema = schema === undefined ? '' : ` IN SCHEMA ${pgName(schema)}`;
  const start = schema === undefined ? 'acldefault(k.kind::"char", r.oid)' : 'NULL';
  const kinds = DEFAULT_KINDS.map((words) => `(${words.map(pgText).join(', ')})`).join(', ');
  const objects =
    json(`SELECT k.word AS object, format('%I', rolname) || ${pgText(inSchema)} AS target, rolname AS owner, true AS own,
  (SELECT ${HELD} FROM aclexplode(COALESCE(defaclacl, ${start}))) AS held
  FROM pg_roles r CROSS JOIN (VALUES ${kinds}) k(word, letter, kind)
  LEFT JOIN pg_default_acl d ON d.defaclrole = r.oid AND d.defaclobjtype::text = k.letter AND d.defaclnamespace = ${namespace}
  WHERE rolname::text = ANY(${targetRoles.length > 0 ? array(targetRoles) : 'ARRAY[current_user::text]'}) ORDER BY 2, 1`);
  return [...DEFAULT_KINDS.map(([word, , kind]) => wordsSql(word, kind)), objects];
}

function unreachable(type: never): never {
  throw new TypeError(`unknown type ${String(type)}`);
}

type Row = ReturnType<typeof pgRows>[number];

/** What the look was answered with. */
export function privilegesOf(rows: readonly Row[]): Privileges {
  const texts = (name: string): readonly string[] =>
    rows.flatMap((row) => (typeof row[name] === 'string' ? [row[name]] : []));
  return {
    current: texts('current')[0] ?? '',
    session: texts('session')[0] ?? '',
    roles: texts('role'),
    schemas: texts('schema'),
    objects: rows.flatMap((row) => (typeof row.object === 'string' ? [objectOf(row, row.object)] : [])),
    words: new Map(
      rows.flatMap((row) => (typeof row.words_of === 'string' ? [[row.words_of, stringsOf(row.words)]] : [])),
    ),
  };
}

function objectOf(row: Row, object: string): ObjectSeen {
  const held: readonly Plain[] = Array.isArray(row.held) ? row.held : [];
  return {
    object,
    target: textOf(row.target) ?? '',
    owner: textOf(row.owner),
    own: row.own === true,
    held: held.flatMap((one) => (isRow(one) ? [heldOf(one)] : [])),
  };
}

const heldOf = (one: Row): Held => ({
  to: textOf(one.to),
  by: textOf(one.by),
  word: textOf(one.word) ?? '',
  more: one.more === true,
});

const isRow = (value: Plain): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: Plain | undefined): string | null => (typeof value === 'string' ? value : null);
const stringsOf = (value: Plain | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** The rows of the look with other objects in them: for predictions. */
export function rowsWith(rows: readonly Row[], objects: readonly ObjectSeen[]): readonly Row[] {
  const fresh = objects.map((one): Row => ({ ...one, held: one.held.map((held) => ({ ...held })) }));
  return [...rows.filter((row) => typeof row.object !== 'string'), ...fresh];
}

/** The name of the role that a grantee is; `null` for PUBLIC. */
export function roleOf(grantee: Grantee, { current, session }: Privileges): string | null {
  if ('role' in grantee) return grantee.role;
  return { PUBLIC: null, SESSION_USER: session, CURRENT_USER: current }[grantee.word];
}
