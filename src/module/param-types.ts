// The types of parameters: how each is read from what a playbook says, as Ansible's argument specs read it.

import { Dict, isKey, type Plain, PyFloat, Tuple, toPlain, type Value } from '../model/value.ts';
import { str as pyStr, Undefined } from '../template/python/index.ts';
import { type Fault, faultText, missingText, unsupportedText } from './argument-words.ts';
import type { Param, Params, ParamsOf } from './params.ts';

/** What reading a parameter may depend on. */
export interface CoerceContext {
  /** Expands `~`, `~user` and `$VAR` as the remote identity's shell would. */
  readonly expandPath: (path: string) => string;
}

export type Coerced<T> = { readonly ok: true; readonly value: T } | Misfit;

/** Why a value is none for a parameter. */
export interface Misfit {
  readonly ok: false;
  /** For who wrote it, behind the parameter's name: `is 'x', which is not a whole number`. */
  readonly problem: string;
  /** For results, which tell it in Ansible's words. */
  readonly fault: Fault;
}

export interface ParamType<T> {
  /** As manuals show it. */
  readonly name: 'str' | 'path' | 'int' | 'float' | 'bool' | 'list' | 'dict' | 'mode' | 'raw' | 'bytes';
  /** JSON Schema of what is accepted. */
  readonly schema: Readonly<Record<string, Plain>>;
  readonly choices?: readonly string[];
  /** Element type of a list. */
  readonly element?: Param<unknown>;
  /** Members of a record. */
  readonly members?: Params;
  readonly coerce: (value: Value, context: CoerceContext) => Coerced<T>;
}

const good = <T>(value: T): Coerced<T> => ({ ok: true, value });
const bad = (problem: string, fault: Fault = { kind: 'other', problem }): Misfit => ({ ok: false, problem, fault });
const notOf = (type: string, value: Value, what: string): Misfit =>
  bad(`is ${quote(value)}, which is ${what}`, { kind: 'type', type, value });

const TRUE_WORDS = new Set(['y', 'yes', 'on', '1', 'true', 't']);
const FALSE_WORDS = new Set(['n', 'no', 'off', '0', 'false', 'f']);

function asText(value: Value): Coerced<string> {
  if (value instanceof Undefined) return bad('is undefined');
  return good(pyStr(value));
}

function asNumber(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof PyFloat) return value.value;
  if (typeof value !== 'string' || !/^\s*[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)) return undefined;
  return Number(value.replaceAll('_', ''));
}

function asInteger(value: Value): Coerced<number> {
  const number = asNumber(value);
  if (number === undefined || !Number.isInteger(number)) {
    return notOf('int', value, 'not a whole number');
  }
  return good(number);
}

function asBool(value: Value): Coerced<boolean> {
  if (typeof value === 'boolean') return good(value);
  const word = pyStr(value).toLowerCase().trim();
  if (TRUE_WORDS.has(word) || word === '1.0') return good(true);
  if (FALSE_WORDS.has(word) || word === '0.0') return good(false);
  return notOf('bool', value, 'neither yes nor no');
}

function asList(value: Value): readonly Value[] | undefined {
  if (Array.isArray(value)) return value;
  if (value instanceof Tuple) return value.items;
  if (typeof value === 'string') return value.split(',').map((item) => item.trim());
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof PyFloat || typeof value === 'boolean')
    return [pyStr(value)];
  return undefined;
}

function asDict(value: Value): Dict | undefined {
  if (value instanceof Dict) return value;
  return typeof value === 'string' ? dictOfText(value) : undefined;
}

/** A dict as text: JSON, or `a=b, c=d`. */
export function dictOfText(text: string): Dict | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return jsonDict(trimmed);
  if (!trimmed.includes('=')) return undefined;
  const dict = new Dict();
  for (const pair of trimmed.split(/[,\s]+(?=[^=\s,]+=)/)) {
    const at = pair.indexOf('=');
    if (at < 1) return undefined;
    dict.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
  }
  return dict;
}

function jsonDict(json: string): Dict | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? dictOf(parsed) : undefined;
  } catch {
    return undefined;
  }
}

function dictOf(object: object): Dict {
  const dict = new Dict();
  for (const [key, item] of Object.entries(object)) dict.set(key, fromJson(item));
  return dict;
}

