// Where the Python modules lie that Ansible's modules import: `ansible.module_utils` and the collections.

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Routing } from './routing.ts';

/** A Python module's file. */
export interface PythonFile {
  readonly path: string;
  readonly package: boolean;
}

export interface TreeOptions {
  /** The directory `ansible` of ansible-core. */
  readonly core?: string;
  /** Directories that have an `ansible_collections`, the nearest first. */
  readonly collectionRoots: readonly string[];
  /** Directories of the user's own `module_utils`. */
  readonly utilities: readonly string[];
}

/** Finds files by dotted names. */
export class PythonTree {
  readonly #options: TreeOptions;
  readonly #collections = new Map<string, string | undefined>();
  readonly #routings = new Map<string, Routing>();
  readonly #found = new Map<string, PythonFile | undefined>();

  constructor(options: TreeOptions) {
    this.#options = options;
  }

  get core(): string | undefined {
    return this.#options.core;
  }

  /** The same tree with more directories of `module_utils` in front: those beside a role's or a playbook's own modules. */
  beside(utilities: readonly string[]): PythonTree {
    return new PythonTree({ ...this.#options, utilities: [...utilities, ...this.#options.utilities] });
  }

  /** The directory of a collection, `namespace.name`. */
  collection(name: string): string | undefined {
    if (!this.#collections.has(name)) {
      const [namespace = '', short = ''] = name.split('.');
      const candidates = this.#options.collectionRoots.flatMap((root) => [
        join(root, 'ansible_collections', namespace, short),
        // A path that people give with its last directory already.
        ...(root.endsWith('/ansible_collections') ? [join(root, namespace, short)] : []),
      ]);
      this.#collections.set(
        name,
        candidates.find((directory) => isDirectory(directory)),
      );
    }
    return this.#collections.get(name);
  }

  /** Where a collection's moved plugins are told of; `ansible.builtin` is ansible-core. */
  routing(collection: string): Routing | undefined {
    const known = this.#routings.get(collection);
    if (known) return known;
    const path = this.#routingFile(collection);
    const routing = path === undefined ? undefined : new Routing(path);
    if (routing) this.#routings.set(collection, routing);
    return routing;
  }

  /** The file of a module or package; undefined where there is none. A package without a file of its own has the path of its directory. */
  find(name: string): PythonFile | undefined {
    if (!this.#found.has(name)) this.#found.set(name, this.#search(name));
    return this.#found.get(name);
  }

  #search(name: string): PythonFile | undefined {
    for (const base of this.#bases(name.split('.'))) {
      if (existsSync(`${base}.py`)) return { path: `${base}.py`, package: false };
      if (existsSync(join(base, '__init__.py'))) return { path: join(base, '__init__.py'), package: true };
      if (isDirectory(base)) return { path: base, package: true };
    }
    return undefined;
  }

  /** Where a module that is not found was moved to, as a dotted Python name. */
  redirected(name: string): string | undefined {
    const parts = name.split('.');
    const core = parts[0] === 'ansible';
    const collection = core ? 'ansible.builtin' : parts.slice(1, 3).join('.');
    // `ansible.module_utils.NAME`, `ansible_collections.NAMESPACE.COLLECTION.plugins.module_utils.NAME`
    const short = parts.slice(core ? 2 : 5).join('.');
    if (collection === 'ansible.builtin' && !core) return `ansible.module_utils.${short}`;
    const target = short === '' ? undefined : this.routing(collection)?.of('module_utils', short)?.redirect;
    if (target === undefined || target.startsWith('ansible_collections.')) return target;
    const [namespace = '', other = '', ...rest] = target.split('.');
    return `ansible_collections.${namespace}.${other}.plugins.module_utils.${rest.join('.')}`;
  }

  #routingFile(collection: string): string | undefined {
    if (collection === 'ansible.builtin' || collection === 'ansible.legacy')
      return this.#options.core && join(this.#options.core, 'config/ansible_builtin_runtime.yml');
    const directory = this.collection(collection);
    return directory && join(directory, 'meta/runtime.yml');
  }

  #bases(parts: readonly string[]): readonly string[] {
    if (parts[0] === 'ansible' && parts[1] === 'module_utils' && parts.length > 2) {
      const rest = join(...parts.slice(2));
      const core = this.#options.core === undefined ? [] : [join(this.#options.core, 'module_utils')];
      return [...this.#options.utilities, ...core].map((directory) => join(directory, rest));
    }
    if (parts[0] !== 'ansible_collections' || parts.length < 3) return [];
    const directory = this.collection(parts.slice(1, 3).join('.'));
    return directory === undefined ? [] : [join(directory, ...parts.slice(3))];
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
