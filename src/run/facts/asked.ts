// Which facts the plays of a run can ask for: by what is written in everything that they may read.

import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { everythingIn } from '../../load/lint/tasks.ts';
import { isEngineAction, shortName } from '../../load/playbook/builtin-actions.ts';
import { nameArgument } from '../../load/playbook/engine-actions.ts';
import { isTemplate } from '../../load/playbook/nodes.ts';
import type { Inventory, Variable } from '../../model/inventory.ts';
import { type Block, listed, type Play, type Playbook, roleOf, type Task } from '../../model/playbook.ts';
import { entryOf, type Node, type SourceFile } from '../../model/source.ts';
import type { ModuleFinder } from '../context.ts';
import { expandHome } from '../controller/home.ts';
import { candidates, searchPath } from '../controller/search-path.ts';
import type { RunLoader } from '../ports.ts';
import type { RunSettings } from '../settings.ts';
import { includesOthers, type References, referencesIn, together } from './references.ts';

/** The parameter by which the task that gathers is told. */
export const ASKED = '_asked';

export interface AskedOptions {
  readonly playbooks: readonly Playbook[];
  readonly inventory: Inventory;
  readonly settings: RunSettings;
  readonly modules: ModuleFinder;
  readonly loader: RunLoader;
  /** Facts are kept for later runs. */
  readonly facts?: unknown;
}

/** The names, without `ansible_`, of the facts that anything in a run can ask for; `undefined` where that may be any. */
export async function askedFacts(options: AskedOptions): Promise<readonly string[] | undefined> {
  const { settings } = options;
  // Whoever keeps facts, shows them, merges them into variables or evaluates what a person types gets all of them.
  if (options.facts !== undefined || settings.wholeFacts) return undefined;
  if (settings.hashBehaviour === 'merge' || settings.debugger.enabled || settings.strategy.endsWith('debug'))
    return undefined;
  const reading = new Reading(options);
  for (const { plays } of options.playbooks) for (const play of plays) await reading.play(play);
  reading.variables();
  const { facts, any } = reading.references();
  return any === undefined ? [...facts].sort() : undefined;
}

/** Everything that a run may read, as far as it can be told before. */
class Reading {
  readonly #options: AskedOptions;
  readonly #files = new Set<SourceFile>();
  readonly #read = new Map<string, References>();
  /** Modules' words, with directories of the user's own where they may be. */
  readonly #words = new Map<string, readonly string[]>();
  /** Why any fact may be asked for. */
  #any: string | undefined;

  constructor(options: AskedOptions) {
    this.#options = options;
  }

  references(): References {
    if (this.#any !== undefined) return { facts: new Set(), any: this.#any };
    return together([...[...this.#files].map(({ text }) => referencesIn(text)), ...this.#read.values()]);
  }

  async play(play: Play): Promise<void> {
    if (this.#any !== undefined) return;
    this.#files.add(play.span.file);
    for (let scope = play.parent; scope; scope = scope.parent) this.#files.add(scope.span.file);
    const directory = dirname(play.path);
    for (const node of play.varsFiles.flatMap((one) => listed(one))) this.#named(node, [directory], 'vars');
    const everything = await everythingIn({ path: play.path, plays: [play] }, this.#options.loader.ahead, directory);
    if (everything.unread.length > 0 || everything.problems.length > 0) this.#any = 'an include';
    for (const block of everything.blocks) this.#block(block);
    for (const task of everything.tasks) this.#task(task, directory);
    for (const [word, library] of this.#words) await this.#module(word, library);
  }

  /** What inventory and command line say of any host. */
  variables(): void {
    if (this.#any !== undefined) return;
    const { inventory, settings, playbooks } = this.#options;
    this.#variables(settings.extraVars);
    for (const { variables } of inventory.groups.values()) this.#variables(variables);
    for (const { variables } of inventory.hosts.values()) this.#variables(variables);
    const beside = playbooks.flatMap(({ plays }) => plays.map(({ path }) => dirname(path)));
    const directories = new Set([...inventory.sources.flatMap(({ vars }) => vars?.path ?? []), ...beside]);
    for (const directory of directories)
      for (const kind of ['group_vars', 'host_vars']) this.#filesBelow(join(directory, kind));
  }

  // As text, and all of them: what is read as variables now would stay so, though a play may write it anew before a host needs it.
  #filesBelow(directory: string, depth = 0): void {
    // Deeper than anybody nests them: a link leads back.
    if (depth > 16) return;
    for (const name of namesIn(directory)) {
      const path = join(directory, name);
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) this.#filesBelow(path, depth + 1);
      else this.#file(path);
    }
  }

  // What a plugin or a task computed is data, and no template.
  #variables(variables: readonly Variable[]): void {
    for (const variable of variables) if ('node' in variable) this.#files.add(variable.node.span.file);
  }

  #block({ span, role, keywords }: Block): void {
    this.#files.add(span.file);
    for (const { key } of keywords.values()) this.#files.add(key.span.file);
    if (!role) return;
    for (const node of [...role.defaults, ...role.vars, ...(role.argumentSpec ? [role.argumentSpec] : [])])
      this.#files.add(node.span.file);
    for (const { key } of role.params) this.#files.add(key.span.file);
    for (const { span: written } of role.handlers) this.#files.add(written.file);
  }

  #task(task: Task, playbookDir: string): void {
    this.#files.add(task.span.file);
    const { action } = task;
    const name = shortName(action.word);
    if (action.word.includes('{')) this.#any = action.word;
    const directories = (): readonly string[] => searchPath(task, playbookDir);
    if (name === 'template') this.#named(nameArgument(action.args, undefined, 'src'), directories(), 'templates');
    if (name === 'include_vars') {
      if (entryOf(action.args, 'dir')) this.#any = 'a directory of variables';
      else this.#named(nameArgument(action.args, action.freeForm, 'file'), directories(), 'vars');
    }
    if (!isEngineAction(action.word)) this.#words.set(action.word, roleOf(task)?.library ?? []);
  }

  // An action that the user wrote may ask for any variable.
  async #module(word: string, library: readonly string[]): Promise<void> {
    const found = await this.#options.modules.resolve(word, library).catch(() => undefined);
    if (found && !found.foreign && !found.name.includes('.') && found.module.kind === 'action') this.#any = word;
  }

  // A file that is read while the play runs: each that the name may mean.
  #named(node: Node | undefined, directories: readonly string[], kind: 'vars' | 'templates'): void {
    if (node?.kind !== 'scalar' || typeof node.value !== 'string' || isTemplate(node)) {
      this.#any = `a file of ${kind}`;
      return;
    }
    for (const path of candidates(directories, kind, expandHome(node.value))) {
      const text = this.#file(path);
      if (kind === 'templates' && text !== undefined && includesOthers(text)) this.#any = path;
    }
  }

  // A file that cannot be read is of no use to the run either.
  #file(path: string): string | undefined {
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return undefined;
    const file = this.#options.loader.read(path);
    if (!file.ok) return undefined;
    const { text } = file.value;
    if (!this.#read.has(path)) this.#read.set(path, referencesIn(text));
    return text;
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
