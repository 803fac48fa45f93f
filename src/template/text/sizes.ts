// Sizes as people write them (`10 MB`) and as numbers.

import { PyFloat } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { formatValue, makeInt, parseFloating, roundHalfEven } from '../python/index.ts';

// From the largest down; each is 1024 of the next.
const suffixes = ['Y', 'Z', 'E', 'P', 'T', 'G', 'M', 'K', 'B'];

function unitSize(suffix: string): number | undefined {
  const index = suffixes.indexOf(suffix.toUpperCase());
  return index < 0 ? undefined : 1024 ** (suffixes.length - 1 - index);
}

/** A number of bytes (or bits) with the largest unit it fills, or in the unit that is wanted. */
export function humanReadable(size: number, isBits: boolean, unit: string | undefined): string {
  const wanted = unit?.toUpperCase();
  const suffix = suffixes.find((one) => (wanted === undefined ? size >= (unitSize(one) ?? 1) : one === wanted)) ?? 'B';
  const amount = formatValue(new PyFloat(size / (unitSize(suffix) ?? 1)), '.2f');
  const name = suffix === 'B' ? (isBits ? 'bits' : 'Bytes') : `${suffix}${isBits ? 'b' : 'B'}`;
  return `${amount} ${name}`;
}

/** The number of bytes (or bits) that a size means; a number alone is in the default unit. */
export function humanToBytes(text: string, defaultUnit: string | undefined, isBits: boolean): number | bigint {
  const refused = new TemplateError(`human_to_bytes() can't interpret following string: ${text}`);
  const [, digits = '', written] = /^\s*(\d*\.?\d*)\s*([A-Za-z]+)?/.exec(text) ?? [];
  const amount = parseFloating(digits);
  if (amount === undefined) throw refused;
  const unit = written ?? defaultUnit;
  if (unit === undefined) return makeInt(BigInt(roundHalfEven(amount, 0)));
  const size = unitSize(unit.slice(0, 1));
  if (size === undefined || !isUnitName(unit, isBits)) throw refused;
  return makeInt(BigInt(roundHalfEven(amount * size, 0)));
}

// `K`, `KB` (in bits `Kb`), or a word with "byte" ("bit") in it.
function isUnitName(unit: string, isBits: boolean): boolean {
  const letter = isBits ? 'b' : 'B';
  if (unit.length === 1) return true;
  return unit.length === 2 ? unit[1] === letter : unit.toLowerCase().includes(isBits ? 'bit' : 'byte');
}
