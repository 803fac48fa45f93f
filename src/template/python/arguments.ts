// Arguments of a call matched to named parameters, with Python's errors for too many, too few and unknown ones.

import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import type { Kwargs } from './instance.ts';
import { isInteger, typeName } from './types.ts';
import { Undefined } from './undefined.ts';

/** The given arguments in the order of the parameters; those after `required` may be missing (`undefined`). */
export function bind(
  name: string,
  parameters: readonly string[],
  required: number,
  args: readonly Value[],
  kwargs: Kwargs,
): (Value | undefined)[] {
  if (args.length > parameters.length) throw new TemplateError(tooMany(name, parameters.length, args.length));
  const bound: (Value | undefined)[] = parameters.map((_, index) => args[index]);
  for (const [key, value] of kwargs) {
    const index = parameters.indexOf(key);
    if (index < 0) throw new TemplateError(`${name}() got an unexpected keyword argument '${key}'`);
    if (index < args.length) throw new TemplateError(`${name}() got multiple values for argument '${key}'`);
    bound[index] = value;
  }
  const missing = parameters.slice(0, required).filter((_, index) => bound[index] === undefined);
  if (missing.length > 0) {
    const list = missing.map((parameter) => `'${parameter}'`).join(' and ');
    throw new TemplateError(
      `${name}() missing ${missing.length} required positional argument${missing.length > 1 ? 's' : ''}: ${list}`,
    );
  }
  return bound;
}

function tooMany(name: string, most: number, given: number): string {
  return `${name}() takes at most ${most} argument${most === 1 ? '' : 's'} (${given} given)`;
}

/** An argument that must be an int. */
export function integerArgument(value: Value): number {
  if (isInteger(value)) return Number(value);
  if (value instanceof Undefined) return value.fail();
  throw new TemplateError(`'${typeName(value)}' object cannot be interpreted as an integer`);
}

/** An argument that must be text. */
export function textArgument(value: Value, message = (type: string) => `must be str, not ${type}`): string {
  if (typeof value === 'string') return value;
  if (value instanceof Undefined) return value.fail();
  throw new TemplateError(message(typeName(value)));
}