function fromJson(json: unknown): Value {
  if (json === null || typeof json === 'boolean' || typeof json === 'string') return json;
  if (typeof json === 'number') return Number.isInteger(json) ? json : new PyFloat(json);
  if (Array.isArray(json)) return json.map(fromJson);
  return typeof json === 'object' ? dictOf(json) : null;
}

function quote(value: Value): string {
  return typeof value === 'string' ? `'${value}'` : pyStr(value);
}

function coerceEach<T>(of: Param<T>, items: readonly Value[], context: CoerceContext): Coerced<readonly T[]> {
  const result: T[] = [];
  for (const [index, item] of items.entries()) {
    const one = of.info.type.name === 'raw' || item !== null ? of.coerce(item, context) : bad('is empty');
    if (!one.ok)
      return bad(`has an element (number ${index + 1}) that ${one.problem}`, { kind: 'element', fault: one.fault });
    if (one.value !== undefined) result.push(one.value);
  }
  return good(result);
}

const SIZE = /^\s*(\d+(?:\.\d+)?)\s*([KMGTPEZY]?)(i?b|bit)?\s*$/i;

function asBytes(input: Value): Coerced<number> {
  const match = SIZE.exec(pyStr(input));
  if (match?.[1] === undefined) return bad(`is ${quote(input)}, which is not a size such as 10M`);
  const power = match[2] ? 'KMGTPEZY'.indexOf(match[2].toUpperCase()) + 1 : 0;
  return good(Math.round(Number(match[1]) * 1024 ** power));
}

// YAML turns an unquoted 0644 into 420; an octal number is meant, and `mode: 644` (decimal) is the well-known mistake that Ansible takes literally too.
function asMode(input: Value): Coerced<string> {
  if (typeof input === 'number') return good(`0${input.toString(8)}`);
  // An empty mode asks for nothing: what `mode: "{{ item.mode | default('') }}"` comes to.
  if (typeof input === 'string') return good(input.trim());
  return bad(`is ${quote(input)}, which is no file mode; write it in quotes, such as '0644' or 'u=rw,g=r,o='`);
}

export type AllCoerced<P extends Params> =
  | { readonly ok: true; readonly value: ParamsOf<P> }
  | { readonly ok: false; readonly problems: readonly string[]; readonly missing: readonly string[] };

/** The members of a record or the parameters of a module, each coerced; or every problem found, what is missing first. */
export function coerceAll<P extends Params>(
  params: P,
  given: ReadonlyMap<string, Value>,
  context: CoerceContext,
): AllCoerced<P> {
  const values: Record<string, unknown> = {};
  const missing: string[] = [];
  const problems: string[] = [];
  for (const [name, param] of Object.entries(params)) {
    const written = [name, ...param.info.aliases].find((word) => given.has(word));
    const one = param.coerce(written === undefined ? undefined : given.get(written), context);
    if (one.ok) values[name] = one.value;
    else if (one.fault.kind === 'missing') missing.push(name);
    else problems.push(faultText(written ?? name, one.fault));
  }
  if (missing.length > 0) problems.unshift(missingText(missing));
  if (problems.length > 0 || !isComplete(params, values)) return { ok: false, problems, missing };
  return { ok: true, value: values };
}

/** What of the given is no parameter. */
export function unknownIn(params: Params, given: ReadonlyMap<string, unknown>): readonly string[] {
  const known = new Set(Object.entries(params).flatMap(([name, { info }]) => [name, ...info.aliases]));
  return [...given.keys()].filter((name) => !known.has(name));
}

/** The parameters and their other names, as messages list them; without those that the engine gives. */
export function supported(params: Params): string {
  const shown = Object.entries(params).filter(([name]) => !name.startsWith('_'));
  const names = shown
    .map(([name]) => name)
    .sort()
    .join(', ');
  const aliases = shown.flatMap(([, { info }]) => info.aliases);
  return aliases.length === 0 ? names : `${names} (${aliases.sort().join(', ')})`;
}

// Every member was coerced by its own declaration just before; this only tells the compiler.
function isComplete<P extends Params>(params: P, values: object): values is ParamsOf<P> {
  return Object.keys(params).every((name) => name in values);
}

