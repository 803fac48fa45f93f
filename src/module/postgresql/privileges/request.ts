// What a task of postgresql_privs asks for: its parameters, and the lists in them taken apart.

import { bool, choice, integer, type ParamsOf, text } from '../../params.ts';
import { type PgLogin, pgLoginParams, pgName, refusePgLogin } from '../connection.ts';

/** The parameters of postgresql_privs. */
export const pgPrivsParams = {
  ...pgLoginParams,
  password: text('The password to log in with; login_password is its name now.').secret().default(''),
  port: integer('The port.').alias('login_port').default(5432),
  database: text('The database to log in to.').alias('db', 'login_db'),
  state: choice(['absent', 'present'], 'present grants, absent revokes.').default('present'),
  type: choice(
    [
      'database',
      'default_privs',
      'foreign_data_wrapper',
      'foreign_server',
      'function',
      'group',
      'language',
      'parameter',
      'procedure',
      'schema',
      'sequence',
      'table',
      'tablespace',
      'type',
    ],
    'What the objects are; group makes the roles members, default_privs is for objects that are made later.',
  ).default('table'),
  privs: text('The privileges, with commas in between.').alias('priv').optional(),
  objs: text(
    'The objects, with commas in between; ALL_IN_SCHEMA for all of tables, sequences, functions or procedures. The arguments of a function have colons in between. Of default_privs: TABLES, SEQUENCES, FUNCTIONS, TYPES, SCHEMAS, or ALL_DEFAULT for the first four.',
  )
    .alias('obj')
    .optional(),
  schema: text('The schema that the objects are in (default: public); not-specified for none.').optional(),
  roles: text('The roles, with commas in between; also PUBLIC, SESSION_USER and CURRENT_USER.').alias('role'),
  target_roles: text(
    'With default_privs: the roles whose objects it is about (default: the one that logs in).',
  ).optional(),
  grant_option: bool('Whether the roles may hand the privileges on; left as it is by default.')
    .alias('admin_option')
    .optional(),
  fail_on_role: bool('Fail where a role is not there; otherwise it is passed over.').default(true),
  usage_on_types: bool('With default_privs: grant USAGE on types too.').default(true),
};
export type PgPrivs = ParamsOf<typeof pgPrivsParams>;
export type ObjectType = PgPrivs['type'];

/** A role that something is granted to. */
export type Grantee =
  | { readonly role: string }
  /** By its word: who that is, the server knows. */
  | { readonly word: 'PUBLIC' | 'SESSION_USER' | 'CURRENT_USER' };

/** The parameters, taken apart. */
export interface Request {
  readonly type: ObjectType;
  readonly state: PgPrivs['state'];
  /** In capitals; ALL stays. */
  readonly words: readonly string[];
  /** As the user names them; `all` of the schema. */
  readonly objects: readonly string[] | 'all';
  readonly schema: string | undefined;
  readonly grantees: readonly Grantee[];
  readonly targetRoles: readonly string[];
  readonly grantOption: boolean | undefined;
  readonly usageOnTypes: boolean;
}

export const loginOf = (given: PgPrivs): PgLogin => ({
  ...given,
  login_password: given.login_password === '' ? given.password : given.login_password,
});

const ALL_IN_SCHEMA = 'ALL_IN_SCHEMA';
const WHOLE_SCHEMAS: ReadonlySet<ObjectType> = new Set(['table', 'sequence', 'function', 'procedure']);
const IN_SCHEMAS: ReadonlySet<ObjectType> = new Set([...WHOLE_SCHEMAS, 'type', 'default_privs']);
const DEFAULTS = ['TABLES', 'SEQUENCES', 'FUNCTIONS', 'TYPES'];

/** Takes the parameters apart. */
export function requestOf(given: PgPrivs): Request {
  const { type, schema = 'public' } = given;
  const objects = listOf(given.objs ?? (type === 'database' ? given.database : ''));
  const defaults = objects.map((one) => one.toUpperCase());
  const isWithout =
    schema === 'not-specified' || !IN_SCHEMAS.has(type) || (type === 'default_privs' && defaults.includes('SCHEMAS'));
  return {
    type,
    state: given.state,
    words: [...new Set(listOf(given.privs ?? '').map((word) => word.toUpperCase()))],
    objects:
      type === 'default_privs'
        ? defaults.flatMap((one) => (one === 'ALL_DEFAULT' ? DEFAULTS : [one]))
        : given.objs === ALL_IN_SCHEMA && WHOLE_SCHEMAS.has(type)
          ? 'all'
          : isRoutine(type)
            ? objects.map((one) => one.replaceAll(':', ','))
            : objects,
    schema: isWithout ? undefined : schema,
    grantees: listOf(given.roles).map(granteeOf),
    targetRoles: type === 'default_privs' ? listOf(given.target_roles ?? '') : [],
    grantOption: given.grant_option,
    usageOnTypes: given.usage_on_types,
  };
}

