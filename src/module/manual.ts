// What a manual says of a module, read from its declaration: for the terminal and for the pages in docs/modules.

import type { Action } from './action.ts';
import type { Example, Module } from './module.ts';
import type { ParamType } from './param-types.ts';
import type { Param, Params } from './params.ts';

/** A parameter as manuals list it; one of a dict's members is named `dict.member`. */
export interface ManualParameter {
  readonly name: string;
  /** `str`, `list of path`. */
  readonly type: string;
  readonly required: boolean;
  /** As it would be written in YAML; absent where there is none. */
  readonly defaultText?: string;
  readonly choices: readonly string[];
  readonly aliases: readonly string[];
  /** The value is never shown. */
  readonly secret: boolean;
  /** It takes the text behind the module's name. */
  readonly freeForm: boolean;
  readonly doc: string;
}

export interface Manual {
  /** `ansible.builtin.copy`. */
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly ManualParameter[];
  /** Fields of the result and what they mean. */
  readonly results: readonly (readonly [name: string, meaning: string])[];
  /** How it goes about its work: on which machine, in check mode, when taken back. One sentence each. */
  readonly notes: readonly string[];
  readonly examples: readonly Example[];
}

/** The manual of a module by its canonical name. Parameters that have no effect are left out. */
export function manualOf(name: string, module: Module | Action): Manual {
  return {
    name,
    summary: module.summary,
    description: module.description,
    parameters: parameters(module.params, module.freeForm),
    results: Object.entries(module.returns),
    notes: module.kind === 'module' ? notesOfModule(module) : notesOfAction(module),
    examples: module.examples,
  };
}

/** An example as a task in YAML, at no indent. */
export function exampleTask({ name, yaml }: Example): string {
  return [`- name: ${name}`, ...yaml.split('\n').map((line) => (line === '' ? '' : `  ${line}`))].join('\n');
}

function parameters(params: Params, freeForm?: string, prefix = ''): readonly ManualParameter[] {
  return Object.entries(params).flatMap(([word, param]) => {
    if (param.info.obsolete !== undefined || param.info.internal) return [];
    const { type } = param.info;
    const members = type.members ?? type.element?.info.type.members ?? {};
    const name = `${prefix}${word}`;
    return [parameter(name, param, word === freeForm && prefix === ''), ...parameters(members, undefined, `${name}.`)];
  });
}

function parameter(name: string, { info }: Param<unknown>, freeForm: boolean): ManualParameter {
  const { type, required, defaultValue, aliases, secret, doc } = info;
  return {
    ...{ name, required, aliases, secret, freeForm, doc },
    type: typeName(type),
    ...(defaultValue !== null && { defaultText: JSON.stringify(defaultValue) }),
    choices: type.choices ?? type.element?.info.type.choices ?? [],
  };
}

function typeName({ name, element }: ParamType<unknown>): string {
  return element === undefined ? name : `list of ${typeName(element.info.type)}`;
}

const PLANNED =
  'Check mode shows the changes that a run would make, and later tasks see the host as if they had been made.';

function notesOfModule({ check, undo }: Module): readonly string[] {
  return [check ?? PLANNED, ...(undo === undefined ? [] : [undo])];
}

function notesOfAction({ check, needsHost, oncePerPlay }: Action): readonly string[] {
  return [
    needsHost
      ? 'It uses the connection to the host, but plans no changes of it.'
      : 'It works on the controller and needs no connection to the host.',
    ...(oncePerPlay ? ['It runs once for all hosts of the play.'] : []),
    ...(check === undefined ? [] : [check]),
  ];
}
