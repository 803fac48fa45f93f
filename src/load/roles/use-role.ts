// One use of a role: its files found and read, its dependencies before its own tasks, all in one block.

import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Block, Play, Role, RoleBlock, Statement } from '../../model/playbook.ts';
import type { Node } from '../../model/source.ts';
import { hasTag } from '../playbook/nodes.ts';
import type { Session } from '../playbook/session.ts';
import { argumentCheck, argumentSpecOf } from './argument-spec.ts';
import { identityOf } from './identity.ts';
import { collectionsOf, type FoundPath, locateRole } from './locate-role.ts';
import { type Metadata, readMetadata } from './metadata.ts';
import { type RoleEntry, readRoleEntry } from './role-entry.ts';
import { roleFile, roleVariables, type Wanted } from './role-files.ts';
import { MAIN, type ReadStatements, type RoleRequest } from './role-request.ts';

/** The role as a block; undefined where there is no such role, or where it depends on itself, which was reported. */
export function useRole(session: Session, request: RoleRequest, read: ReadStatements): RoleBlock | undefined {
  const found = locateRole(session, request);
  if (found === undefined) return undefined;
  const metadata = readMetadata(session, found);
  const handlers: Statement[] = [];
  const role = roleOf(session, { request, found, metadata, handlers });
  const tasks = roleFile(session, found.path, wanted(request, found, 'tasks'));
  const block: Statement[] = [];
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
  const place = { parent: roleBlock, base: request.base };
  // Statements point to their block, so the block is there before them.
  block.push(...dependenciesOf(session, { dependencies: metadata.dependencies, ...place }, read));
  if (role.argumentSpec) block.push(argumentCheck(roleBlock, role.argumentSpec));
  block.push(...readRoleFile(session, { ...place, path: tasks, handlers: false }, read));
  const path = roleFile(session, found.path, wanted(request, found, 'handlers'));
  handlers.push(...readRoleFile(session, { ...place, path, handlers: true }, read));
  session.libraries.push(...role.library);
  return roleBlock;
}

interface Use {
  readonly request: RoleRequest;
  readonly found: FoundPath;
  readonly metadata: Metadata;
  readonly handlers: readonly Statement[];
}

function roleOf(session: Session, { request, found, metadata, handlers }: Use): Role {
  const spec = request.validate ? argumentSpecOf(metadata.argumentSpecs, request.from.tasks) : undefined;
  return {
    ...found,
    usedBy: request.usedBy,
    tasksFrom: request.from.tasks,
    params: request.params,
    defaults: roleVariables(session, found.path, wanted(request, found, 'defaults')),
    vars: roleVariables(session, found.path, wanted(request, found, 'vars')),
    handlers,
    identity: identityOf({ ...request, path: found.path }),
    allowDuplicates: request.allowDuplicates ?? metadata.allowDuplicates,
    public: request.public,
    collections: collectionsOf(found, metadata.collections),
    ...(spec && { argumentSpec: spec }),
    library: ['library', 'modules'].map((name) => join(found.path, name)).filter((path) => existsSync(path)),
  };
}

function wanted({ from, fromSpans, span }: RoleRequest, { name }: FoundPath, folder: Wanted['folder']): Wanted {
  return { role: name, folder, name: from[folder], span: fromSpans?.[folder] ?? span };
}

interface Dependencies {
  readonly dependencies: readonly Node[];
  readonly parent: RoleBlock;
  readonly base: string;
}

function dependenciesOf(
  session: Session,
  { dependencies, parent, base }: Dependencies,
  read: ReadStatements,
): readonly RoleBlock[] {
  return dependencies.flatMap((node) => {
    const entry = readRoleEntry(session, node);
    return (entry && useEntry(session, entry, { usedBy: 'dependency', parent, base }, read)) ?? [];
  });
}

/** A role named by an entry of `roles:` or of dependencies. */
export function useEntry(
  session: Session,
  entry: RoleEntry,
  where: Pick<RoleRequest, 'usedBy' | 'parent' | 'base'>,
  read: ReadStatements,
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

function readRoleFile(session: Session, { path, ...place }: RoleFile, read: ReadStatements): readonly Statement[] {
  const document = path === undefined ? undefined : session.document(path);
  if (path === undefined || document === undefined) return [];
  const what = `${place.handlers ? 'handlers' : 'tasks'}/${basename(path)} of role '${place.parent.role.name}'`;
  return read(session, document, { ...place, path }, what);
}
