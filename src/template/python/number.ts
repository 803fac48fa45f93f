// Python's numbers: ints of any size, floats, and reading both from text.

import { PyFloat, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { fixedBelow } from './digits.ts';
import { repr } from './text.ts';
import { isInteger, isNumber, typeName } from './types.ts';
import { Undefined } from './undefined.ts';

/** An int in its canonical form: a number where it is safe, a bigint beyond. */
export function makeInt(value: bigint | number): number | bigint {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : BigInt(value);
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** A numeric value as a JavaScript number. */
export function numeric(value: number | bigint | boolean | PyFloat): number {
  return value instanceof PyFloat ? value.value : Number(value);
}

const integer = /^[+-]?\d+(_\d+)*$/;
const digits = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Text as int() reads it, or `undefined` where it does not. Base 0 means by prefix. */
export function parseInteger(text: string, base = 10): number | bigint | undefined {
  const trimmed = text.trim();
  if (base === 10) return integer.test(trimmed) ? makeInt(bigFrom(trimmed)) : undefined;
  const match = /^([+-]?)(0[xob])?_?([0-9a-z]+(?:_[0-9a-z]+)*)$/i.exec(trimmed);
  if (!match) return undefined;
  const [, sign = '', prefix = '', body = ''] = match;
  const prefixBase = { '0x': 16, '0o': 8, '0b': 2 }[prefix.toLowerCase()];
  const actual = base === 0 ? (prefixBase ?? 10) : base;
  if (prefix !== '' && prefixBase !== actual) return parseDigits(`${prefix}${body}`, actual, sign);
  return parseDigits(body, actual, sign);
}

function bigFrom(text: string): number | bigint {
  const plain = text.replace(/_/g, '');
  const value = Number(plain);
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  return BigInt(plain.replace(/^\+/, ''));
}

function parseDigits(text: string, base: number, sign: string): number | bigint | undefined {
  let value = 0n;
  for (const char of text.toLowerCase().replace(/_/g, '')) {
    const digit = digits.indexOf(char);
    if (digit < 0 || digit >= base) return undefined;
    value = value * BigInt(base) + BigInt(digit);
  }
  return makeInt(sign === '-' ? -value : value);
}

const float = /^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/i;

/** Text as float() reads it, or `undefined` where it does not. */
export function parseFloating(text: string): number | undefined {
  const trimmed = text.trim();
  if (float.test(trimmed)) return Number(trimmed.replace(/_/g, ''));
  const word = /^([+-]?)(inf|infinity|nan)$/i.exec(trimmed);
  if (!word) return undefined;
  if (word[2]?.toLowerCase() === 'nan') return Number.NaN;
  return word[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Python's int(value, base), with its errors. */
export function toInt(value: Value, base = 10): number | bigint {
  if (value instanceof Undefined) return value.fail();
  if (typeof value === 'string') {
    const parsed = parseInteger(value, base);
    if (parsed === undefined) throw new TemplateError(`invalid literal for int() with base ${base}: ${repr(value)}`);
    return parsed;
  }
  if (value instanceof PyFloat) return truncated(value.value);
  if (isInteger(value)) return typeof value === 'boolean' ? Number(value) : value;
  throw new TemplateError(
    `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
  );
}

/** A float cut to an int, with Python's errors for what has none. */
export function truncated(value: number): number | bigint {
  if (Number.isNaN(value)) throw new TemplateError('cannot convert float NaN to integer');
  if (!Number.isFinite(value)) throw new TemplateError('cannot convert float infinity to integer');
  const whole = Math.trunc(value);
  return whole === 0 ? 0 : makeInt(whole);
}

/** Python's float(value), with its errors. */
export function toFloat(value: Value): PyFloat {
  if (value instanceof Undefined) return value.fail();
  if (value instanceof PyFloat) return value;
  if (isNumber(value)) return new PyFloat(Number(value));
  if (typeof value !== 'string')
    throw new TemplateError(`float() argument must be a string or a real number, not '${typeName(value)}'`);
  const parsed = parseFloating(value);
  if (parsed === undefined) throw new TemplateError(`could not convert string to float: ${repr(value)}`);
  return new PyFloat(parsed);
}

/** Python's round(value, places): to the nearest, ties (of the exact binary value) to the even digit. */
export function roundHalfEven(value: number, places: number): number {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21) return value;
  if (places >= 0) return Math.sign(value) * Number(fixedBelow(Math.abs(value), places));
  const unit = 10 ** -places;
  return Number(fixedBelow(value / unit, 0)) * unit;
}
