// A Python module with every module utility that it imports: what a host needs to run it.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ModuleError } from '../module.ts';
import { importsOf, type PythonImport } from './python-imports.ts';
import type { PythonTree } from './python-tree.ts';

/** One Python file under its dotted name. */
export interface BundledFile {
  readonly name: string;
  /** Where it lies on the controller: what tracebacks show. */
  readonly path: string;
  readonly package: boolean;
  readonly digest: string;
  readonly source: Buffer;
}

/** Files that import nothing but each other and Python's own library. */
export interface Bundle {
  /** The same for the same files. */
  readonly digest: string;
  /** The dotted name of the module to run. */
  readonly main: string;
  readonly files: readonly BundledFile[];
}

/** A file as it was read. */
interface Source {
  readonly path: string;
  readonly package: boolean;
  readonly source: Buffer;
}

/** What the packages say that exist without a file of their own. */
const EMPTY = Buffer.alloc(0);
const BASIC = 'ansible.module_utils.basic';
/** Makes its submodules when it runs. */
const SELF_MADE = 'ansible.module_utils.six';

/** Makes bundles; what two modules share is read once. */
export class Bundler {
  readonly tree: PythonTree;
  readonly #version: string;
  readonly #sources = new Sources();
  readonly #bundles = new Map<string, Bundle>();

  /** `version` of ansible-core, which some modules ask for. */
  constructor(tree: PythonTree, version: string) {
    this.tree = tree;
    this.#version = version;
  }

  /** The bundle of a module. `utilities`: further directories of `module_utils`. Throws `ModuleError` where something that it cannot do without is missing. */
  of(main: string, { path, source }: Pick<Source, 'path' | 'source'>, utilities: readonly string[] = []): Bundle {
    const key = [main, path, ...utilities].join('\0');
    const known = this.#bundles.get(key);
    if (known) return known;
    const tree = utilities.length === 0 ? this.tree : this.tree.beside(utilities);
    const gatherer = new Gatherer(tree, this.#version, this.#sources);
    gatherer.add(main, { path, package: false, source });
    gatherer.need(BASIC, { name: main, path });
    const bundle = gatherer.bundle(main);
    this.#bundles.set(key, bundle);
    return bundle;
  }
}

/** What was read of files, by their paths, and of their imports, by their digests. */
class Sources {
  readonly #read = new Map<string, Buffer>();
  readonly #imports = new Map<string, readonly PythonImport[]>();

  read(path: string): Buffer {
    const source = this.#read.get(path) ?? readFileSync(path);
    this.#read.set(path, source);
    return source;
  }

  imports(digest: string, source: Buffer): readonly PythonImport[] {
    const imports = this.#imports.get(digest) ?? importsOf(source.toString('utf8'));
    this.#imports.set(digest, imports);
    return imports;
  }
}

interface Importer {
  readonly name: string;
  readonly path: string;
}

class Gatherer {
  readonly #tree: PythonTree;
  readonly #version: string;
  readonly #sources: Sources;
  readonly #files = new Map<string, BundledFile>();

  constructor(tree: PythonTree, version: string, sources: Sources) {
    this.#tree = tree;
    this.#version = version;
    this.#sources = sources;
  }

  /** Adds a file, the packages around it, and what it imports. */
  add(name: string, { path, package: isPackage, source }: Source): void {
    if (this.#files.has(name)) return;
    const digest = digestOf(path, source);
    this.#files.set(name, { name, path, package: isPackage, digest, source });
    const dot = name.lastIndexOf('.');
    if (dot > 0) this.#addPackage(name.slice(0, dot));
    for (const one of this.#sources.imports(digest, source)) this.#follow(one, { name, path }, isPackage);
  }

  /** Adds a module by its name; it must be there. */
  need(name: string, importer: Importer): void {
    if (!this.#has(name)) throw missing([name], importer);
  }

  bundle(main: string): Bundle {
    const files = [...this.#files.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    const digest = createHash('sha256');
    for (const file of files) digest.update(`${file.name} ${file.digest} ${file.package}\n`);
    return { digest: digest.update(main).digest('hex'), main, files };
  }

  #follow({ level, module, names, nested }: PythonImport, importer: Importer, isPackage: boolean): void {
    const base = absolute(importer.name, { level, module, isPackage });
    if (!isOurs(base, names)) return;
    if (names === undefined || names.includes('*')) {
      if (!this.#has(base) && !nested) throw missing([base], importer);
      return;
    }
    for (const name of names) {
      // A submodule, or a name within the module: a module that is found by the longer name is what Python would import.
      const wanted = [`${base}.${name}`, base];
      // Where it went is asked last: nearly every name is one that a module has, and was never moved.
      const found =
        wanted.some((candidate) => this.#hasFile(candidate)) || wanted.some((candidate) => this.#hasMoved(candidate));
      if (!found && !nested) throw missing(wanted, importer);
    }
  }

  // Whether there is such a module, which is then in the bundle.
  #has(name: string): boolean {
    return this.#hasFile(name) || this.#hasMoved(name);
  }

  #hasFile(name: string): boolean {
    if (this.#files.has(name)) return true;
    if (name.startsWith(`${SELF_MADE}.`)) return this.#has(SELF_MADE);
    const found = this.#tree.find(name);
    if (!found) return false;
    this.add(name, { ...found, source: found.path.endsWith('.py') ? this.#sources.read(found.path) : EMPTY });
    return true;
  }

  #hasMoved(name: string): boolean {
    const target = this.#tree.redirected(name);
    if (target === undefined || target === name || !this.#has(target)) return false;
    const source = Buffer.from(`import sys\nimport ${target}\nsys.modules[__name__] = sys.modules['${target}']\n`);
    this.add(name, { path: `${name} (moved to ${target})`, package: false, source });
    return true;
  }

  #addPackage(name: string): void {
    if (this.#files.has(name)) return;
    // What ansible-core's own package does when it is imported needs the whole of it.
    if (name === 'ansible') {
      const source = Buffer.from(`__version__ = '${this.#version}'\n`);
      this.add(name, { path: 'ansible', package: true, source });
      return;
    }
    const found = this.#tree.find(name);
    const source = found?.package && found.path.endsWith('.py') ? this.#sources.read(found.path) : EMPTY;
    this.add(name, { path: found?.path ?? name, package: true, source });
  }
}

// What a relative import means where it stands.
function absolute(
  importer: string,
  { level, module, isPackage }: { readonly level: number; readonly module: string; readonly isPackage: boolean },
): string {
  if (level === 0) return module;
  const parts = importer.split('.');
  const base = parts.slice(0, parts.length - level + (isPackage ? 1 : 0));
  return [...base, ...(module === '' ? [] : [module])].join('.');
}

function isOurs(base: string, names: readonly string[] | undefined): boolean {
  // `from ansible import module_utils`: the package alone, which is there anyway.
  if (base === 'ansible' && names?.includes('module_utils')) return false;
  return /^(?:ansible\.module_utils|ansible_collections\.\w+\.\w+)(?:\.|$)/.test(base);
}

function missing(wanted: readonly string[], { name, path }: Importer): ModuleError {
  return new ModuleError(
    `Could not find imported module support code for ${name}.  Looked for (${wanted.map((one) => `'${one}'`).join(' or ')}), ` +
      `which ${path} imports: install the collection or the ansible-core that has it`,
  );
}

function digestOf(path: string, source: Buffer): string {
  return createHash('sha256').update(`${path}\0`).update(source).digest('hex');
}
