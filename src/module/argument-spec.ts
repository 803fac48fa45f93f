// Checks values against an argument specification as playbooks write it (`meta/argument_specs.yml`, `validate_argument_spec`).

import { Dict, type Value } from '../model/value.ts';
import { equals, str, Undefined } from '../template/index.ts';
import { relationProblems } from './argument-relations.ts';
import { convert } from './argument-types.ts';
import { className } from './argument-words.ts';

/** Everything that is wrong with the values, in Ansible's order and words; empty where they fit. */
export function checkArgumentSpec(spec: Dict, provided: ReadonlyMap<string, Value>): readonly string[] {
  const findings: Findings = { problems: [], unknown: new Set(), supported: '' };
  checkLevel({ options: spec, rules: undefined, given: new Map(provided), path: [] }, findings);
  const { problems, unknown, supported } = findings;
  if (unknown.size > 0) problems.push(`${[...unknown].sort().join(', ')}. Supported parameters include: ${supported}.`);
  return problems;
}

/** What was found so far. Of what is unknown only the last place tells what there is. */
interface Findings {
  readonly problems: string[];
  readonly unknown: Set<string>;
  supported: string;
}

/** The options of a specification, or those below one of its options, with the values given for them. */
interface Level {
  readonly options: Dict;
  /** The option they stand in: it says which of them go together. */
  readonly rules: Dict | undefined;
  /** By the options' own names as soon as aliases are resolved. */
  readonly given: Map<string, Value>;
  readonly path: readonly string[];
}

function checkLevel(level: Level, findings: Findings): void {
  findings.problems.push(...wrongOptions(level));
  resolveAliases(level, findings);
  noteUnknown(level, findings);
  const { problems } = findings;
  problems.push(...relationProblems(level, ['mutually_exclusive']));
  problems.push(...missing(level));
  setDefaults(level);
  for (const [name, option] of optionsOf(level)) problems.push(...readAs(level, name, option));
  for (const [name, option] of optionsOf(level)) problems.push(...choose(level, name, option));
  problems.push(...relationProblems(level, ['required_together', 'required_one_of', 'required_if', 'required_by']));
  for (const [name, option] of optionsOf(level)) checkBelow(level, { name, option }, findings);
}

function optionsOf({ options }: Level): readonly (readonly [string, Dict])[] {
  return [...options.entries()].flatMap(([key, option]) =>
    option instanceof Dict ? [[str(key), option] as const] : [],
  );
}

function wrongOptions({ options }: Level): readonly string[] {
  return [...options.entries()].flatMap(([name, option]) =>
    option instanceof Dict ? [] : [`internal error: the specification of '${str(name)}' must be a mapping`],
  );
}

function resolveAliases(level: Level, { problems }: Findings): void {
  for (const [name, option] of optionsOf(level)) {
    const aliases = option.get('aliases') ?? [];
    if (!Array.isArray(aliases)) problems.push('internal error: aliases must be a list or tuple');
    for (const alias of aliasesOf(option)) {
      const value = level.given.get(alias);
      if (value !== undefined) level.given.set(name, value);
    }
  }
}

function aliasesOf(option: Dict): readonly string[] {
  const aliases = option.get('aliases');
  return Array.isArray(aliases) ? aliases.map((alias) => str(alias)) : [];
}

function noteUnknown(level: Level, findings: Findings): void {
  const names = optionsOf(level).map(([name]) => name);
  const aliases = optionsOf(level).flatMap(([, option]) => aliasesOf(option));
  const unknown = [...level.given.keys()].filter((name) => !names.includes(name) && !aliases.includes(name));
  if (unknown.length === 0) return;
  for (const name of unknown) findings.unknown.add([...level.path, name].join('.'));
  findings.supported = names.sort().join(', ') + (aliases.length > 0 ? ` (${aliases.join(', ')})` : '');
}

function missing(level: Level): readonly string[] {
  const required = optionsOf(level).filter(([, option]) => option.get('required') === true);
  const contradictory = required.filter(([, option]) => !isAbsent(option.get('default')));
  const names = required.filter((one) => !contradictory.includes(one)).map(([name]) => name);
  const absent = names.filter((name) => !level.given.has(name)).sort();
  return [
    ...contradictory.map(([name]) => `internal error: required and default are mutually exclusive for ${name}`),
    ...(absent.length > 0 ? [`missing required arguments: ${absent.join(', ')}${inside(level)}`] : []),
  ];
}

