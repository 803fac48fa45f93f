// Finds the modules that tsplay does not have itself: in the user's collections, in ansible-core, beside roles and playbooks.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { PythonTree } from './python-tree.ts';
import type { Route } from './routing.ts';

/** A module's file, and what it is called. */
export interface LocatedModule {
  readonly kind: 'module';
  /** `community.general.archive`; of a module beside a playbook just its name. */
  readonly name: string;
  readonly path: string;
  /** The dotted name that Python knows it by. */
  readonly pythonName: string;
  /** Directories of `module_utils` that count for it alone. */
  readonly utilities: readonly string[];
  readonly deprecation?: string;
}

/** What is there but cannot be run, and why. */
export interface RefusedModule {
  readonly kind: 'refused';
  readonly name: string;
  readonly reason: string;
}

/** A word that only another name stands for. */
export interface MovedModule {
  readonly kind: 'moved';
  readonly to: string;
  readonly deprecation?: string;
}

export type Located = LocatedModule | RefusedModule | MovedModule;

/** What Ansible does not take for a module. */
const IGNORED = new Set([
  '.pyc',
  '.pyo',
  '.swp',
  '.bak',
  '.rpm',
  '.md',
  '.txt',
  '.rst',
  '.yaml',
  '.yml',
  '.ini',
  '.json',
]);
const CORE = new Set(['ansible.builtin', 'ansible.legacy']);

/** A module in one of the user's own directories (`library/`). */
export function inDirectories(
  directories: readonly string[],
  name: string,
  all: readonly string[],
): Exclude<Located, MovedModule> | undefined {
  for (const directory of directories) {
    const plugin = join(dirname(directory), 'action_plugins', `${name}.py`);
    if (existsSync(plugin)) return actionPlugin(name, plugin);
    const path = fileIn(directory, name);
    if (path === undefined) continue;
    const utilities = all.map((one) => join(dirname(one), 'module_utils')).filter((one) => existsSync(one));
    return { kind: 'module', name, path, pythonName: `ansible.modules.${name}`, utilities };
  }
  return undefined;
}

/** A module of ansible-core by its short name, or one of a collection by its full one. */
export function inTree(tree: PythonTree, word: string): Located | undefined {
  const [namespace, collection, ...rest] = word.split('.');
  const full = rest.length > 0;
  const owner = full ? `${namespace}.${collection}` : 'ansible.builtin';
  const name = full ? rest.join('.') : word;
  const route = tree.routing(owner)?.of('modules', name);
  if (route?.tombstone !== undefined) return removed(`${owner}.${name}`, route.tombstone);
  const deprecation = route && deprecationText(`${owner}.${name}`, route);
  if (route?.redirect !== undefined)
    return { kind: 'moved', to: route.redirect, ...(deprecation !== undefined && { deprecation }) };
  const found = CORE.has(owner) ? inCore(tree, name) : inCollection(tree, owner, name);
  return found?.kind === 'module' && deprecation !== undefined ? { ...found, deprecation } : found;
}

/** Every module of the user's collections and of ansible-core, by its full name. */
export function* namesIn(tree: PythonTree, collectionRoots: readonly string[]): Generator<string> {
  if (tree.core !== undefined)
    for (const name of moduleNames(join(tree.core, 'modules'))) yield `ansible.builtin.${name}`;
  for (const root of collectionRoots) {
    for (const namespace of subdirectories(join(root, 'ansible_collections'))) {
      for (const collection of subdirectories(namespace)) {
        const owner = `${basename(namespace)}.${basename(collection)}`;
        if (tree.collection(owner) !== collection) continue;
        for (const name of moduleNames(join(collection, 'plugins/modules'))) yield `${owner}.${name}`;
      }
    }
  }
}

function inCore(tree: PythonTree, name: string): Located | undefined {
  if (tree.core === undefined) return undefined;
  const plugin = join(tree.core, 'plugins/action', `${name}.py`);
  if (existsSync(plugin)) return actionPlugin(`ansible.builtin.${name}`, plugin);
  const path = join(tree.core, 'modules', `${name}.py`);
  if (!existsSync(path)) return undefined;
  return {
    kind: 'module',
    name: `ansible.builtin.${name}`,
    path,
    pythonName: `ansible.modules.${name}`,
    utilities: [],
  };
}

function inCollection(tree: PythonTree, owner: string, name: string): Located | undefined {
  const directory = tree.collection(owner);
  if (directory === undefined) return undefined;
  const parts = name.split('.');
  const action = tree.routing(owner)?.of('action', name)?.redirect ?? `${owner}.${name}`;
  const plugin = actionFile(tree, action);
  if (plugin !== undefined) return actionPlugin(`${owner}.${name}`, plugin);
  const path = fileIn(join(directory, 'plugins/modules', ...parts.slice(0, -1)), parts.at(-1) ?? '');
  if (path === undefined) return undefined;
  const pythonName = `ansible_collections.${owner}.plugins.modules.${name}`;
  return { kind: 'module', name: `${owner}.${name}`, path, pythonName, utilities: [] };
}

function actionFile(tree: PythonTree, name: string): string | undefined {
  const [namespace, collection, ...rest] = name.split('.');
  const directory = tree.collection(`${namespace}.${collection}`);
  const path = directory && `${join(directory, 'plugins/action', ...rest)}.py`;
  return path !== undefined && existsSync(path) ? path : undefined;
}

// Any file of that name is a module, whatever it is written in; Python goes first.
function fileIn(directory: string, name: string): string | undefined {
  const python = join(directory, `${name}.py`);
  if (existsSync(python)) return python;
  const files = statSync(directory, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(directory).sort() : [];
  return files
    .filter((file) => (file === name || basename(file, extname(file)) === name) && !IGNORED.has(extname(file)))
    .map((file) => join(directory, file))
    .find((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

function actionPlugin(name: string, plugin: string): RefusedModule {
  const reason =
    `the module '${name}' is an action plugin (${plugin}): Python that Ansible runs on the controller, within itself, ` +
    `which tsplay cannot`;
  return { kind: 'refused', name, reason };
}

function removed(name: string, text: string): RefusedModule {
  return { kind: 'refused', name, reason: `the module '${name}' has been removed${text === '' ? '' : `: ${text}`}` };
}

function deprecationText(name: string, { deprecation }: Route): string | undefined {
  if (!deprecation) return undefined;
  const when = deprecation.version === undefined ? deprecation.date : `version ${deprecation.version}`;
  const end = when === undefined ? '' : ` It will be removed in ${when}.`;
  return `${name} has been deprecated. ${deprecation.text}${end}`.trim();
}

function subdirectories(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && /^[a-z_]\w*$/i.test(entry.name))
    .map((entry) => join(directory, entry.name))
    .sort();
}

function moduleNames(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((file) => /^[a-z]\w*\.py$/i.test(file))
    .map((file) => basename(file, '.py'))
    .sort();
}
