// The SQL that grants and revokes: what a task asks for in one go, and what takes the difference between two states back.

import { pgName } from '../connection.ts';
import type { Held, ObjectSeen } from './catalogue.ts';
import { type Grantee, objectSql, type Request } from './request.ts';

/** Statements without their semicolons, in the words of the task. */
export function statementsFor(request: Request, grantees: readonly Grantee[]): readonly string[] {
  const who = grantees.map(granteeSql).join(',');
  if (request.type === 'default_privs') return defaultStatements(request, who);
  const { state, grantOption, type } = request;
  const what = whatOf(request);
  const option = type === 'group' ? 'ADMIN OPTION' : 'GRANT OPTION';
  if (state === 'absent') return [`REVOKE ${what} FROM ${who}`];
  return [
    `GRANT ${what} TO ${who}${grantOption === true ? ` WITH ${option}` : ''}`,
    ...(grantOption === false ? [`REVOKE ${option} FOR ${what} FROM ${who}`] : []),
  ];
}

const granteeSql = (grantee: Grantee): string => ('role' in grantee ? pgName(grantee.role) : grantee.word);

function whatOf(request: Request): string {
  const { type, words, objects, schema } = request;
  if (objects === 'all')
    return `${words.join(',')} ON ALL ${type.toUpperCase()}S IN SCHEMA ${pgName(schema ?? 'public')}`;
  const names = objects.map((object) => objectSql(request, object)).join(',');
  return type === 'group' ? names : `${words.join(',')} ON ${type.replaceAll('_', ' ')} ${names}`;
}

/** What absent takes away, whatever is named, as Ansible does. */
const ALWAYS_REVOKED = ['TABLES', 'SEQUENCES', 'TYPES'];

/** The objects of default_privs that a task is about. */
export function defaultObjects({ objects, state }: Request): readonly string[] {
  const named = objects === 'all' ? [] : objects;
  return state === 'absent' ? [...new Set([...ALWAYS_REVOKED, ...named])] : named;
}

function defaultStatements(request: Request, who: string): readonly string[] {
  const { state, schema, targetRoles, words, grantOption, usageOnTypes } = request;
  const owners = targetRoles.length > 0 ? ` FOR ROLE ${targetRoles.map(pgName).join(',')}` : '';
  const start = `ALTER DEFAULT PRIVILEGES${owners}${schema === undefined ? '' : ` IN SCHEMA ${pgName(schema)}`}`;
  const objects = defaultObjects(request);
  const revoke = objects.map((object) => `${start} REVOKE ALL ON ${object} FROM ${who}`);
  if (state === 'absent') return revoke;
  const more = grantOption === true ? ' WITH GRANT OPTION' : '';
  return [
    ...revoke,
    ...objects.map((object) => `${start} GRANT ${words.join(',')} ON ${object} TO ${who}${more}`),
    ...(usageOnTypes ? [`${start} GRANT USAGE ON TYPES TO ${who}${more}`] : []),
  ];
}

/** Statements that lead an object from one state to another. */
export function statementsBetween(request: Request, from: ObjectSeen, to: ObjectSeen): readonly string[] {
  const grants: string[] = [];
  for (const old of from.held) {
    const now = sameIn(to.held, old);
    if (!now) grants.push(revokeSql(request, from, old));
    else if (old.more && !now.more) grants.push(revokeSql(request, from, old, true));
  }
  for (const now of to.held) {
    const old = sameIn(from.held, now);
    if (!old || (now.more && !old.more)) grants.push(grantSql(request, to, now));
  }
  return grants;
}

/** The same privilege of the same role by the same grantor. */
export function sameIn(held: readonly Held[], one: Held): Held | undefined {
  return held.find(({ to, by, word }) => to === one.to && by === one.by && word === one.word);
}

function grantSql(request: Request, { object, target }: ObjectSeen, { to, word, more }: Held): string {
  const who = to === null ? 'PUBLIC' : pgName(to);
  if (request.type === 'group') return `GRANT ${target} TO ${who}${more ? ' WITH ADMIN OPTION' : ''}`;
  const option = more ? ' WITH GRANT OPTION' : '';
  if (request.type === 'default_privs')
    return `ALTER DEFAULT PRIVILEGES FOR ROLE ${target} GRANT ${word} ON ${object} TO ${who}${option}`;
  return `GRANT ${word} ON ${request.type.replaceAll('_', ' ')} ${target} TO ${who}${option}`;
}

function revokeSql(request: Request, { object, target }: ObjectSeen, { to, word }: Held, optionOnly = false): string {
  const who = to === null ? 'PUBLIC' : pgName(to);
  if (request.type === 'group') return `REVOKE ${optionOnly ? 'ADMIN OPTION FOR ' : ''}${target} FROM ${who}`;
  const option = optionOnly ? 'GRANT OPTION FOR ' : '';
  if (request.type === 'default_privs')
    return `ALTER DEFAULT PRIVILEGES FOR ROLE ${target} REVOKE ${option}${word} ON ${object} FROM ${who}`;
  return `REVOKE ${option}${word} ON ${request.type.replaceAll('_', ' ')} ${target} FROM ${who}`;
}
