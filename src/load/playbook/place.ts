// Where statements are being read: what they belong to, and where the names of files in them are searched.

import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Block, Play, Statement } from '../../model/playbook.ts';
import { listed, roleOf, scopesOf } from '../../model/playbook.ts';
import { collectionAround } from '../roles/find-role.ts';
import { textOf } from './nodes.ts';
import type { ModuleSearch } from './options.ts';

/** The surroundings of statements that are being read. */
export interface Place {
  readonly parent: Play | Block;
  /** Absolute path of the file they stand in. */
  readonly path: string;
  /** The directory of the playbook: for static imports that of the file with the play, at run time that of the playbook that was started. */
  readonly base: string;
  /** They are handlers. */
  readonly handlers: boolean;
}

/**
 * Paths that a file of tasks may have, in the order Ansible tries them. `include_tasks` prefers the role's `tasks/` to the directory of
 * the file that includes; `import_tasks` does it the other way round.
 */
export function taskFileCandidates(name: string, place: Place, dynamic: boolean): readonly string[] {
  const folder = place.handlers ? 'handlers' : 'tasks';
  const role = roleOfPlace(place.parent);
  if (isAbsolute(name)) return [name];
  const nested = includedFrom(place.parent);
  if (role === undefined)
    return unique([...nested.map((from) => resolve(place.base, from, name)), resolve(place.base, name)]);
  const around = (directory: string) => [
    join(directory, folder, name),
    join(place.base, folder, name),
    join(directory, name),
    join(place.base, name),
  ];
  const near = nested.map((from) => resolve(role.path, folder, from)).flatMap(around);
  // Handlers may share files with the tasks of their role.
  const own = [join(role.path, folder, name), join(role.path, 'tasks', name), ...around(role.path)];
  return unique(dynamic ? [...own, ...near] : [...near, ...own]);
}

/** The first of several paths that exists. */
export function firstExisting(paths: readonly string[]): string | undefined {
  return paths.find((path) => existsSync(path));
}

// `import_tasks: a/b.yml` inside of which `import_tasks: c/d.yml` stands: names are relative to `c`, then to `a/c`.
function includedFrom(parent: Play | Block): readonly string[] {
  const directories: string[] = [];
  let path = '';
  for (const scope of scopesOfPlace(parent)) {
    if (scope.kind !== 'block' || scope.origin === 'role') break;
    if (scope.writtenAs === undefined) continue;
    path = join(dirname(scope.writtenAs), path);
    directories.push(path);
  }
  return directories.filter((directory) => directory !== '.');
}

function* scopesOfPlace(parent: Play | Block): Generator<Statement | Play> {
  if (parent.kind === 'play') yield parent;
  else for (const scope of scopesOf(parent)) if (scope.kind !== 'playbook-import') yield scope;
}

/** The role that statements in a scope belong to. */
export function roleOfPlace(parent: Play | Block) {
  return parent.kind === 'play' ? undefined : roleOf(parent);
}

/**
 * Where the modules of a task in a scope are searched. A role does not see the play's `collections`; the play of a collection's
 * playbook sees that collection first.
 */
export function searchIn(parent: Play | Block, own: Statement['keywords']): ModuleSearch {
  const directories = [...libraries(parent)];
  const written = own.get('collections');
  if (written) return { collections: names(listed(written.value)), directories };
  for (const scope of scopesOfPlace(parent)) {
    const collections = scope.keywords.get('collections');
    const around = scope.kind === 'play' ? collectionAround(dirname(scope.path)) : undefined;
    if (collections || around)
      return {
        collections: [...(around ? [around.name] : []), ...names(listed(collections?.value))],
        directories,
      };
    if (scope.kind === 'block' && scope.role) return { collections: scope.role.collections, directories };
  }
  return { collections: [], directories };
}

function names(nodes: ReturnType<typeof listed>): readonly string[] {
  return nodes.flatMap((node) => textOf(node) ?? []);
}

function* libraries(parent: Play | Block): Generator<string> {
  for (const scope of scopesOfPlace(parent)) {
    if (scope.kind === 'block' && scope.role) yield* scope.role.library;
    if (scope.kind === 'play') {
      for (const name of ['library', 'modules']) yield join(dirname(scope.path), name);
      // A role may be there only to bring modules to the others.
      yield* librariesIn(scope.roles);
    }
  }
}

function* librariesIn(statements: readonly Statement[]): Generator<string> {
  for (const statement of statements) {
    if (statement.kind !== 'block' || !statement.role) continue;
    yield* statement.role.library;
    yield* librariesIn(statement.block);
  }
}

function unique(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)];
}
