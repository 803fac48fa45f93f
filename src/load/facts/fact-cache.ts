// Facts kept between runs in JSON files, one for each host: the same files that Ansible's `jsonfile` cache reads and writes.

import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, statSync } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Dict, type Value } from '../../model/value.ts';
import { TemplateError } from '../../template/index.ts';
import { dumpJson } from '../../template/text/json-dump.ts';
import { parseJson } from '../../template/text/json-load.ts';

export interface FactCacheOptions {
  /** Absolute path; made where it is missing. */
  readonly directory: string;
  /** What the names of files begin with. */
  readonly prefix: string;
  /** Seconds after which a file is too old; 0 is never. */
  readonly timeout: number;
  readonly warn: (message: string) => void;
}

/** Facts of earlier runs. Loading is synchronous: variables of any host may be asked for in the middle of an expression. */
export class FactFiles {
  readonly #options: FactCacheOptions;

  constructor(options: FactCacheOptions) {
    this.#options = options;
  }

  /** What is known of a host, unless it is too old. */
  load(host: string): ReadonlyMap<string, Value> | undefined {
    const path = this.#path(host);
    const text = path && this.#fresh(path);
    if (text === undefined || path === undefined) return undefined;
    try {
      const facts = parseJson(text);
      if (facts instanceof Dict) return new Map([...facts.entries()].map(([name, fact]) => [String(name), fact]));
      this.#options.warn(`the cached facts in '${path}' are no mapping, and are left out`);
    } catch (problem) {
      if (!(problem instanceof TemplateError)) throw problem;
      this.#options.warn(`the cached facts in '${path}' are no JSON, and are left out: ${problem.message}`);
    }
    return undefined;
  }

  async store(host: string, facts: ReadonlyMap<string, Value>): Promise<void> {
    const path = this.#path(host);
    if (path === undefined) return;
    const text = dumpJson(Dict.of([...facts]), { indent: '    ', sortKeys: true });
    // Renamed over what is there: a reader never sees half a file, and a planted link is replaced, not followed.
    const draft = `${path}.${randomBytes(8).toString('hex')}`;
    try {
      const file = await open(draft, 'wx', 0o600);
      await file.writeFile(text).finally(() => file.close());
      await rename(draft, path);
    } catch (problem) {
      await unlink(draft).catch(() => undefined);
      this.#options.warn(`the facts of '${host}' cannot be kept: ${reason(problem)}`);
    }
  }

  async clear(host: string): Promise<void> {
    const path = this.#path(host);
    if (path !== undefined) await unlink(path).catch(() => undefined);
  }

  #fresh(path: string): string | undefined {
    const { timeout, warn } = this.#options;
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat?.isFile()) return undefined;
    if (timeout > 0 && Date.now() - stat.mtimeMs > timeout * 1000) return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch (problem) {
      warn(`the cached facts in '${path}' cannot be read: ${reason(problem)}`);
      return undefined;
    }
  }

  // A name with a slash would lead out of the directory.
  #path(host: string): string | undefined {
    return host.includes('/') ? undefined : join(this.#options.directory, this.#options.prefix + host);
  }
}

/** Opens a cache; `undefined`, with a warning, where nothing can be kept in its directory. */
export function openFactFiles(options: FactCacheOptions): FactFiles | undefined {
  const { directory, warn } = options;
  try {
    mkdirSync(directory, { recursive: true });
    if (!statSync(directory).isDirectory()) throw new Error('it is no directory');
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    return new FactFiles(options);
  } catch (problem) {
    warn(`facts are not kept: the directory '${directory}' cannot be used: ${reason(problem)}`);
    return undefined;
  }
}

function reason(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}