const isRoutine = (type: ObjectType): boolean => type === 'function' || type === 'procedure';

const listOf = (given: string): readonly string[] =>
  given
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

function granteeOf(name: string): Grantee {
  const word = (['PUBLIC', 'SESSION_USER', 'CURRENT_USER'] as const).find((one) => one === name.toUpperCase());
  return word === undefined ? { role: name } : { word };
}

/** An object as SQL names it. */
export function objectSql({ type, schema }: Request, object: string): string {
  if (type === 'parameter') return object.split('.').map(pgName).join('.');
  const prefix = schema === undefined ? '' : `${pgName(schema)}.`;
  if (!isRoutine(type)) return `${prefix}${pgName(object)}`;
  const { name, args } = signatureOf(object) ?? { name: object, args: '' };
  return `${prefix}${pgName(name)}(${args})`;
}

// The types of arguments cannot be quoted, so that nothing but types may be among them.
const NAME = '(?:[\\p{L}_][\\p{L}\\p{N}_$]*|"(?:[^"]|"")+")';
const TYPE = `${NAME}(?:\\s*\\.\\s*${NAME})?(?:\\s+[a-z]+)*(?:\\s*\\(\\d+\\))?(?:\\s+[a-z]+)*(?:\\s*\\[\\d*\\])*`;
const SIGNATURE = new RegExp(`^(.+?)\\(\\s*((?:${TYPE}(?:\\s*,\\s*${TYPE})*)?)\\s*\\)$`, 'iu');

function signatureOf(object: string): { readonly name: string; readonly args: string } | undefined {
  const [, name, args = ''] = SIGNATURE.exec(object) ?? [];
  return name === undefined ? undefined : { name, args };
}

const WORDS = new Set(
  'SELECT INSERT UPDATE DELETE TRUNCATE REFERENCES TRIGGER MAINTAIN CREATE CONNECT TEMPORARY TEMP EXECUTE USAGE ALL'.split(
    ' ',
  ),
);
const OF_PARAMETERS = new Set(['SET', 'ALTER SYSTEM', 'ALL']);
const OF_DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  TABLES: ['ALL', 'SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN'],
  SEQUENCES: ['ALL', 'SELECT', 'UPDATE', 'USAGE'],
  FUNCTIONS: ['ALL', 'EXECUTE'],
  TYPES: ['ALL', 'USAGE'],
  SCHEMAS: ['ALL', 'CREATE', 'USAGE'],
};

/** Why the parameters make no sense together. */
export function refusePgPrivs(given: PgPrivs): string | undefined {
  const { type, privs, objs, schema } = given;
  if (given.password !== '' && given.login_password !== '')
    return 'parameters are mutually exclusive: login_password|password';
  if (schema !== undefined && !IN_SCHEMAS.has(type)) return `Argument "schema" is not allowed for type "${type}".`;
  if (objs === undefined && type !== 'database') return `Argument "objs" is required for type "${type}".`;
  if (type === 'group' && privs !== undefined) return 'Argument "privs" is not allowed for type "group".';
  if (type !== 'group' && privs === undefined) return `Argument "privs" is required for type "${type}".`;
  const request = requestOf(given);
  return refuseWords(request) ?? refuseObjects(request, given) ?? refusePgLogin(given);
}

function refuseWords({ type, words }: Request): string | undefined {
  const known = type === 'parameter' ? OF_PARAMETERS : WORDS;
  const wrong = words.filter((word) => !known.has(word));
  return wrong.length === 0
    ? undefined
    : `Invalid privileges specified: ${wrong.join(', ')}; there are ${[...known].join(', ')}`;
}

function refuseObjects({ type, objects, words, grantees }: Request, { roles }: PgPrivs): string | undefined {
  if (grantees.length === 0) return `roles is '${roles}', in which there is none`;
  if (objects === 'all') return undefined;
  if (objects.length === 0) return 'objs names no object';
  if (isRoutine(type)) {
    const wrong = objects.find((object) => signatureOf(object) === undefined);
    return wrong === undefined
      ? undefined
      : `Illegal function / procedure signature: "${wrong}"; write name(type:type)`;
  }
  if (type !== 'default_privs') return undefined;
  const wrong = objects.find((object) => !(object in OF_DEFAULTS));
  if (wrong !== undefined)
    return `Invalid Object set specified: ${wrong}; there are ${Object.keys(OF_DEFAULTS).join(', ')}, and ALL_DEFAULT`;
  for (const object of objects) {
    const word = words.find((one) => !OF_DEFAULTS[object]?.includes(one));
    if (word !== undefined)
      return `Invalid priv specified: ${word} is none of ${object}, which have ${OF_DEFAULTS[object]?.join(', ')}`;
  }
  return undefined;
}
