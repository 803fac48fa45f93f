// A compiled template.

import type { Spelling } from '../syntax/settings.ts';
import type { Evaluate, Execute } from './frame.ts';

export interface CompiledBlock {
  readonly body: Execute;
  readonly required: boolean;
}

/** A template, ready to run. */
export interface Template {
  readonly body: Execute;
  /** How it is spelled: the templates that it includes are taken to be spelled like it. */
  readonly spelling: Spelling;
  readonly blocks: ReadonlyMap<string, CompiledBlock>;
  /** Whether it has nothing but text, expressions, loops and conditions: no variables, macros or blocks of its own. */
  readonly definesNothing: boolean;
  /** Whether it calls methods that change lists or dicts. */
  readonly mutates: boolean;
  /** The expression of a template that is nothing but `{{ expression }}`. */
  readonly only: Evaluate | undefined;
  /** The variable's name of a template that is nothing but `{{ name }}`, written as Ansible knows it. */
  readonly variable: string | undefined;
}
