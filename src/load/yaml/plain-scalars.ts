// What an unquoted YAML scalar means, as PyYAML reads it: YAML 1.1 with `yes`/`on`, octal `0644`, sexagesimal `1:30`, but `y` and `n` as text.

import type { ScalarNode } from '../../model/source.ts';
import { PyFloat } from '../../model/value.ts';

export type ScalarValue = ScalarNode['value'];

/** A scalar that PyYAML refuses, and why. */
export class BadScalar {
  readonly message: string;
  readonly hint: string;
  constructor(message: string, hint = 'put it in quotes where text is meant') {
    this.message = message;
    this.hint = hint;
  }
}

const BOOL = /^(?:(yes|Yes|YES|true|True|TRUE|on|On|ON)|no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;
const INT = /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIMESTAMP =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|([-+])(\d\d?)(?::(\d\d))?))?$/;

// Most scalars are words; their first character alone tells that they can be nothing else.
const MAY_BE_MORE_THAN_TEXT = /^(?:[-+.0-9~=<]|[yYnNtTfFoO]|$)/;

/** The value of an unquoted scalar. */
export function plainValue(text: string): ScalarValue | BadScalar {
  if (!MAY_BE_MORE_THAN_TEXT.test(text)) return text;
  if (NULL.test(text)) return null;
  const bool = BOOL.exec(text);
  if (bool) return bool[1] !== undefined;
  if (INT.test(text)) return intValue(text) ?? text;
  if (FLOAT.test(text)) return new PyFloat(floatValue(text));
  if (DATE.test(text) || TIMESTAMP.test(text)) return timestampText(text) ?? new BadScalar(`'${text}' is not a date`);
  if (text === '=' || text === '<<')
    return new BadScalar(`'${text}' has a meaning of its own in YAML and cannot be a value`);
  return text;
}

/** The value of an unquoted scalar of a JSON file, whose numbers are JSON's: `1e3` is one there. */
export function jsonValue(text: string): ScalarValue {
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+$/.test(text) ? smallest(BigInt(text)) : new PyFloat(Number(text));
}

/** The integer a YAML 1.1 spelling stands for; undefined where only underscores follow its prefix. */
export function intValue(spelling: string): number | bigint | undefined {
  const [sign, digits] = signAndDigits(spelling);
  const magnitude = intMagnitude(digits);
  return magnitude === undefined ? undefined : smallest(sign * magnitude);
}

function intMagnitude(digits: string): bigint | undefined {
  if (digits.includes(':')) return digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n);
  if (/^0[bx]/.test(digits)) return digits.length > 2 ? BigInt(digits) : undefined;
  if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits.slice(1)}`);
  return /^\d+$/.test(digits) ? BigInt(digits) : undefined;
}

/** The number a YAML 1.1 float spelling stands for. */
export function floatValue(spelling: string): number {
  const [sign, digits] = signAndDigits(spelling.toLowerCase());
  if (digits === '.inf') return Number(sign) * Number.POSITIVE_INFINITY;
  if (digits === '.nan') return Number.NaN;
  const magnitude = digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return Number(sign) * magnitude;
}

/**
 * A date or time as Python's str() writes it: `2001-12-14 21:59:43.100000-05:00`. The language has no date type; playbooks
 * only ever print them. Undefined where the calendar has no such date.
 */
export function timestampText(spelling: string): string | undefined {
  const date = DATE.exec(spelling);
  if (date) return isDate(date) ? spelling : undefined;
  const time = TIMESTAMP.exec(spelling);
  if (!time || !isDate(time)) return undefined;
  const [
    ,
    year = '',
    month = '',
    day = '',
    hour = '',
    minute = '',
    second = '',
    fraction,
    zone,
    sign,
    zoneHours = '',
    zoneMinutes,
  ] = time;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const micros = (fraction ?? '').slice(0, 6).padEnd(6, '0');
  const offset = zone === undefined ? '' : zone === 'Z' ? '+00:00' : `${sign}${two(zoneHours)}:${zoneMinutes ?? '00'}`;
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${minute}:${second}${micros === '000000' ? '' : `.${micros}`}${offset}`;
}

function isDate(parts: readonly (string | undefined)[]): boolean {
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function two(digits: string): string {
  return digits.padStart(2, '0');
}

function signAndDigits(spelling: string): readonly [bigint, string] {
  const plain = spelling.replaceAll('_', '');
  if (plain.startsWith('-')) return [-1n, plain.slice(1)];
  return [1n, plain.startsWith('+') ? plain.slice(1) : plain];
}

function smallest(integer: bigint): number | bigint {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}
