// One use of a role: its files found and read, its dependencies before its own tasks, all in one block.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Block, Keywords, Play, Role, RoleBlock, Statement, Task } from '../../model/playbook.ts';
import { scopesOf } from '../../model/playbook.ts';
import type { MapEntry, Node, Span } from '../../model/source.ts';
import { hasTag } from '../playbook/nodes.ts';
import type { Place } from '../playbook/place.ts';
import { roleOfPlace, searchIn } from '../playbook/place.ts';
import type { Session } from '../playbook/session.ts';
import { displayPath } from '../yaml/read-source.ts';
import { argumentCheck, argumentSpecOf } from './argument-spec.ts';
import { findRole } from './find-role.ts';
import { identityOf } from './identity.ts';
import { readMetadata } from './metadata.ts';
import { type RoleEntry, readRoleEntry } from './role-entry.ts';
import { roleFile, roleVariables, type Wanted } from './role-files.ts';

type Read = (session: Session, list: Node | undefined, place: Place, what: string) => readonly Statement[];

/** What a place in a playbook asks of a role. */
export interface RoleRequest {
  readonly name: string;
  /** Of the name. */
  readonly span: Span;
  readonly usedBy: Role['usedBy'];
  readonly keywords: Keywords;
  /** Variables beside the name. */
  readonly params: readonly MapEntry[];
  readonly from: Readonly<Record<'tasks' | 'vars' | 'defaults' | 'handlers', string>>;
  /** Where `tasks_from` and its like are written. */
  readonly fromSpans?: { readonly [K in keyof RoleRequest['from']]?: Span };
  readonly allowDuplicates?: boolean;
  readonly public: boolean;
  readonly validate: boolean;
  readonly parent: Play | Block;
  /** Directory of the playbook. */
  readonly base: string;
  readonly include?: Task;
}

export const MAIN: RoleRequest['from'] = { tasks: 'main', vars: 'main', defaults: 'main', handlers: 'main' };

/** The role as a block; undefined where there is no such role, or where it depends on itself, which was reported. */
export function useRole(session: Session, request: RoleRequest, read: Read): RoleBlock | undefined {
  const found = locate(session, request);
  if (found === undefined || usesItself(session, request, found.path)) return undefined;
  const metadata = readMetadata(session, found);
  const block: Statement[] = [];
  const handlers: Statement[] = [];
  const wanted = (folder: Wanted['folder']): Wanted => ({
    role: found.name,
    folder,
    name: request.from[folder],
    span: request.fromSpans?.[folder] ?? request.span,
  });
  const argumentSpec = request.validate ? argumentSpecOf(metadata.argumentSpecs, request.from.tasks) : undefined;
  const role: Role = {
    ...found,
    usedBy: request.usedBy,
    tasksFrom: request.from.tasks,
    params: request.params,
    defaults: roleVariables(session, found.path, wanted('defaults')),
    vars: roleVariables(session, found.path, wanted('vars')),
    handlers,
    identity: identityOf({ ...request, path: found.path }),
    allowDuplicates: request.allowDuplicates ?? metadata.allowDuplicates,
    public: request.public,
    collections: collectionsOf(found, metadata.collections),
    ...(argumentSpec && { argumentSpec }),
    library: ['library', 'modules'].map((name) => join(found.path, name)).filter((path) => existsSync(path)),
  };
  const tasks = roleFile(session, found.path, wanted('tasks'));
  const roleBlock: RoleBlock = {
    kind: 'block',
    origin: 'role',
    keywords: request.keywords,
    block,
    rescue: [],
    always: [],
    parent: request.parent,
    role,
    ...(request.include && { include: request.include }),
    path: tasks ?? found.path,
    span: request.span,
  };
  block.push(
    ...dependenciesOf(session, { dependencies: metadata.dependencies, block: roleBlock, base: request.base }, read),
  );
  if (argumentSpec) block.push(argumentCheck(roleBlock, argumentSpec));
  const place = { parent: roleBlock, base: request.base };
  block.push(...readRoleFile(session, { ...place, path: tasks, handlers: false }, 'tasks', read));
  const handlersFile = roleFile(session, found.path, wanted('handlers'));
  handlers.push(...readRoleFile(session, { ...place, path: handlersFile, handlers: true }, 'handlers', read));
  session.libraries.push(...role.library);
  return roleBlock;
}

