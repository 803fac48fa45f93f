// Plans privileges in PostgreSQL: who has what now, who shall have it, and the statements in between.

import type { RunSeen } from '../../../plan/look.ts';
import type { Plan } from '../../../plan/plan.ts';
import { pgChange, pgRows, pgSays, pgTrouble } from '../connection.ts';
import {
  type Held,
  type ObjectSeen,
  type Privileges,
  privilegesLook,
  privilegesOf,
  roleOf,
  rowsWith,
} from './catalogue.ts';
import { type Grantee, loginOf, objectSql, type PgPrivs, type Request, requestOf } from './request.ts';
import { defaultObjects, sameIn, statementsBetween, statementsFor } from './statements.ts';

// psql's code for SQL that was refused.
const REFUSED = 3;

/** What postgresql_privs does. */
export function planPgPrivs(given: PgPrivs, seen: RunSeen): Plan {
  if (seen.code === REFUSED) return { changes: [], failed: refused(given, pgSays(seen.stderr)) };
  const trouble = pgTrouble(seen);
  if (trouble !== undefined) return { changes: [], failed: trouble };
  const rows = pgRows(seen);
  const now = privilegesOf(rows);
  const request = requestOf(given);
  const missing = request.grantees.flatMap((one) => ('role' in one && !now.roles.includes(one.role) ? [one.role] : []));
  const [first] = missing;
  if (first !== undefined && given.fail_on_role) return { changes: [], failed: `Role '${first}' does not exist` };
  const grantees = request.grantees.filter((one) => !('role' in one) || now.roles.includes(one.role));
  const warnings = warningsOf(given, missing, grantees);
  if (grantees.length === 0) return { changes: [], result: { queries: [] }, warnings };
  const problem = missingObject(request, now);
  if (problem !== undefined) return { changes: [], failed: problem };
  const statements = statementsFor(request, grantees);
  const result = { queries: [statements.map((statement) => `${statement};`).join('\n')] };
  const after = now.objects.map((object) =>
    wantedOf(request, object, { roles: grantees.map((one) => roleOf(one, now)), now }),
  );
  const touched = now.objects.flatMap((object, index) => {
    const wanted = after[index];
    return wanted && statementsBetween(request, object, wanted).length > 0 ? [{ object, wanted }] : [];
  });
  if (touched.length === 0) return { changes: [], result, warnings };
  const change = pgChange(loginOf(given), {
    title: titleOf(given),
    sql: statements,
    undo: touched.flatMap(({ object, wanted }) => statementsBetween(request, wanted, object)),
    leaves: [{ look: privilegesLook(given), rows: rowsWith(rows, after) }],
    before: touched.flatMap(({ object, wanted }) => linesOf(object, wanted)),
    after: touched.flatMap(({ object, wanted }) => linesOf(wanted, object)),
  });
  return { changes: [change], result, warnings, failure: ({ stderr, code }) => ({ msg: pgSays(stderr), rc: code }) };
}

function refused({ type }: PgPrivs, said: string): string {
  return type === 'parameter' && /pg_parameter_acl/.test(said)
    ? 'privileges on parameters need PostgreSQL 15 or newer'
    : said;
}

function warningsOf(
  { type, target_roles: targets }: PgPrivs,
  missing: readonly string[],
  grantees: readonly Grantee[],
): readonly string[] {
  const what = grantees.length === 0 ? 'nothing to do' : 'pass it';
  return [
    ...(targets !== undefined && type !== 'default_privs'
      ? ['"target_roles" will be ignored Argument "type: default_privs" is required for usage of "target_roles".']
      : []),
    ...missing.map(
      (role, index) => `Role '${role}' does not exist, ${index === missing.length - 1 ? what : 'pass it'}`,
    ),
  ];
}

const NAMES: Partial<Readonly<Record<Request['type'], string>>> = {
  table: 'relation',
  sequence: 'relation',
  group: 'role',
  foreign_data_wrapper: 'foreign-data wrapper',
  foreign_server: 'server',
};

