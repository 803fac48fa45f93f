// Tells in what a container differs from what is asked for, as strictly as `comparisons` says.

import type { Plain } from '../../../model/value.ts';
import { isDict } from '../client.ts';
import type { Option, Shape } from './option.ts';
import { options, type Wish } from './options.ts';
import { type ContainerParams, containerParams } from './params.ts';

/** How an option is compared. */
export type Comparison = 'strict' | 'ignore' | 'allow_more_present';

/** An option that a container has otherwise. */
export interface Difference {
  readonly option: Option;
  readonly wanted: Plain;
  readonly now: Plain;
}

const MODES: ReadonlySet<unknown> = new Set(['strict', 'ignore', 'allow_more_present']);

/** What else is compared. */
const FURTHER: Readonly<Record<string, Shape>> = { image: 'value', networks: 'set', env_file: 'value' };

// What is written may be an alias, such as `ports`.
function nameOf(word: string): string {
  return (
    Object.entries(containerParams).find(([name, { info }]) => name === word || info.aliases.includes(word))?.[0] ??
    word
  );
}

const shapeOf = (name: string): Shape | undefined =>
  options.find((option) => option.name === name)?.shape ?? FURTHER[name];

/** Why comparisons are none; `undefined` where they are. */
export function refuseComparisons({ comparisons = {} }: ContainerParams): string | undefined {
  for (const [word, mode] of Object.entries(comparisons)) {
    if (!MODES.has(mode)) return `Unknown comparison mode '${String(mode)}'!`;
    if (word === '*') {
      if (mode === 'allow_more_present')
        return "The wildcard can only be used with comparison modes 'strict' and 'ignore'!";
      continue;
    }
    const shape = shapeOf(nameOf(word));
    if (shape === undefined) return `Unknown module option '${word}' in comparisons dict!`;
    if (mode === 'allow_more_present' && shape === 'value')
      return `Option '${word}' is a value and not a set/list/dict, so its comparison cannot be allow_more_present`;
  }
  return undefined;
}

/** How an option, the image or the networks are compared. */
export function comparisonOf(given: ContainerParams, name: string): Comparison {
  const entries = Object.entries(given.comparisons ?? {});
  const own = entries.find(([word]) => nameOf(word) === name)?.[1];
  if (own === 'strict' || own === 'ignore' || own === 'allow_more_present') return own;
  const others = given.comparisons?.['*'];
  if (others === 'strict' || others === 'ignore') return others;
  if (name === 'image' && given.ignore_image) return 'ignore';
  if (name === 'networks') return given.purge_networks ? 'strict' : 'allow_more_present';
  const option = options.find((one) => one.name === name);
  if (option?.lenient) return 'ignore';
  return option?.shape === 'set' || option?.shape === 'dict' ? 'allow_more_present' : 'strict';
}

/** In what a container differs. */
export function differencesOf(
  given: ContainerParams,
  wishes: readonly Wish[],
  container: Parameters<Option['now']>[0],
) {
  return wishes.flatMap(({ option, expected }): readonly Difference[] => {
    const comparison = comparisonOf(given, option.name);
    const now = option.now(container);
    return comparison === 'ignore' || isMet(option, expected, { now, comparison })
      ? []
      : [{ option, wanted: expected, now: now ?? null }];
  });
}

interface Present {
  readonly now: Plain | undefined;
  readonly comparison: Comparison;
}

function isMet({ shape, exact }: Option, wanted: Plain, { now, comparison }: Present): boolean {
  const isStrict = comparison === 'strict';
  switch (shape) {
    case 'value':
      return exact ? wanted === now : isSame(wanted, now);
    case 'list':
      return isStrict ? isSame(listOf(wanted), listOf(now)) : isWithin(listOf(wanted), listOf(now));
    case 'set':
      return isSet(listOf(wanted), listOf(now), isStrict);
    case 'dict':
      return isDictMet(wanted, now, isStrict);
    default:
      return shape;
  }
}

const listOf = (value: Plain | undefined): readonly Plain[] => (Array.isArray(value) ? value : []);

// In order, with others between.
function isWithin(wanted: readonly Plain[], now: readonly Plain[]): boolean {
  let index = 0;
  for (const one of now) if (index < wanted.length && isSame(wanted[index], one)) index += 1;
  return index === wanted.length;
}

// Of a dict in a set only the members that are asked for count: the daemon adds others.
function isSet(wanted: readonly Plain[], now: readonly Plain[], isStrict: boolean): boolean {
  const isThere = (one: Plain): boolean =>
    now.some((other) => (isDict(one) ? isDictMet(one, other, false) : isSame(one, other)));
  if (!wanted.every(isThere)) return false;
  if (!isStrict) return true;
  return now.every((other) => wanted.some((one) => (isDict(one) ? isDictMet(one, other, false) : isSame(one, other))));
}

function isDictMet(wanted: Plain, now: Plain | undefined, isStrict: boolean): boolean {
  const [asked, known] = [isDict(wanted) ? wanted : {}, isDict(now) ? now : {}];
  if (isStrict && Object.keys(known).some((name) => !(name in asked) && !isBlank(known[name]))) return false;
  return Object.entries(asked).every(([name, value]) =>
    isDict(value) ? isDictMet(value, known[name], isStrict) : isSame(value, known[name]),
  );
}

// What was never set is told as nothing, zero or no.
function isBlank(value: Plain | undefined): boolean {
  if (value === null || value === undefined || value === '' || value === 0 || value === false) return true;
  return Array.isArray(value) ? value.length === 0 : isDict(value) && Object.keys(value).length === 0;
}

/** Whether two values are the same to the daemon. */
export function isSame(one: Plain | undefined, other: Plain | undefined): boolean {
  return (isBlank(one) && isBlank(other)) || JSON.stringify(one) === JSON.stringify(other);
}
