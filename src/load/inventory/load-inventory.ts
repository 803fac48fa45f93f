// Reads all sources into one inventory.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Diagnostic, error } from '../../model/diagnostic.ts';
import { compareText, type VarsDirectory } from '../../model/inventory.ts';
import { MutableInventory } from '../../model/mutable-inventory.ts';
import { compileRegex, isRegexMistake } from '../../template/text/python-regex.ts';
import { expandHome } from '../config/resolve-path.ts';
import { openVarsDirectory } from '../vars/vars-directory.ts';
import { InventoryWriter } from './inventory-writer.ts';
import type { InventoryOptions, LoadedInventory } from './options.ts';
import { isEnabled, readSourceFile } from './source-file.ts';

/** Reads every source, in order. Everything that is wrong is found. */
export async function loadInventory(options: InventoryOptions): Promise<LoadedInventory> {
  const loader = new Loader(options);
  for (const given of options.sources) await loader.source(given);
  return loader.finish();
}

class Loader {
  readonly #options: InventoryOptions;
  readonly #inventory = new MutableInventory();
  readonly #problems: Diagnostic[] = [];
  readonly #missing: { readonly path: string; readonly given: string }[] = [];
  readonly #vars = new Map<string, VarsDirectory>();
  #parsed = 0;

  constructor(options: InventoryOptions) {
    this.#options = options;
  }

  async source(given: string): Promise<void> {
    const path = resolve(this.#options.cwd, expandHome(given, process.env));
    const kind = kindOf(path);
    if (kind === undefined && given.includes(',')) this.#hostList(given);
    else {
      const vars = this.#varsIn(kind === 'directory' ? path : dirname(path));
      this.#inventory.addSource({ given, path, vars });
      await this.#path(path, kind, given);
    }
  }

  #varsIn(directory: string): VarsDirectory {
    const { read, settings } = this.#options;
    const known = this.#vars.get(directory);
    const vars = known ?? openVarsDirectory(directory, { read, extensions: settings.varsExtensions });
    this.#vars.set(directory, vars);
    return vars;
  }

  finish(): LoadedInventory {
    // Only now: a group that one source leaves without a parent may get one from the next.
    this.#inventory.settle();
    const { settings, usual = false } = this.#options;
    const isError = settings.missing === 'error' || (settings.missing === 'error-if-all' && this.#parsed === 0);
    if (!usual || isError) {
      for (const { path, given } of this.#missing) {
        this.#report(
          isError,
          `'${path}' is no inventory that can be read`,
          existsSync(path) ? undefined : absence(given),
        );
      }
    }
    if (this.#parsed === 0 && this.#problems.length === 0 && settings.warnUnparsed) {
      this.#report(false, 'No inventory was read: there is no host but localhost');
    }
    this.#warnOfTwins();
    return { inventory: this.#inventory, problems: this.#problems };
  }

  /** `a,b:2222,`: hosts, with ranges only where `advanced_host_list` is enabled. */
  #hostList(given: string): void {
    const ranges = isEnabled('advanced_host_list', this.#options);
    if (!ranges && !isEnabled('host_list', this.#options)) {
      this.#missing.push({ path: given, given });
      return;
    }
    const writer = new InventoryWriter(
      this.#inventory,
      { file: given, directory: null },
      this.#options.settings.groupNames,
    );
    this.#inventory.addSource({ given });
    this.#parsed += 1;
    for (const name of given.split(',').map((part) => part.trim())) {
      if (name === '') continue;
      if (ranges) writer.addHosts(name, 'ungrouped');
      else writer.addHostWithPort(name, 'ungrouped');
    }
    this.#problems.push(...writer.problems);
  }

  async #path(path: string, kind: 'file' | 'directory' | undefined, given = path): Promise<void> {
    const before = this.#parsed;
    if (kind === 'directory') {
      for (const name of this.#namesIn(path)) await this.#path(join(path, name), kindOf(join(path, name)));
    } else if (kind === 'file') await this.#file(path);
    if (this.#parsed === before) this.#missing.push({ path, given });
  }

  async #file(path: string): Promise<void> {
    const source = { file: path, directory: dirname(path) };
    const writer = new InventoryWriter(this.#inventory, source, this.#options.settings.groupNames);
    await readSourceFile(path, writer, this.#options);
    this.#problems.push(...writer.problems);
    this.#parsed += 1;
  }

  /** The files of an inventory directory, in order; backups, other programs' files, `group_vars/` and `host_vars/` are none. */
  #namesIn(directory: string): readonly string[] {
    const { ignoredExtensions, ignoredPatterns } = this.#options.settings;
    const patterns = ignoredPatterns.map((pattern) => compileRegex(pattern));
    return readdirSync(directory)
      .sort(compareText)
      .filter((name) => {
        if (name.startsWith('.') || ['group_vars', 'host_vars', 'vars_plugins'].includes(name)) return false;
        if (ignoredExtensions.some((extension) => extension !== '' && name.endsWith(extension))) return false;
        return !patterns.some((pattern) => !isRegexMistake(pattern) && pattern.search(name));
      });
  }

  #warnOfTwins(): void {
    for (const name of this.#inventory.groups.keys()) {
      if (this.#inventory.hosts.has(name)) this.#report(false, `'${name}' is a group and a host`);
    }
  }

  #report(isError: boolean, message: string, hint?: string): void {
    this.#problems.push({ ...error(message, undefined, hint), severity: isError ? 'error' : 'warning' });
  }
}

function kindOf(path: string): 'file' | 'directory' | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return undefined;
  return stat.isDirectory() ? 'directory' : 'file';
}

// A name without a directory may well be meant to be a host.
function absence(given: string): string {
  if (given.includes('/')) return 'there is no such file or directory';
  return `there is no such file; a host by its name needs a comma: '${given},'`;
}
