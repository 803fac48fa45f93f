// What is wrong with arguments, in the words of Ansible's results: playbooks look for them in `msg`.

import type { Value } from '../model/value.ts';
import { str, typeName } from '../template/python/index.ts';

/** `<class 'int'>`, as Python shows it. Every text is a `str` to us. */
export function className(value: Value): string {
  return `<class '${typeName(value)}'>`;
}

/** What is wrong with one argument. */
export type Fault =
  | { readonly kind: 'missing' }
  | { readonly kind: 'type'; readonly type: string; readonly value: Value }
  | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly value: Value }
  /** Of a dict's own parameters: each problem as a sentence. */
  | { readonly kind: 'members'; readonly problems: readonly string[] }
  | { readonly kind: 'element'; readonly fault: Fault }
  /** What Ansible has no common words for; they follow the argument's name. */
  | { readonly kind: 'other'; readonly problem: string };

/** The fault of the argument of that name, as a sentence. */
export function faultText(name: string, fault: Fault): string {
  switch (fault.kind) {
    case 'missing':
      return missingText([name]);
    case 'type':
      return `argument '${name}' is of type ${inconvertible(fault.type, fault.value)}`;
    case 'choice':
      return `value of ${name} must be one of: ${fault.choices.join(', ')}, got: ${str(fault.value)}`;
    case 'members':
      return fault.problems.map((problem) => `${problem} found in ${name}`).join('; ');
    case 'element':
      return elementText(name, fault.fault);
    case 'other':
      return `'${name}' ${fault.problem}`;
    default:
      return fault;
  }
}

function elementText(name: string, fault: Fault): string {
  if (fault.kind === 'type')
    return `Elements value for option '${name}' is of type ${inconvertible(fault.type, fault.value)}`;
  if (fault.kind !== 'choice') return faultText(name, fault);
  return `value of ${name} must be one or more of: ${fault.choices.join(', ')}. Got no match for: ${str(fault.value)}`;
}

export function missingText(names: readonly string[]): string {
  return `missing required arguments: ${[...names].sort().join(', ')}`;
}

/** What of the given is not known; `module` as its name is written out. */
export function unsupportedText(module: string | undefined, unknown: readonly string[], supported: string): string {
  const whose = module === undefined ? 'the' : `(${module})`;
  return `Unsupported parameters for ${whose} module: ${[...unknown].sort().join(', ')}. Supported parameters include: ${supported}.`;
}

// The value itself is said as well: a class alone does not help to find it.
function inconvertible(type: string, value: Value): string {
  const why = whyInconvertible(type, value);
  const shown = typeof value === 'string' ? `'${value}'` : str(value);
  return `${className(value)} and we were unable to convert to ${type}: ${why}${why.includes(shown) ? '' : ` (it is ${shown})`}`;
}

const ARTICLES: Readonly<Record<string, string>> = { int: 'an' };
const BOOLEANS = "0, 1, '0', '1', 'f', 'false', 'n', 'no', 'off', 'on', 't', 'true', 'y', 'yes'";

/** Why a value cannot be had as a type. */
export function whyInconvertible(type: string, value: Value): string {
  if (type === 'bool' && typeof value !== 'object')
    return `The value '${str(value)}' is not a valid boolean.  Valid booleans include: ${BOOLEANS}`;
  if (type === 'dict' && typeof value === 'string') {
    return value.trim().startsWith('{')
      ? 'unable to evaluate string as dictionary'
      : 'dictionary requested, could not parse JSON or key=value';
  }
  return `${className(value)} cannot be converted to ${ARTICLES[type] ?? 'a'} ${type}`;
}
