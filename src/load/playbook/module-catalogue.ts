// The modules of tsplay and of the user, as loading asks for them.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, error } from '../../model/diagnostic.ts';
import type { Action } from '../../model/playbook.ts';
import type { Catalogue, FoundModule } from '../../module/registry.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { isAnsibleModule } from './ansible-modules.ts';
import { isEngineAction } from './builtin-actions.ts';
import { checkArguments } from './module-arguments.ts';
import type { KnownModule, ModuleCatalogue, ModuleSearch } from './options.ts';

const ENDINGS = ['.ts', '.mts', '.js', '.mjs'];

// Collections whose names people mistype; those of tsplay's own modules, and those Ansible users know best.
const COLLECTIONS = [
  ...['ansible.builtin', 'ansible.legacy', 'ansible.posix', 'ansible.windows', 'ansible.utils', 'ansible.netcommon'],
  ...['community.general', 'community.crypto', 'community.docker', 'community.mysql', 'community.postgresql', 'tsplay'],
];

/** Answers from the registry that runs will take modules from. */
export function moduleCatalogue(registry: Catalogue): ModuleCatalogue {
  const own = new Set(registry.names());
  const told = new Set<string>();
  return {
    kindOf: (word, { collections, directories }) => {
      const dot = word.lastIndexOf('.');
      const known = dot < 0 || COLLECTIONS.includes(word.slice(0, dot));
      if (known && own.has(word.slice(dot + 1))) return 'module';
      if (!word.includes('.') && collections.some((name) => registry.isForeign(`${name}.${word}`))) return 'module';
      if (isIn(directories, word, ENDINGS) || registry.isForeign(word, directories)) return 'module';
      if (!known && nearest(word.slice(0, dot), COLLECTIONS) !== undefined) return undefined;
      // A Python module of the user's cannot run here, but it is no mistake to have one.
      if (isAnsibleModule(word) || isIn(directories, word, ['.py'])) return 'unsupported';
      // Nor is the module of a collection in which it is searched.
      return collections.every((name) => COLLECTIONS.includes(name)) ? undefined : 'unsupported';
    },
    hasGroup: (name) => hasGroup(registry, name),
    words: () => [...own].flatMap((name) => [name, `ansible.builtin.${name}`]),
    load: (word, search) => load(registry, { word, search, told }),
  };
}

// A collection that is not there may have any group.
function hasGroup(registry: Catalogue, name: string): boolean | undefined {
  const full = name.includes('.') ? name : `ansible.builtin.${name}`;
  if (registry.group(full) !== undefined) return true;
  return registry.hasGroups(full.split('.').slice(0, 2).join('.')) ? false : undefined;
}

/** Whether a word means a module, ours or Ansible's: the test `community.general.a_module`. */
export function isModule(registry: Catalogue, word: string): boolean {
  const own = registry.names().includes(word.replace(/^ansible\.(builtin|legacy)\./, ''));
  const short = !word.includes('.') && isAnsibleModule(word);
  return own || short || isEngineAction(word) || registry.isForeign(word);
}

interface Wanted {
  readonly word: string;
  readonly search: ModuleSearch;
  /** What was warned of already. */
  readonly told: Set<string>;
}

async function load(registry: Catalogue, { word, search, told }: Wanted): Promise<KnownModule | undefined> {
  try {
    const found = await registry.resolveIn(word, search);
    if (!found) return undefined;
    return {
      name: found.name,
      check: (action, circumstances) => [
        ...foreignWarnings(found, action, told),
        ...checkArguments(found, action, circumstances),
      ],
    };
  } catch (failure) {
    // The user's own module: whatever its file throws when it is read.
    const reason = failure instanceof Error ? failure.message : String(failure);
    return { name: word, check: ({ span }) => [error(`the module '${word}' cannot be loaded: ${reason}`, span)] };
  }
}

// What cannot be run is no mistake yet: roles carry tasks for many systems.
function foreignWarnings({ foreign }: FoundModule, { span }: Action, told: Set<string>): readonly Diagnostic[] {
  const { refused, deprecation } = foreign ?? {};
  const message = refused ?? deprecation;
  if (message === undefined || told.has(message)) return [];
  told.add(message);
  const hint = refused === undefined ? undefined : 'a task that comes to run it fails';
  return [{ severity: 'warning', message, span, ...(hint !== undefined && { hint }) }];
}

function isIn(directories: readonly string[], word: string, endings: readonly string[]): boolean {
  return directories.some((directory) => endings.some((ending) => existsSync(join(directory, word + ending))));
}
