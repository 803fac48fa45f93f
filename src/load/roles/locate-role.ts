// The role that is asked for: found, and not in the middle of being used already.

import { scopesOf } from '../../model/playbook.ts';
import { roleOfPlace, searchIn } from '../playbook/place.ts';
import type { Session } from '../playbook/session.ts';
import { displayPath } from '../yaml/read-source.ts';
import { findRole } from './find-role.ts';
import type { RoleRequest } from './role-request.ts';

/** A role's directory, and what it is called. */
export type FoundPath = { readonly path: string; readonly name: string; readonly collection?: string };

/** Where the role is; undefined where there is none of that name, or where it uses itself, which is reported. */
export function locateRole(session: Session, request: RoleRequest): FoundPath | undefined {
  const found = locate(session, request);
  return found && !usesItself(session, request, found.path) ? found : undefined;
}

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
    found.meant === undefined ? searched : `did you mean '${found.meant}'? ${searched}`,
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

/** Where a role's short module names are searched: in its own collection first. */
export function collectionsOf({ collection }: FoundPath, declared: readonly string[]): readonly string[] {
  return collection === undefined ? declared : [collection, ...declared.filter((name) => name !== collection)];
}
