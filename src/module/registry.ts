// Finds modules by the words playbooks use: short names, FQCNs and the names of users' own modules.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Action } from './action.ts';
import type { ForeignModules, ForeignOrigin } from './foreign/modules.ts';
import { importFile } from './import-file.ts';
import type { Module } from './module.ts';
import { type LoadFile, nativeModules } from './native.ts';

export interface FoundModule {
  /** The canonical name: `ansible.builtin.copy`. */
  readonly name: string;
  readonly module: Module | Action;
  /** Of a module that is not tsplay's, nor written for it: where it comes from. */
  readonly foreign?: ForeignOrigin;
}

/** Where a short word is searched: in `collections:` that hold for the task, and in directories of the user's own. */
export interface ModulePlaces {
  readonly collections: readonly string[];
  readonly directories: readonly string[];
}

/** Prefixes under which Ansible has its own modules. */
const BUILTIN = new Set(['ansible.builtin', 'ansible.legacy']);
const ENDING = /\.(ts|mts|js|mjs)$/;

/** Modules by name: those of tsplay, and those in directories of the user's (`library/` of a role, `modules/` beside a playbook). */
export class Catalogue {
  readonly #builtin = nativeModules();
  readonly #loaded = new Map<string, Promise<Module | Action>>();
  readonly #groups = new Map<string, ReadonlySet<string> | undefined>();
  readonly #resolved = new Map<string, Promise<FoundModule | undefined>>();

  readonly #own: readonly string[];
  readonly #foreign: ForeignModules | undefined;

  /** `own`: directories of the user's modules that hold for every playbook (`--module-path`). `foreign`: Ansible's modules, where they count. */
  constructor(own: readonly string[] = [], foreign?: ForeignModules) {
    this.#own = own;
    this.#foreign = foreign;
  }

