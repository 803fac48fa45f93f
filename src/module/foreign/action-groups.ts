// Groups of modules that `module_defaults` names as `group/NAME`: `action_groups` of a collection's `meta/runtime.yml`.

import { Dict, type Value } from '../../model/value.ts';
import type { PythonTree } from './python-tree.ts';

/** The full names of the modules in a group, those of groups that it takes in too; `undefined` where there is no such group. */
export function actionGroup(tree: PythonTree, name: string): ReadonlySet<string> | undefined {
  const members = new Set<string>();
  return collect(tree, name, { members, seen: new Set() }) ? members : undefined;
}

interface Found {
  readonly members: Set<string>;
  /** Groups that were read: they may take in each other. */
  readonly seen: Set<string>;
}

function collect(tree: PythonTree, name: string, found: Found): boolean {
  if (found.seen.has(name)) return true;
  found.seen.add(name);
  const [namespace = '', short = '', ...rest] = name.split('.');
  const collection = `${namespace}.${short}`;
  const items = tree.routing(collection)?.group(rest.join('.'));
  if (!items) return false;
  for (const item of items) {
    if (typeof item === 'string') found.members.add(within(collection, item));
    else for (const other of extended(item)) collect(tree, within(collection, other), found);
  }
  return true;
}

function within(collection: string, name: string): string {
  return name.split('.').length > 2 ? name : `${collection}.${name}`;
}

function extended(item: Value): readonly string[] {
  const metadata = item instanceof Dict ? item.get('metadata') : undefined;
  const groups = metadata instanceof Dict ? metadata.get('extend_group') : undefined;
  const listed = Array.isArray(groups) ? groups : [groups];
  return listed.flatMap((group) => (typeof group === 'string' ? [group] : []));
}