type FoundPath = { readonly path: string; readonly name: string; readonly collection?: string };

function locate(session: Session, { name, span, base, parent, usedBy }: RoleRequest): FoundPath | undefined {
  const dependent = roleOfPlace(parent);
  const { collections } = searchIn(parent, new Map());
  const found = findRole(session.options, name, { base, collections, ...(dependent && { dependent }) });
  if ('path' in found) return found;
  const searched = `searched: ${found.searched.map(displayPath).join(', ')}`;
  const by = usedBy === 'dependency' && dependent ? `, which '${dependent.name}' depends on` : '';
  session.error(
    `there is no role '${name}'${by}`,
    span,
    found.meant === undefined ? searched : `did you mean '${found.meant}'?`,
  );
  return undefined;
}

// Static uses only: what a dynamic include brings has a chance to end.
function usesItself(session: Session, request: RoleRequest, path: string): boolean {
  if (request.include || request.parent.kind === 'play') return false;
  for (const scope of scopesOf(request.parent)) {
    if (scope.kind !== 'block' || scope.include) return false;
    if (scope.role?.path !== path) continue;
    if (request.usedBy !== 'dependency' && scope.role.tasksFrom !== request.from.tasks) continue;
    session.error(
      `role '${request.name}' uses itself`,
      request.span,
      request.usedBy === 'dependency'
        ? 'one of its dependencies depends on it'
        : 'use include_role with a condition that ends it',
    );
    return true;
  }
  return false;
}

// Modules of a role in a collection are searched in that collection first.
function collectionsOf({ collection }: FoundPath, declared: readonly string[]): readonly string[] {
  return collection === undefined ? declared : [collection, ...declared.filter((name) => name !== collection)];
}

interface Dependencies {
  readonly dependencies: readonly Node[];
  readonly block: RoleBlock;
  readonly base: string;
}

function dependenciesOf(
  session: Session,
  { dependencies, block, base }: Dependencies,
  read: Read,
): readonly RoleBlock[] {
  return dependencies.flatMap((node) => {
    const entry = readRoleEntry(session, node);
    return (entry && useEntry(session, entry, { usedBy: 'dependency', parent: block, base }, read)) ?? [];
  });
}

/** A role named by an entry of `roles:` or of dependencies. */
export function useEntry(
  session: Session,
  entry: RoleEntry,
  where: Pick<RoleRequest, 'usedBy' | 'parent' | 'base'>,
  read: Read,
): RoleBlock | undefined {
  const name = entryName(session, entry, where.parent);
  if (name === undefined) return undefined;
  const { keywords, params } = entry;
  return useRole(
    session,
    { ...where, name, span: entry.name.span, keywords, params, from: MAIN, public: true, validate: true },
    read,
  );
}

function entryName(session: Session, { name }: RoleEntry, parent: Play | Block): string | undefined {
  const text = String(name.value);
  if (!hasTag(text)) return text;
  const rendered = session.options.names.text(name, parent);
  if (rendered.ok) return rendered.value;
  for (const problem of rendered.problems) session.report(problem);
  return undefined;
}

interface RoleFile {
  readonly parent: RoleBlock;
  readonly base: string;
  readonly path: string | undefined;
  readonly handlers: boolean;
}

function readRoleFile(
  session: Session,
  { path, ...place }: RoleFile,
  folder: 'tasks' | 'handlers',
  read: Read,
): readonly Statement[] {
  if (path === undefined) return [];
  const document = session.document(path);
  if (document === undefined) return [];
  return read(
    session,
    document,
    { ...place, path },
    `${folder}/${path.slice(dirname(path).length + 1)} of role '${place.parent.role.name}'`,
  );
}
