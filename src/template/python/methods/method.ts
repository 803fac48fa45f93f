// What a method of a built-in type is, and how their tables are looked up.

import type { Value } from '../../../model/value.ts';
import { TemplateError } from '../../callable.ts';
import type { Kwargs } from '../instance.ts';

/** A method of values of type T. */
export type Method<T> = (self: T, args: readonly Value[], kwargs: Kwargs) => Value;

export type Methods<T> = ReadonlyMap<string, Method<T>>;

/** A table of methods; a Map, so that no name of JavaScript's own objects is ever found. */
export function methods<T>(table: Readonly<Record<string, Method<T>>>): Methods<T> {
  return new Map(Object.entries(table));
}

/** A method that takes exactly `count` positional arguments, with Python's error where it gets others. */
export function exactly<T>(name: string, count: number, body: (self: T, ...args: Value[]) => Value): Method<T> {
  return (self, args, kwargs) => {
    if (kwargs.size > 0) throw new TemplateError(`${name}() takes no keyword arguments`);
    if (args.length !== count) throw new TemplateError(`${name}() takes ${words(count)} (${args.length} given)`);
    return body(self, ...args);
  };
}

function words(count: number): string {
  if (count === 0) return 'no arguments';
  return count === 1 ? 'exactly one argument' : `exactly ${count} arguments`;
}

/** The first argument, which must be there. */
export function needed(name: string, args: readonly Value[], least = 1): Value {
  const [first] = args;
  if (first === undefined || args.length < least) {
    throw new TemplateError(`${name} expected at least ${least} argument${least === 1 ? '' : 's'}, got ${args.length}`);
  }
  return first;
}
