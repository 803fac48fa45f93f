// The values of YAML 1.1 scalars, unquoted or under a tag, as PyYAML constructs them.

import { PyFloat, type Value } from '../../../model/value.ts';
import { TemplateError } from '../../callable.ts';
import { makeInt, PyBytes } from '../../python/index.ts';
import { implicitType } from './implicit.ts';

/** The value of a scalar without quotes or tag. */
export function plainScalar(text: string): Value {
  const type = implicitType(text);
  if (type === undefined) return text;
  if (type === 'merge' || type === 'value')
    throw new TemplateError(`could not determine a constructor for the tag 'tag:yaml.org,2002:${type}'`);
  return typedScalar(type, text);
}

/** The value of a scalar of one of YAML's own types. */
export function typedScalar(type: string, text: string): Value {
  switch (type) {
    case 'str':
      return text;
    case 'null':
      return null;
    case 'bool':
      return boolean(text);
    case 'int':
      return integer(text);
    case 'float':
      return floating(text);
    case 'timestamp':
      return timestamp(text);
    case 'binary':
      return new PyBytes(Buffer.from(text, 'base64'));
    default:
      throw new TemplateError(`could not determine a constructor for the tag 'tag:yaml.org,2002:${type}'`);
  }
}

function refused(text: string, type: string): TemplateError {
  return new TemplateError(`'${text}' is not a YAML ${type}`);
}

function boolean(text: string): boolean {
  const word = text.toLowerCase();
  if (['yes', 'true', 'on'].includes(word)) return true;
  if (['no', 'false', 'off'].includes(word)) return false;
  throw refused(text, 'bool');
}

function integer(text: string): number | bigint {
  const [negative, digits] = signed(text);
  const magnitude = wholeNumber(digits);
  if (magnitude === undefined) throw refused(text, 'int');
  return makeInt(negative ? -magnitude : magnitude);
}

function wholeNumber(digits: string): bigint | undefined {
  if (/^\d+(:\d+)+$/.test(digits)) return digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n);
  if (/^0(?:b[01]+|x[0-9a-fA-F]+)$/.test(digits)) return BigInt(digits);
  if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits.slice(1)}`);
  return /^\d+$/.test(digits) ? BigInt(digits) : undefined;
}

function floating(text: string): PyFloat {
  const [negative, digits] = signed(text.toLowerCase());
  if (digits === '.nan') return new PyFloat(Number.NaN);
  const magnitude =
    digits === '.inf' ? Number.POSITIVE_INFINITY : digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  if (Number.isNaN(magnitude) || digits === '') throw refused(text, 'float');
  return new PyFloat(negative ? -magnitude : magnitude);
}

function signed(text: string): readonly [boolean, string] {
  const digits = text.replaceAll('_', '');
  return [digits.startsWith('-'), digits.replace(/^[-+]/, '')];
}

const date = /^(\d{4})-(\d\d?)-(\d\d?)$/;
const time =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(?:(Z)|([-+])(\d\d?)(?::?(\d\d))?))?$/;

// The language has no dates of its own; what Python's would print is all that playbooks do with them.
function timestamp(text: string): string {
  const day = date.exec(text);
  if (day) return calendarDay(day, text);
  const parts = time.exec(text);
  if (!parts) throw refused(text, 'timestamp');
  const [, , , , hour = '', minute = '', second = '', fraction = '', utc, sign, zoneHours = '', zoneMinutes = '00'] =
    parts;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) throw refused(text, 'timestamp');
  const micros = fraction.slice(0, 6).padEnd(6, '0');
  const zone = utc !== undefined ? '+00:00' : sign === undefined ? '' : `${sign}${two(zoneHours)}:${zoneMinutes}`;
  return `${calendarDay(parts, text)} ${two(hour)}:${minute}:${second}${micros === '000000' ? '' : `.${micros}`}${zone}`;
}

function calendarDay([, year = '', month = '', day = '']: RegExpExecArray, text: string): string {
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > days)
    throw refused(text, 'timestamp');
  return `${year}-${two(month)}-${two(day)}`;
}

function two(digits: string): string {
  return digits.padStart(2, '0');
}