function recordType<P extends Params>(members: P): ParamType<ParamsOf<P>> {
  return {
    name: 'dict',
    schema: { type: 'object' },
    members,
    coerce: (input, context) => {
      const given = asDict(input);
      if (!given) return notOf('dict', input, 'not a mapping');
      const map = new Map<string, Value>();
      for (const [key, item] of given.entries()) map.set(pyStr(key), item);
      const all = coerceAll(members, map, context);
      const unknown = unknownIn(members, map);
      if (all.ok && unknown.length === 0) return good(all.value);
      const strange = unknown.length === 0 ? [] : [unsupportedText(undefined, unknown, supported(members))];
      const problems = [...(all.ok ? [] : all.problems), ...strange];
      return bad(`has wrong members: ${problems.join('; ')}`, { kind: 'members', problems });
    },
  };
}

const STRING = { type: ['string', 'number', 'boolean'] };

/** Every parameter type there is. */
export const types = {
  text: { name: 'str', schema: STRING, coerce: asText } satisfies ParamType<string>,
  path: {
    name: 'path',
    schema: STRING,
    coerce: (input, context) => {
      const one = asText(input);
      return one.ok ? good(context.expandPath(one.value)) : one;
    },
  } satisfies ParamType<string>,
  integer: { name: 'int', schema: { type: ['integer', 'string'] }, coerce: asInteger } satisfies ParamType<number>,
  float: {
    name: 'float',
    schema: { type: ['number', 'string'] },
    coerce: (input) => {
      const number = asNumber(input);
      return number === undefined ? notOf('float', input, 'not a number') : good(number);
    },
  } satisfies ParamType<number>,
  bool: {
    name: 'bool',
    schema: { type: ['boolean', 'string', 'integer'] },
    coerce: asBool,
  } satisfies ParamType<boolean>,
  dict: {
    name: 'dict',
    schema: { type: ['object', 'string'] },
    coerce: (input) => {
      const given = asDict(input);
      if (!given) return notOf('dict', input, 'not a mapping');
      const entries: [string, Plain][] = [];
      for (const [key, item] of given.entries()) entries.push([pyStr(key), toPlain(item)]);
      return good(Object.fromEntries(entries));
    },
  } satisfies ParamType<Readonly<Record<string, Plain>>>,
  mode: { name: 'mode', schema: { type: ['string', 'integer'] }, coerce: asMode } satisfies ParamType<string>,
  raw: { name: 'raw', schema: {}, coerce: (input) => good(toPlain(input)) } satisfies ParamType<Plain>,
  value: { name: 'raw', schema: {}, coerce: (input) => good(input) } satisfies ParamType<Value>,
  bytes: { name: 'bytes', schema: { type: ['integer', 'string'] }, coerce: asBytes } satisfies ParamType<number>,
  choice: <const C extends readonly string[]>(choices: C): ParamType<C[number]> => ({
    name: 'str',
    schema: { enum: choices },
    choices,
    coerce: (input) => {
      const word = choiceWord(choices, input);
      const found = choices.find((one) => one === word);
      if (found !== undefined) return good(found);
      return bad(`is ${quote(input)}; it must be one of: ${choices.join(', ')}`, {
        kind: 'choice',
        choices,
        value: input,
      });
    },
  }),
  list: <T>(of: Param<T>): ParamType<readonly T[]> => ({
    name: 'list',
    schema: { type: ['array', 'string', 'number', 'boolean'] },
    element: of,
    coerce: (input, context) => {
      const items = asList(input) ?? (of.info.type.name === 'dict' && input instanceof Dict ? [input] : undefined);
      if (!items) return notOf('list', input, 'not a list');
      return coerceEach(of, items, context);
    },
  }),
  record: recordType,
};

// YAML reads `state: yes` and `upgrade: no` as booleans; where a choice is spelled so, the boolean means that word.
function choiceWord(choices: readonly string[], input: Value): string {
  if (typeof input !== 'boolean') return isKey(input) ? pyStr(input) : '';
  const words = input ? TRUE_WORDS : FALSE_WORDS;
  return choices.find((one) => words.has(one.toLowerCase())) ?? pyStr(input);
}
