// Filters on numbers.

import { PyFloat, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import {
  defined,
  formatValue,
  integerArgument,
  isInteger,
  isNumber,
  makeInt,
  numeric,
  parseFloating,
  parseInteger,
  roundHalfEven,
  str,
  toFloat,
  truncated,
  truth,
  typeName,
} from '../python/index.ts';
import { humanReadable, humanToBytes } from '../text/sizes.ts';
import { choiceArgument, type FilterDefinition, filter, required } from './define.ts';

/** Jinja's. */
export const jinjaNumberFilters: readonly FilterDefinition[] = [
  filter(
    'int',
    { default: 0, base: 10 },
    (input, args) => toIntOr(defined(input), integerArgument(args.base)) ?? args.default,
  ),
  filter('float', { default: new PyFloat(0) }, (input, args) => toFloatOr(defined(input)) ?? args.default),
  filter('abs', {}, (input) => {
    if (!isNumber(input)) throw new TemplateError(`bad operand type for abs(): '${typeName(input)}'`);
    if (input instanceof PyFloat) return new PyFloat(Math.abs(input.value));
    if (typeof input === 'bigint') return input < 0n ? -input : input;
    return Math.abs(Number(input));
  }),
  filter('round', { precision: 0, method: 'common' }, (input, { precision, method }) => {
    const how = choiceArgument(method, ['common', 'ceil', 'floor'], 'method must be common, ceil or floor');
    return round(defined(input), integerArgument(precision), how);
  }),
  filter('filesizeformat', { binary: false }, (input, { binary }) => fileSize(toFloat(input).value, truth(binary))),
];

/** Ansible's. */
export const numberFilters: readonly FilterDefinition[] = [
  filter('log', { base: new PyFloat(Math.E) }, (input, { base }) => {
    const value = real('log()', input);
    const radix = real('log()', base);
    if (value <= 0 || radix <= 0) throw new TemplateError('math domain error');
    return new PyFloat(
      radix === 10 ? Math.log10(value) : radix === Math.E ? Math.log(value) : Math.log(value) / Math.log(radix),
    );
  }),
  filter('pow', { y: required }, (input, { y }) => new PyFloat(power('pow()', real('pow()', input), real('pow()', y)))),
  filter('root', { base: 2 }, (input, { base }) => {
    const value = real('root()', input);
    const degree = real('root()', base);
    if (degree === 2 && value >= 0) return new PyFloat(Math.sqrt(value));
    return new PyFloat(power('root()', value, 1 / degree));
  }),
  filter('human_readable', { isbits: false, unit: null }, (input, { isbits, unit }) => {
    if (!isNumber(defined(input)))
      throw new TemplateError(
        `human_readable() failed on bad input: '>=' not supported between instances of '${typeName(input)}' and 'int'`,
      );
    return humanReadable(toFloat(input).value, truth(isbits), unit === null ? undefined : str(unit));
  }),
  filter('human_to_bytes', { default_unit: null, isbits: false }, (input, { default_unit, isbits }) =>
    humanToBytes(str(input), default_unit === null ? undefined : str(default_unit), truth(isbits)),
  ),
];

function toIntOr(value: Value, base: number): number | bigint | undefined {
  if (typeof value === 'string') {
    const whole = parseInteger(value, base);
    if (whole !== undefined) return whole;
    const floating = parseFloating(value);
    return floating === undefined || Number.isNaN(floating) ? undefined : truncated(floating);
  }
  if (value instanceof PyFloat) return Number.isNaN(value.value) ? undefined : truncated(value.value);
  return isInteger(value) ? makeInt(BigInt(value)) : undefined;
}

function toFloatOr(value: Value): PyFloat | undefined {
  if (value instanceof PyFloat) return value;
  if (isNumber(value)) return new PyFloat(Number(value));
  const parsed = typeof value === 'string' ? parseFloating(value) : undefined;
  return parsed === undefined ? undefined : new PyFloat(parsed);
}

function round(value: Value, precision: number, method: 'common' | 'ceil' | 'floor'): Value {
  if (!isNumber(value)) throw new TemplateError(`type ${typeName(value)} doesn't define __round__ method`);
  if (method !== 'common') {
    const unit = 10 ** precision;
    return new PyFloat((method === 'ceil' ? Math.ceil : Math.floor)(numeric(value) * unit) / unit);
  }
  if (value instanceof PyFloat) return new PyFloat(roundHalfEven(value.value, precision));
  const whole = BigInt(value);
  return precision >= 0 ? makeInt(whole) : makeInt(roundInteger(whole, 10n ** BigInt(-precision)));
}

// To the nearest multiple, ties to the even one.
function roundInteger(value: bigint, unit: bigint): bigint {
  const remainder = ((value % unit) + unit) % unit;
  const below = value - remainder;
  const twice = remainder * 2n;
  const up = twice > unit || (twice === unit && (below / unit) % 2n !== 0n);
  return up ? below + unit : below;
}

function real(name: string, value: Value): number {
  if (isNumber(defined(value))) return toFloat(value).value;
  throw new TemplateError(`${name} can only be used on numbers: must be real number, not ${typeName(value)}`);
}

function power(name: string, base: number, exponent: number): number {
  const result = base ** exponent;
  if (Number.isNaN(result) && !Number.isNaN(base) && !Number.isNaN(exponent))
    throw new TemplateError(`${name} can only be used on numbers: math domain error`);
  return result;
}

const decimalPrefixes = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];
const binaryPrefixes = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'];

function fileSize(bytes: number, binary: boolean): string {
  const base = binary ? 1024 : 1000;
  const prefixes = binary ? binaryPrefixes : decimalPrefixes;
  if (bytes === 1) return '1 Byte';
  if (bytes < base) return `${Math.trunc(bytes)} Bytes`;
  // Beyond the last prefix, the number grows instead.
  const index = prefixes.findIndex((_, position) => bytes < base ** (position + 2));
  const power = index < 0 ? prefixes.length : index + 1;
  const prefix = prefixes[power - 1] ?? '';
  const unit = base ** power;
  return `${formatValue(new PyFloat(bytes / unit), '.1f')} ${prefix}`;
}