/** Where a problem is: nothing to say of the outermost level. */
function inside({ path }: Level): string {
  return path.length > 0 ? ` found in ${path.join(' -> ')}` : '';
}

function isAbsent(value: Value | undefined): value is null | undefined {
  return value === undefined || value === null;
}

function setDefaults(level: Level): void {
  for (const [name, option] of optionsOf(level)) {
    const value = option.get('default');
    if (!isAbsent(value) && !level.given.has(name)) level.given.set(name, value);
  }
}

// A value that is read takes the place of the one that was given.
function readAs(level: Level, name: string, option: Dict): readonly string[] {
  const value = level.given.get(name);
  if (isAbsent(value)) return [];
  if (value instanceof Undefined) value.fail();
  const type = str(option.get('type') ?? 'str');
  const read = convert(type, value);
  if (!read.ok) {
    const where = level.path.length > 0 ? ` found in '${level.path.join(' -> ')}'.` : '';
    return [
      `argument '${name}' is of type ${className(value)}${where} and we were unable to convert to ${type}: ${read.why}`,
    ];
  }
  level.given.set(name, read.value);
  return Array.isArray(read.value) ? readElements(level, { name, option, items: read.value }) : [];
}

interface Elements {
  readonly name: string;
  readonly option: Dict;
  readonly items: readonly Value[];
}

function readElements(level: Level, { name, option, items }: Elements): readonly string[] {
  const elements = option.get('elements');
  if (isAbsent(elements) || str(option.get('type') ?? 'str') !== 'list') return [];
  const type = str(elements);
  const where = level.path.length > 0 ? ` found in '${level.path.join(' -> ')}'` : '';
  const problems: string[] = [];
  const read = items.map((item) => {
    const one = convert(type, item);
    if (one.ok) return one.value;
    const what = `Elements value for option '${name}'${where} is of type ${className(item)}`;
    problems.push(`${what} and we were unable to convert to ${type}: ${one.why}`);
    return item;
  });
  level.given.set(name, read);
  return problems;
}

const YES = ['y', 'yes', 'on', '1', 'true', 't'];
const NO = ['n', 'no', 'off', '0', 'false', 'f'];

function choose(level: Level, name: string, option: Dict): readonly string[] {
  const choices = option.get('choices');
  if (choices === undefined || choices === null) return [];
  if (!Array.isArray(choices))
    return [`internal error: choices for argument ${name} are not iterable: ${str(choices)}`];
  const value = level.given.get(name);
  if (value === undefined) return [];
  const among = (one: Value): boolean => choices.some((choice) => equals(choice, one));
  const words = choices.map((choice) => str(choice)).join(', ');
  if (Array.isArray(value)) {
    const strange = value.filter((item) => !among(item)).map((item) => str(item));
    if (strange.length === 0) return [];
    return [
      `value of ${name} must be one or more of: ${words}. Got no match for: ${strange.join(', ')}${inside(level)}`,
    ];
  }
  const word = meantWord(value, choices);
  if (word !== undefined) level.given.set(name, word);
  if (word !== undefined || among(value)) return [];
  return [`value of ${name} must be one of: ${words}, got: ${str(value)}${inside(level)}`];
}

// YAML reads `yes` as True; where only one choice is a word for that, the word was meant.
function meantWord(value: Value, choices: readonly Value[]): Value | undefined {
  if ((value !== 'True' && value !== 'False') || choices.includes(value)) return undefined;
  const words = value === 'True' ? YES : NO;
  const meant = choices.filter((choice) => typeof choice === 'string' && words.includes(choice));
  return meant.length === 1 ? meant[0] : undefined;
}

function checkBelow(
  level: Level,
  { name, option }: { readonly name: string; readonly option: Dict },
  findings: Findings,
): void {
  const options = option.get('options');
  const type = option.get('type');
  if (!(options instanceof Dict) || !(type === 'dict' || (type === 'list' && option.get('elements') === 'dict')))
    return;
  const value = level.given.get(name) ?? (option.get('apply_defaults') === true ? new Dict() : undefined);
  const items = Array.isArray(value) ? value : isAbsent(value) ? [] : [value];
  for (const item of items) {
    if (!(item instanceof Dict)) continue;
    const given = new Map([...item.entries()].map(([key, one]) => [str(key), one] as const));
    checkLevel({ options, rules: option, given, path: [...level.path, name] }, findings);
  }
}
