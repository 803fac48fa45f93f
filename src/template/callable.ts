// What filters, tests and lookups are: the contract between the evaluator and the functions that templates call.

import type { Value } from '../model/value.ts';

/** What a call site gives to the function it calls. */
export interface Call {
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
  readonly context: CallContext;
}

/** What a filter, test or lookup may ask of the template that calls it. */
export interface CallContext {
  /** The value of a variable, or `undefined` where none has that name. */
  variable(name: string): Value | undefined;
  /** Every variable's name that is visible, for `varnames` and "did you mean". */
  variableNames(): Iterable<string>;
  /** Calls another filter by its name, as `map('upper')` does. Throws `TemplateError` where there is none. */
  filter(name: string, input: Value, args: readonly Value[], kwargs?: ReadonlyMap<string, Value>): Value;
  /** Calls a test by its name, as `select('defined')` does. */
  test(name: string, input: Value, args: readonly Value[]): boolean;
  /** Calls a lookup by its name; what `lookup()`, `query()` and `with_*` share. */
  lookup(name: string, terms: readonly Value[], options: ReadonlyMap<string, Value>): Value[];
  /** Renders text as Ansible templates a string (the `template` lookup, `first_found` paths). */
  render(text: string, options?: RenderOptions): Value;
  /** Waits for something asynchronous in the middle of a synchronous expression: the evaluation is suspended and run again when it is there. `key` names the request within one evaluation. */
  wait<T>(key: string, start: () => Promise<T>): T;
  /** Warns the user; the evaluation goes on. */
  warn(message: string): void;
  /** The controller's surroundings: where files are searched, who we are. */
  readonly controller: Controller;
}

export interface RenderOptions {
  /** Variables on top of those that are visible. */
  readonly variables?: ReadonlyMap<string, Value>;
  /** Whether text that looks like a list, dict or bool becomes one. */
  readonly convertData?: boolean;
  /** The path of the template file that the text is of: its header and its way with backslashes count then. */
  readonly file?: string;
}

/** The controller as templates see it. */
export interface Controller {
  /** Directories searched for `files/NAME` or `templates/NAME`, nearest first (role, its parents, the playbook). */
  searchPath(kind: 'files' | 'templates' | 'vars' | 'tasks'): readonly string[];
  /** Directory of the playbook. */
  readonly playbookDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Decrypts vaulted text (a whole vaulted file, `!vault`); throws `TemplateError` without the secret. */
  decrypt(ciphertext: string): Buffer;
  /** A value of the configuration (`lookup('config', 'DEFAULT_FORKS')`), or `undefined`. */
  config(name: string): Value | undefined;
  /** Whether a word means a module; without it none does. */
  isModule?(word: string): boolean;
}

export type Filter = (input: Value, call: Call) => Value;
export type Test = (input: Value, call: Call) => boolean;
/** Terms in, a list out; `lookup()` joins it, `query()` and `with_*` keep it. */
export type Lookup = (terms: readonly Value[], call: Call) => Value[];

/** A mistake while a template is evaluated. The evaluator adds where; one place turns it into a diagnostic. */
export class TemplateError extends Error {
  /** The undefined variable or attribute, where that is what is wrong. */
  readonly undefinedName: string | undefined;
  constructor(message: string, undefinedName?: string) {
    super(message);
    this.name = 'TemplateError';
    this.undefinedName = undefinedName;
  }
}
