// What ansible-doc says of modules: all of them from one call, which takes a second.

import { oracle } from './oracle.ts';

/** An option of a module, or of one of its options. */
export interface DocumentedOption {
  readonly type?: string;
  readonly elements?: string;
  readonly required?: boolean;
  readonly default?: unknown;
  readonly choices?: readonly unknown[] | Readonly<Record<string, unknown>>;
  readonly aliases?: readonly string[];
  readonly suboptions?: Readonly<Record<string, DocumentedOption>>;
}

export interface DocumentedModule {
  readonly doc: { readonly options?: Readonly<Record<string, DocumentedOption>> };
  /** YAML, as the manual has it. */
  readonly examples?: string | null;
  /** Fields of results by name. */
  readonly return?: Readonly<Record<string, unknown>> | null;
}

/** The manuals of those modules that the oracle has. */
export function oracleDocs(names: readonly string[]): ReadonlyMap<string, DocumentedModule> {
  const { stdout, stderr } = oracle('ansible-doc', ['-j', ...names]);
  if (stdout === '') throw new Error(`ansible-doc said nothing: ${stderr}`);
  const docs: Readonly<Record<string, DocumentedModule>> = JSON.parse(stdout);
  return new Map(Object.entries(docs));
}
