// Where a role of some name lies.

import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { nearest } from '../diagnostics/nearest.ts';
import type { LoadOptions } from '../playbook/options.ts';

/** Where a role is searched, beside the configured paths. */
export interface RoleSearch {
  /** Directory of the playbook. */
  readonly base: string;
  /** The role whose dependency it is. */
  readonly dependent?: { readonly path: string; readonly collection?: string };
  /** Collections in which short names are searched first. */
  readonly collections: readonly string[];
}

export type FoundRole =
  | { readonly path: string; readonly name: string; readonly collection?: string }
  | { readonly searched: readonly string[]; readonly meant: string | undefined };

/**
 * The directory of a role: in a collection for `namespace.collection.role`, else in the collections to search, beside the
 * playbook in `roles/`, on the configured path, beside the role that depends on it, beside the playbook, or at the path that the name is.
 */
export function findRole(options: LoadOptions, name: string, search: RoleSearch): FoundRole {
  const qualified = /^(\w+\.\w+)\.([\w.]+)$/.exec(name);
  const own = search.dependent?.collection;
  const collections = qualified ? [qualified[1] ?? ''] : [...(own === undefined ? [] : [own]), ...search.collections];
  const short = qualified?.[2] ?? name;
  for (const collection of collections) {
    const path = collectionDirectories(options, search.base, collection)
      .map((directory) => join(directory, 'roles', ...short.split('.')))
      .find((directory) => !isEmpty(directory));
    if (path !== undefined) return { path, name: short.split('.').at(-1) ?? short, collection };
  }
  const directories = roleDirectories(options, search);
  const path = directories.map((directory) => join(directory, name)).find((candidate) => existsSync(candidate));
  if (path !== undefined) return { path, name };
  const asPath = resolve(name.replace(/^~(?=\/|$)/, homedir()));
  if (name.includes('/') && existsSync(asPath)) return { path: asPath, name };
  return { searched: directories, meant: nearest(name, directories.flatMap(directoriesIn)) };
}

/** Where a collection may lie: beside the playbook, where the playbook's own collection is, and on the configured path. */
export function collectionDirectories(options: LoadOptions, base: string, collection: string): readonly string[] {
  const around = collectionAround(base);
  return [join(base, 'collections'), ...(around ? [around.root] : []), ...options.collectionsPath].map((path) =>
    join(path.replace(/\/ansible_collections\/*$/, ''), 'ansible_collections', ...collection.split('.')),
  );
}

/** The collection in which a playbook lies, and the directory with the `ansible_collections` it is in. */
export function collectionAround(directory: string): { readonly root: string; readonly name: string } | undefined {
  const [, root, namespace, name] = /^(.*)\/ansible_collections\/(\w+)\/(\w+)(?:\/|$)/.exec(directory) ?? [];
  if (root === undefined || namespace === undefined || name === undefined) return undefined;
  return { root, name: `${namespace}.${name}` };
}

function roleDirectories(options: LoadOptions, { base, dependent }: RoleSearch): readonly string[] {
  const beside = dependent ? [dirname(dependent.path)] : [];
  return [...new Set([join(base, 'roles'), ...options.rolesPath, ...beside, base])];
}

// Nobody's role: a package manager left it.
function isEmpty(directory: string): boolean {
  return !existsSync(directory) || readdirSync(directory).length === 0;
}

function directoriesIn(directory: string): readonly string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch {
    return [];
  }
}
