// What a run needs from the layers below it, as it needs it: loading at run time, choosing hosts, connecting, asking.

import type { Connection, ConnectionSpec, Result as HostResult } from '../host/index.ts';
import type { Checked } from '../model/diagnostic.ts';
import type { Host, Variable, VarsDirectory } from '../model/inventory.ts';
import type { Block, RoleBlock, Task } from '../model/playbook.ts';
import type { Value } from '../model/value.ts';

/** Which role an `include_role` means, rendered. */
export interface RoleRequest {
  readonly name: string;
  readonly tasksFrom?: string;
  readonly varsFrom?: string;
  readonly defaultsFrom?: string;
  readonly handlersFrom?: string;
  readonly public?: boolean;
  readonly allowDuplicates?: boolean;
  readonly rolespecValidate?: boolean;
}

/** Reads what a play asks for while it runs. */
export interface RunLoader {
  /** The tasks of a file that `include_tasks` names: a block whose parent is the include's own. */
  tasks(include: Task, file: string): Promise<Checked<Block>>;
  role(include: Task, request: RoleRequest): Promise<Checked<RoleBlock>>;
  /** A file of variables (`vars_files`, `include_vars`), decrypted where it is a vault. */
  variables(path: string): Promise<Checked<readonly Variable[]>>;
  /** `group_vars/` and `host_vars/` beside a playbook. */
  varsBeside(directory: string): VarsDirectory | undefined;
}

/** Which hosts a pattern means. */
export interface HostChooser {
  /** The hosts of a play's pattern in inventory order, `--limit` already applied. */
  choose(pattern: readonly string[]): Checked<readonly Host[]>;
}

export interface Connector {
  connect(spec: ConnectionSpec): Promise<HostResult<Connection>>;
}

/** Asks the person at the terminal; `undefined` where there is nobody to ask. */
export type Asker = (question: { readonly text: string; readonly secret: boolean }) => Promise<string | undefined>;

/** Facts of earlier runs (`fact_caching`). */
export interface FactCache {
  load(host: string): Promise<ReadonlyMap<string, Value> | undefined>;
  store(host: string, facts: ReadonlyMap<string, Value>): Promise<void>;
  clear(host: string): Promise<void>;
}

/** Which tags a run is restricted to. */
export interface TagChoice {
  readonly run: readonly string[];
  readonly skip: readonly string[];
}
