// The foreign modules of a run: found by word, and made into actions that the run can carry out.

import { type Action, type ActionContext, type ActionOutcome, defineAction } from '../action.ts';
import { ModuleError } from '../module.ts';
import { actionGroup } from './action-groups.ts';
import { type Bundle, Bundler } from './bundle.ts';
import { inDirectories, inTree, type Located, type LocatedModule, type MovedModule, namesIn } from './finder.ts';
import { findInstallation, type Installation } from './installation.ts';
import { type ModuleFile, readModule } from './module-file.ts';
import { PythonTree } from './python-tree.ts';
import type { ForeignSettings } from './run.ts';

export interface ForeignOptions {
  /** `collections_paths` of the configuration, and `collections/` beside the playbook. */
  readonly collectionPaths: readonly string[];
  /** Whether the collections of Python packages on the controller count. */
  readonly packaged: boolean;
  /** `module_utils` of the configuration. */
  readonly utilities: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly settings: ForeignSettings;
}

/** A module that is not tsplay's own. */
export interface FoundForeign {
  readonly name: string;
  readonly module: Action;
  readonly foreign: ForeignOrigin;
}

/** Where it comes from, and what it takes to run it. */
export interface ForeignOrigin {
  /** Absent where it cannot be run. */
  readonly path?: string;
  readonly needs: 'python' | 'shell';
  /** Why it cannot be run at all. */
  readonly refused?: string;
  readonly deprecation?: string;
}

/** Finds foreign modules. Nothing is searched or read before the first is asked for. */
export class ForeignModules {
  readonly #options: ForeignOptions;
  readonly #found = new Map<string, FoundForeign>();
  #installation: Installation | undefined;
  #bundler: Bundler | undefined;

  constructor(options: ForeignOptions) {
    this.#options = options;
  }

  /** The module of that name in these directories. `all`: those whose neighbours `module_utils` count. */
  locateIn(directories: readonly string[], name: string, all = directories): Exclude<Located, MovedModule> | undefined {
    return inDirectories(directories, name, all);
  }

  /** The module of ansible-core or of a collection that a word means, or what it was renamed to. */
  locate(word: string): Located | undefined {
    return inTree(this.#tree.tree, word);
  }

  /** The full names of the modules in an action group, `namespace.collection.group`; `undefined` where there is no such group. */
  group(name: string): ReadonlySet<string> | undefined {
    return actionGroup(this.#tree.tree, name);
  }

  /** Whether a collection is there, and says what was moved and grouped. */
  hasRouting(collection: string): boolean {
    return this.#tree.tree.routing(collection) !== undefined;
  }

  /** All modules of ansible-core and of the user's collections, by their full names. */
  names(): readonly string[] {
    return [...namesIn(this.#tree.tree, this.#roots)].sort();
  }

  /** What is located, ready to be run. */
  load(located: Exclude<Located, MovedModule>, deprecation?: string): FoundForeign {
    const key = located.kind === 'module' ? located.path : located.reason;
    const known = this.#found.get(key);
    if (known) return known;
    const found =
      located.kind === 'module' ? this.#runnable(located, deprecation) : refused(located.name, located.reason);
    this.#found.set(key, found);
    return found;
  }

  #runnable(located: LocatedModule, moved: string | undefined): FoundForeign {
    const { name, path, pythonName, utilities } = located;
    const file = readModule(path);
    if (file.style === 'powershell')
      return refused(
        name,
        `the module '${name}' (${path}) is PowerShell, for Windows hosts, which tsplay does not reach`,
      );
    const isPython = file.style === 'python' || /python/.test(file.shebang.join(' '));
    const deprecation = located.deprecation ?? moved;
    return {
      name,
      module: this.#action(name, file, () => this.#tree.of(pythonName, file, utilities)),
      foreign: { path, needs: isPython ? 'python' : 'shell', ...(deprecation !== undefined && { deprecation }) },
    };
  }

  #action(name: string, file: ModuleFile, bundle: () => Bundle): Action {
    const version = this.#installed.version;
    const run = (
      context: ActionContext,
      args: Parameters<ActionContext['remote']['foreign']>[1],
    ): Promise<ActionOutcome> => {
      if (file.style === 'python' && version === undefined)
        throw new ModuleError(
          `the module '${name}' (${file.path}) imports Ansible's module utilities, and no ansible-core was found on the controller: install it (pipx install ansible-core)`,
        );
      const { settings } = this.#options;
      return context.remote.foreign({ name, file, version: version ?? '2.14.0', settings, bundle }, args);
    };
    return foreignAction(name, run);
  }

  get #installed(): Installation {
    this.#installation ??= findInstallation({ environment: this.#options.environment });
    return this.#installation;
  }

  get #roots(): readonly string[] {
    const { collectionPaths, packaged } = this.#options;
    return packaged ? [...collectionPaths, ...this.#installed.collectionRoots] : collectionPaths;
  }

  get #tree(): Bundler {
    const { core, version = '' } = this.#installed;
    this.#bundler ??= new Bundler(
      new PythonTree({
        ...(core !== undefined && { core }),
        collectionRoots: this.#roots,
        utilities: this.#options.utilities,
      }),
      version,
    );
    return this.#bundler;
  }
}

function refused(name: string, reason: string): FoundForeign {
  const run = (): Promise<ActionOutcome> => {
    throw new ModuleError(reason);
  };
  return { name, module: foreignAction(name, run, false), foreign: { needs: 'python', refused: reason } };
}

// Its parameters are its own business: it checks them itself, on the host, as under Ansible.
function foreignAction(
  name: string,
  run: (context: ActionContext, args: Parameters<ActionContext['remote']['foreign']>[1]) => Promise<ActionOutcome>,
  needsHost = true,
): Action {
  const action = defineAction({
    summary: 'A module of the user',
    params: {},
    anyParams: true,
    needsHost,
    run: (_, context, args) => run(context, args),
  });
  const collection = name.split('.').slice(0, 2).join('.');
  return { ...action, collection, freeForm: '_raw_params' };
}
