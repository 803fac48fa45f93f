// Filters on any value: what to use when it is missing, empty or false, and its type.

import { PyFloat, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { attributeOf, isInteger, str, truth, typeName, Undefined } from '../python/index.ts';
import { type FilterDefinition, filter, required } from './define.ts';

/** Jinja's. */
export const jinjaValueFilters: readonly FilterDefinition[] = [
  filter(['default', 'd'], { default_value: '', boolean: false }, (input, { default_value, boolean }) =>
    input instanceof Undefined || (truth(boolean) && !truth(input)) ? default_value : input,
  ),
  filter('attr', { name: required }, (input, { name }) => {
    if (typeof name !== 'string') throw new TemplateError(`attribute name must be string, not '${typeName(name)}'`);
    if (input instanceof Undefined) return input;
    return attributeOf(input, name) ?? new Undefined({ name, parent: input });
  }),
];

/** Ansible's. */
export const valueFilters: readonly FilterDefinition[] = [
  filter('bool', {}, (input) => toBool(input)),
  filter('ternary', { true_val: required, false_val: required, none_val: null }, (input, args) => {
    if (input === null && args.none_val !== null) return args.none_val;
    return truth(input) ? args.true_val : args.false_val;
  }),
  filter('mandatory', { msg: null }, (input, { msg }) => {
    if (!(input instanceof Undefined)) return input;
    if (msg !== null) throw new TemplateError(str(msg));
    const { name } = input.missing;
    throw new TemplateError(`Mandatory variable '${str(name)}' not defined.`, str(name));
  }),
  filter('type_debug', {}, (input) => typeName(input)),
];

/** Ansible's notion of true, for text that came from people: yes, on, 1, true. None stays None. */
export function toBool(value: Value): boolean | null {
  if (value === null || typeof value === 'boolean') return value;
  if (value instanceof Undefined) return value.fail();
  if (typeof value === 'string') return ['yes', 'on', '1', 'true'].includes(value.toLowerCase());
  if (value instanceof PyFloat) return value.value === 1;
  return isInteger(value) && Number(value) === 1;
}
