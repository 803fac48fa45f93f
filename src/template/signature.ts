// Parameters of filters, tests and lookups: declared once with their defaults, bound to the arguments of a call as Python binds them.

import type { Value } from '../model/value.ts';
import { TemplateError } from './callable.ts';
import { bind, type Kwargs, noKwargs } from './python/index.ts';

/** A parameter that must be given. */
export const required = Symbol('required');
/** A parameter that takes the positional arguments that are left. */
export const rest = Symbol('rest');
/** A parameter that takes the keyword arguments that no other parameter is named for. */
export const keywords = Symbol('keywords');

/** Parameters in their order: the default of each, or one of the marks above. */
export type Parameters = Readonly<Record<string, Value | typeof required | typeof rest | typeof keywords>>;

/** The arguments of a call under the names of their parameters. */
export type Arguments<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends typeof rest ? readonly Value[] : P[K] extends typeof keywords ? Kwargs : Value;
};

/** Matches the arguments of a call to parameters. */
export type Binder<P extends Parameters> = (args: readonly Value[], kwargs: Kwargs) => Arguments<P>;

/** Makes the function that matches arguments to these parameters, with Python's errors. */
export function binder<P extends Parameters>(name: string, parameters: P): Binder<P>;
export function binder(name: string, parameters: Parameters): (args: readonly Value[], kwargs: Kwargs) => object {
  const named: string[] = [];
  const defaults: Record<string, unknown> = {};
  let needed = 0;
  let restName: string | undefined;
  let keywordsName: string | undefined;
  for (const [parameter, value] of Object.entries(parameters)) {
    if (value === rest) restName = parameter;
    else if (value === keywords) keywordsName = parameter;
    else if (value === required) needed = named.push(parameter);
    else {
      named.push(parameter);
      defaults[parameter] = value;
    }
  }
  if (restName !== undefined) defaults[restName] = [];
  if (keywordsName !== undefined) defaults[keywordsName] = noKwargs;
  return (args, kwargs) => {
    if (args.length === 0 && kwargs.size === 0 && needed === 0) return defaults;
    const bound: Record<string, unknown> = { ...defaults };
    if (restName !== undefined) bound[restName] = args.slice(named.length);
    const own = keywordsName === undefined ? kwargs : split(kwargs, named, keywordsName, bound);
    const values = bind(name, named, needed, restName === undefined ? args : args.slice(0, named.length), own);
    for (const [index, parameter] of named.entries()) if (values[index] !== undefined) bound[parameter] = values[index];
    return bound;
  };
}

function split(kwargs: Kwargs, named: readonly string[], others: string, bound: Record<string, unknown>): Kwargs {
  bound[others] = new Map([...kwargs].filter(([key]) => !named.includes(key)));
  return new Map([...kwargs].filter(([key]) => named.includes(key)));
}

/** An argument that must be one of these words. */
export function choiceArgument<T extends string>(value: Value, choices: readonly T[], message: string): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new TemplateError(message);
  return found;
}
