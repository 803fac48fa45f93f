// Checks values against an argument specification as playbooks write it (`meta/argument_specs.yml`, `validate_argument_spec`).

import { Dict, type Value } from '../model/value.ts';
import { str } from '../template/index.ts';
import { type CoerceContext, type Coerced, type ParamType, types } from './param-types.ts';

/** Everything that is wrong with the values; empty where they fit. Values that nobody specified are no mistake at the top level. */
export function checkArgumentSpec(spec: Dict, provided: ReadonlyMap<string, Value>): readonly string[] {
  return checkOptions(spec, provided, []);
}

const CONTEXT: CoerceContext = { expandPath: (path) => path };

const TYPES: Readonly<Record<string, ParamType<unknown>>> = {
  str: types.text,
  path: types.path,
  int: types.integer,
  float: types.float,
  bool: types.bool,
  list: types.raw,
  dict: types.dict,
  raw: types.raw,
  bytes: types.bytes,
  bits: types.bytes,
  json: types.raw,
  jsonarg: types.raw,
};

function checkOptions(spec: Dict, provided: ReadonlyMap<string, Value>, path: readonly string[]): readonly string[] {
  const problems: string[] = [];
  const missing: string[] = [];
  for (const [key, option] of spec.entries()) {
    if (!(option instanceof Dict)) continue;
    const name = str(key);
    const value = given(provided, [name, ...texts(option.get('aliases'))]);
    if (value !== undefined && value !== null) problems.push(...checkValue(option, value, [...path, name]));
    else if (option.get('required') === true) missing.push(name);
  }
  const inside = path.length > 0 ? ` found in ${path.join(' -> ')}` : '';
  if (missing.length > 0) problems.push(`missing required arguments: ${missing.sort().join(', ')}${inside}`);
  return problems;
}

function given(provided: ReadonlyMap<string, Value>, names: readonly string[]): Value | undefined {
  const name = names.find((one) => provided.has(one));
  return name === undefined ? undefined : provided.get(name);
}

function texts(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? value.map((item) => str(item)) : [];
}

function checkValue(option: Dict, value: Value, path: readonly string[]): readonly string[] {
  const type = str(option.get('type') ?? 'str');
  if (type === 'list') return checkList(option, value, path);
  const problem = mismatch(type, value);
  if (problem !== undefined) return [`argument '${path.at(-1)}'${within(path)} ${problem}`];
  return [...checkChoice(option, value, path), ...checkMembers(option, value, path)];
}

function within(path: readonly string[]): string {
  return path.length > 1 ? ` found in '${path.slice(0, -1).join(' -> ')}'` : '';
}

function mismatch(type: string, value: Value): string | undefined {
  const known = TYPES[type];
  if (!known) return `has the type '${type}' in its specification, which there is not`;
  const coerced: Coerced<unknown> = known.coerce(value, CONTEXT);
  return coerced.ok ? undefined : coerced.problem;
}

function checkList(option: Dict, value: Value, path: readonly string[]): readonly string[] {
  const items = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : undefined;
  if (!items) return [`argument '${path.at(-1)}'${within(path)} is '${str(value)}', which is not a list`];
  const elements = option.get('elements');
  const type = elements === undefined ? undefined : str(elements);
  return items.flatMap((item) => {
    const problem = type === undefined ? undefined : mismatch(type, item);
    if (problem !== undefined) return [`an element of '${path.at(-1)}'${within(path)} ${problem}`];
    return [...checkChoice(option, item, path), ...checkMembers(option, item, path)];
  });
}

function checkChoice(option: Dict, value: Value, path: readonly string[]): readonly string[] {
  const choices = option.get('choices');
  if (!Array.isArray(choices)) return [];
  const words = choices.map((choice) => str(choice));
  const fits = words.includes(str(value));
  return fits ? [] : [`value of ${path.at(-1)} must be one of: ${words.join(', ')}, got: ${str(value)}`];
}

function checkMembers(option: Dict, value: Value, path: readonly string[]): readonly string[] {
  const members = option.get('options');
  if (!(members instanceof Dict) || !(value instanceof Dict)) return [];
  const provided = new Map([...value.entries()].map(([key, item]) => [str(key), item] as const));
  const known = new Set([...members.entries()].flatMap(([key, member]) => namesOf(str(key), member)));
  const unknown = [...provided.keys()].filter((name) => !known.has(name));
  return [
    ...checkOptions(members, provided, path),
    ...unknown.map((name) => `${[...path, name].join('.')}. Supported parameters include: ${[...known].join(', ')}.`),
  ];
}

function namesOf(name: string, member: Value): readonly string[] {
  return member instanceof Dict ? [name, ...texts(member.get('aliases'))] : [name];
}
