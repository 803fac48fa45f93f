// One loading: what was found wrong so far, and the files that were read.

import { statSync } from 'node:fs';
import type { Checked, Diagnostic } from '../../model/diagnostic.ts';
import { error } from '../../model/diagnostic.ts';
import type { Action, Task } from '../../model/playbook.ts';
import type { Node, Span } from '../../model/source.ts';
import { parseYaml } from '../yaml/parse.ts';
import { readSource } from '../yaml/read-source.ts';
import type { LoadOptions, ModuleSearch } from './options.ts';

/** Where problems go. */
export type Report = (problem: Diagnostic) => void;

/** An action whose name is still the word that was written. */
export type ActionDraft = { -readonly [K in keyof Action]: Action[K] };

/** An action whose module is looked up when everything has been read. */
export interface PendingAction {
  readonly action: ActionDraft;
  readonly search: ModuleSearch;
  readonly task: Task;
}

/** Collects the problems of one loading. Files are read once, however many roles use them; so are their mistakes told once. */
export class Session {
  readonly options: LoadOptions;
  readonly pending: PendingAction[] = [];
  /** Directories of modules that roles brought; from then on every task may use them, as in Ansible. */
  readonly libraries: string[] = [];
  readonly #problems = new Map<string, Diagnostic>();
  readonly #files: FileCache;
  readonly #ahead: boolean;

  /** `ahead`: it only looks at what a run may read later. */
  constructor(options: LoadOptions, files: FileCache, ahead = false) {
    this.options = options;
    this.#files = files;
    this.#ahead = ahead;
  }

  report(problem: Diagnostic): void {
    const { span, message } = problem;
    this.#problems.set(`${span?.file.path}\0${span?.start}\0${message}`, problem);
  }

  error(message: string, span?: Span, hint?: string): void {
    this.report(error(message, span, hint));
  }

  warn(message: string, span?: Span, hint?: string): void {
    this.report({ ...error(message, span, hint), severity: 'warning' });
  }

  /** The document of a file; its mistakes are reported. Undefined where it has none that makes sense. */
  document(path: string): Node | undefined {
    const read = this.options.read ?? readSource;
    const parsed = this.#ahead ? this.#files.parseAhead(path, read) : this.#files.parse(path, read);
    if (!parsed.ok) {
      parsed.problems.forEach((problem) => {
        this.report(problem);
      });
      return undefined;
    }
    parsed.warnings?.forEach((warning) => {
      this.report(warning);
    });
    return parsed.value;
  }

  /** Runs a check of a node, or tells what it found before: the tasks of a role that is used twice are checked once. */
  once(node: Node, check: (report: Report) => void): void {
    const found = this.#files.found.get(node) ?? [];
    if (!this.#files.found.has(node)) {
      check((problem) => found.push(problem));
      this.#files.found.set(node, found);
    }
    for (const problem of found) this.report(problem);
  }

  /** What was loaded with its warnings, or every problem there is. */
  result<T>(value: T | undefined): Checked<T> {
    const problems = [...this.#problems.values()];
    if (value === undefined || problems.some(({ severity }) => severity === 'error')) return { ok: false, problems };
    return { ok: true, value, warnings: problems };
  }
}

/** Parsed files by path, and what checks found in their nodes; kept over several loadings. */
export class FileCache {
  readonly found = new WeakMap<Node, Diagnostic[]>();
  readonly #parsed = new Map<string, Checked<Node>>();
  /** What was read ahead of its time, with what the disk said of the file then. */
  readonly #ahead = new Map<string, { readonly parsed: Checked<Node>; readonly state: string }>();

  parse(path: string, read: NonNullable<LoadOptions['read']>): Checked<Node> {
    const known = this.#parsed.get(path);
    if (known) return known;
    const parsed = this.#stillAhead(path) ?? parsedFile(path, read);
    // A run may mend or make a file before it includes it (again).
    if (parsed.ok) this.#parsed.set(path, parsed);
    return parsed;
  }

  /** As `parse`, for who only wants to know what a file says now: who needs it later gets what it says by then. */
  parseAhead(path: string, read: NonNullable<LoadOptions['read']>): Checked<Node> {
    const known = this.#parsed.get(path) ?? this.#stillAhead(path);
    if (known) return known;
    const state = stateOf(path);
    const parsed = parsedFile(path, read);
    if (parsed.ok) this.#ahead.set(path, { parsed, state });
    return parsed;
  }

  #stillAhead(path: string): Checked<Node> | undefined {
    const ahead = this.#ahead.get(path);
    return ahead && ahead.state === stateOf(path) ? ahead.parsed : undefined;
  }
}

function parsedFile(path: string, read: NonNullable<LoadOptions['read']>): Checked<Node> {
  const source = read(path);
  return source.ok ? parseYaml(source.value) : source;
}

// The same for a file that nobody has written to or put another in the place of.
function stateOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}` : '';
}