// In the words of the server, which would only say it when it is told to grant.
function missingObject(request: Request, { objects: found, roles, schemas }: Privileges): string | undefined {
  const { type, objects, schema, targetRoles } = request;
  if (schema !== undefined && !schemas.includes(schema)) return `schema "${schema}" does not exist`;
  const target = targetRoles.find((role) => !roles.includes(role));
  if (target !== undefined) return `role "${target}" does not exist`;
  if (objects === 'all' || type === 'default_privs') return undefined;
  const object = objects.find((name) => !found.some((one) => one.object === name));
  if (object === undefined) return undefined;
  if (type === 'function' || type === 'procedure')
    return `${type} ${objectSql(request, object).replaceAll('"', '')} does not exist`;
  return `${NAMES[type] ?? type} "${schema === undefined ? '' : `${schema}.`}${object}" does not exist`;
}

interface Wanted {
  /** `null` is PUBLIC. */
  readonly roles: readonly (string | null)[];
  readonly now: Privileges;
}

function wantedOf(request: Request, seen: ObjectSeen, { roles, now }: Wanted): ObjectSeen {
  return { ...seen, held: roles.reduce((held, role) => heldBy(request, { ...seen, held }, role, now), seen.held) };
}

function heldBy(request: Request, seen: ObjectSeen, role: string | null, { words: all }: Privileges): readonly Held[] {
  const { state, grantOption, type, words: asked } = request;
  const isOurs = (one: Held): boolean => one.to === role && (!seen.own || one.by === seen.owner);
  const words = (of: string, given: readonly string[]): readonly string[] =>
    given.flatMap((word) => (word === 'ALL' ? (all.get(of) ?? []) : [word === 'TEMP' ? 'TEMPORARY' : word]));
  if (type === 'default_privs')
    return defaultsHeldBy(request, seen, { role, isOurs, words: words(seen.object, asked) });
  const mine = type === 'group' ? ['MEMBER'] : words(type, asked);
  if (state === 'absent') return seen.held.filter((one) => !(isOurs(one) && mine.includes(one.word)));
  const changed = seen.held.map((one) =>
    isOurs(one) && mine.includes(one.word) ? { ...one, more: grantOption ?? one.more } : one,
  );
  const added = mine.filter((word) => !seen.held.some((one) => isOurs(one) && one.word === word));
  return [...changed, ...added.map((word) => ({ to: role, by: seen.owner, word, more: grantOption === true }))];
}

interface Defaults {
  readonly role: string | null;
  readonly isOurs: (one: Held) => boolean;
  readonly words: readonly string[];
}

// What a role has by default is set anew, whatever it was; the use of types comes on top.
function defaultsHeldBy(request: Request, seen: ObjectSeen, { role, isOurs, words }: Defaults): readonly Held[] {
  const { state, grantOption, usageOnTypes } = request;
  const isNamed = defaultObjects(request).includes(seen.object);
  const kept = isNamed ? seen.held.filter((one) => !isOurs(one)) : seen.held;
  if (state === 'absent') return kept;
  const usage = usageOnTypes && seen.object === 'TYPES' ? ['USAGE'] : [];
  const fresh = [...new Set([...(isNamed ? words : []), ...usage])].map(
    (word): Held => ({ to: role, by: seen.owner, word, more: grantOption === true }),
  );
  const raised = kept.map((one) => ({ ...one, more: one.more || (sameIn(fresh, one)?.more ?? false) }));
  return [...raised, ...fresh.filter((one) => !sameIn(kept, one))];
}

function titleOf({ state, type, privs, objs, roles, database }: PgPrivs): string {
  const [grant, to] = state === 'present' ? ['grant', 'to'] : ['revoke', 'from'];
  const objects = objs ?? database;
  return type === 'group'
    ? `${grant} membership in ${objects} ${to} ${roles}`
    : `${grant} ${privs} on ${type.replaceAll('_', ' ')} ${objects} ${to} ${roles}`;
}

// What an object has that the other state of it has not, a line for each role.
function linesOf(object: ObjectSeen, other: ObjectSeen): readonly string[] {
  const differing = object.held.filter((one) => sameIn(other.held, one)?.more !== one.more);
  const roles = [...new Set(differing.map(({ to }) => to))];
  return roles.map((role) => {
    const words = differing
      .filter(({ to }) => to === role)
      .map(({ word, more }) => `${word}${more ? ' with grant option' : ''}`);
    return `${role ?? 'PUBLIC'} on ${object.object}: ${words.join(', ')}`;
  });
}