  /** Short names of tsplay's own modules and of those in `--module-path`, sorted. */
  names(): readonly string[] {
    return [
      ...new Set([...this.#builtin.keys(), ...this.#own.flatMap((directory) => [...filesOf(directory).keys()])]),
    ].sort();
  }

  /** Full names of the modules of the user's Ansible and collections that are none of tsplay's. */
  async foreignNames(): Promise<readonly string[]> {
    const names = this.#foreign?.names() ?? [];
    const native = await Promise.all(names.map((name) => this.#native(name)));
    return names.filter((_, index) => native[index] === undefined);
  }

  /** Whether a word means a module that is not tsplay's, by its name alone: nothing of it is read. */
  isForeign(word: string, directories: readonly string[] = []): boolean {
    const foreign = this.#foreign;
    if (foreign === undefined) return false;
    const short = word.replace(/^ansible\.legacy\./, '');
    return foreign.locateIn([...directories, ...this.#own], short) !== undefined || foreign.locate(word) !== undefined;
  }

  /** The full names of the modules in an action group (`community.docker.docker`); `undefined` where nobody defines it. */
  group(name: string): ReadonlySet<string> | undefined {
    if (!this.#groups.has(name)) this.#groups.set(name, this.#foreign?.group(name));
    return this.#groups.get(name);
  }

  /** Whether it can be told what groups a collection has. */
  hasGroups(collection: string): boolean {
    return this.#foreign?.hasRouting(collection) ?? false;
  }

  /** The module a word means, or `undefined`. `directories` are the user's own and come first, as in Ansible. */
  resolve(word: string, directories: readonly string[] = []): Promise<FoundModule | undefined> {
    // Every task of every host asks, and the answer takes a search of the disk: what was found stays found, as in Ansible.
    const key = [word, ...directories].join('\0');
    const known = this.#resolved.get(key);
    if (known) return known;
    const resolving = this.#resolve(word, directories);
    this.#resolved.set(key, resolving);
    const forget = (): boolean => this.#resolved.delete(key);
    resolving.then((found) => found ?? forget(), forget);
    return resolving;
  }

  /** The full name that a word without a module stands for, where Ansible has moved it into a collection; else the word itself. */
  fullName(word: string): string {
    const located = this.#foreign?.locate(word);
    return located?.kind === 'moved' ? located.to : word;
  }

  /** The module a task means by a word: a short one is searched in collections first, in their order, as in Ansible. */
  async resolveIn(word: string, { collections, directories }: ModulePlaces): Promise<FoundModule | undefined> {
    const qualified = word.includes('.') ? [] : collections.map((collection) => `${collection}.${word}`);
    for (const candidate of [...qualified, word]) {
      const found = await this.resolve(candidate, directories);
      if (found) return found;
    }
    return undefined;
  }

  async #resolve(word: string, directories: readonly string[]): Promise<FoundModule | undefined> {
    const short = word.replace(/^ansible\.legacy\./, '');
    if (!short.includes('.')) {
      const all = [...directories, ...this.#own];
      for (const directory of all) {
        const file = filesOf(directory).get(short);
        if (file !== undefined) return { name: short, module: await this.#load(file) };
        const located = this.#foreign?.locateIn([directory], short, all);
        if (this.#foreign && located) return this.#foreign.load(located);
      }
    }
    return (await this.#native(word)) ?? this.#abroad(word, directories);
  }

  // A module of the user's Ansible; what it was renamed to may be one of ours.
  async #abroad(
    word: string,
    directories: readonly string[],
    deprecation?: string,
    hops = 0,
  ): Promise<FoundModule | undefined> {
    const located = this.#foreign?.locate(word);
    if (!this.#foreign || !located) return undefined;
    if (located.kind !== 'moved') return this.#foreign.load(located, deprecation);
    const told = deprecation ?? located.deprecation;
    // A circle of names leads nowhere.
    if (hops > 10) return undefined;
    return (await this.#native(located.to)) ?? this.#abroad(located.to, directories, told, hops + 1);
  }

  async #native(word: string): Promise<FoundModule | undefined> {
    const at = word.lastIndexOf('.');
    const collection = at < 0 ? undefined : word.slice(0, at);
    const short = word.slice(at + 1);
    const load = this.#builtin.get(short);
    if (load === undefined) return undefined;
    const module = await this.#load(`modules/${short}`, load);
    // Modules have moved between collections over the years; whoever writes an older home still means this one.
    if (collection !== undefined && collection !== module.collection && !isFormerHome(collection, module.collection))
      return undefined;
    return { name: `${module.collection}.${short}`, module };
  }

  #load(source: string, load: LoadFile = () => importFile(source)): Promise<Module | Action> {
    const known = this.#loaded.get(source);
    if (known) return known;
    const loading = loaded(source, load);
    this.#loaded.set(source, loading);
    return loading;
  }
}

function isFormerHome(written: string, home: string): boolean {
  if (BUILTIN.has(home)) return BUILTIN.has(written);
  return (
    home !== 'tsplay' && (BUILTIN.has(written) || written.startsWith('community.') || written.startsWith('ansible.'))
  );
}

function filesOf(directory: string): ReadonlyMap<string, string> {
  if (!existsSync(directory)) return new Map();
  const files = readdirSync(directory).filter((name) => ENDING.test(name) && !name.endsWith('.d.ts'));
  return new Map(files.map((name) => [name.replace(ENDING, ''), join(directory, name)]));
}

/** `source`: where it is from, for the message. */
async function loaded(source: string, load: LoadFile): Promise<Module | Action> {
  const exported: unknown = await load();
  const candidate: unknown =
    typeof exported === 'object' && exported !== null && 'default' in exported ? exported.default : undefined;
  if (isModule(candidate)) return candidate;
  throw new TypeError(`${source} has no default export made by defineModule or defineAction`);
}

function isModule(candidate: unknown): candidate is Module | Action {
  return (
    typeof candidate === 'object' &&
    candidate !== null &&
    'kind' in candidate &&
    (candidate.kind === 'module' || candidate.kind === 'action')
  );
}
