// What a run needs from the layers below it, as it needs it: loading at run time, choosing hosts, connecting, asking.

import type { Connection, ConnectionSpec, Result as HostResult, Sharing } from '../host/index.ts';
import type { Loader } from '../load/playbook/loader.ts';
import type { ReadSource } from '../load/vault/read-vaulted.ts';
import type { Checked } from '../model/diagnostic.ts';
import type { Host } from '../model/inventory.ts';
import type { Span } from '../model/source.ts';
import type { Value } from '../model/value.ts';

/** Reads what a play asks for while it runs. */
export interface RunLoader extends Pick<Loader, 'tasks' | 'role' | 'ahead'> {
  /** Reads a file of variables (`vars_files`, `include_vars`), decrypted where it is a vault. */
  readonly read: ReadSource;
}

/** Which hosts a pattern means. */
export interface HostChooser {
  /** The hosts of a play's pattern in inventory order, `--limit` already applied. */
  choose(pattern: readonly string[], options?: { readonly span: Span }): Checked<readonly Host[]>;
}

export interface Connector {
  connect(spec: ConnectionSpec, sharing: Sharing): Promise<HostResult<Connection>>;
  /** When what is to outlive the run has been taken over. */
  settled?(): Promise<void>;
}

/** Asks the person at the terminal; `undefined` where there is nobody to ask. */
export type Asker = (question: { readonly text: string; readonly secret: boolean }) => Promise<string | undefined>;

/** Shows a text and reads a line, of standard input where there is no terminal; `undefined` at its end. */
export type LineReader = (prompt: string) => Promise<string | undefined>;

/** Facts of earlier runs (`fact_caching`). Loading is synchronous: an expression may ask for the facts of any host. */
export interface FactCache {
  load(host: string): ReadonlyMap<string, Value> | undefined;
  store(host: string, facts: ReadonlyMap<string, Value>): Promise<void>;
  clear(host: string): Promise<void>;
}

/** Which tags a run is restricted to. */
export interface TagChoice {
  readonly run: readonly string[];
  readonly skip: readonly string[];
}
