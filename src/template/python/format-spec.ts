// Python's format specification mini-language: `{:>10}`, `{:05.2f}`, `{:,}`.

import { PyFloat, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { characterOf, floatDigits, integerDigits } from './digits.ts';
import { PyInstance } from './instance.ts';
import { characters } from './items.ts';
import { floatText, str } from './text.ts';
import { isInteger, typeName } from './types.ts';

const pattern = /^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su;

interface Spec {
  readonly fill: string;
  readonly align: string;
  readonly sign: string;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | undefined;
  readonly type: string;
}

/** Python's format(value, spec). */
export function formatValue(value: Value, spec: string): string {
  if (spec === '') return str(value);
  if (value instanceof PyInstance) {
    const own = value.format(spec);
    if (own !== undefined) return own;
  }
  const parsed = parse(spec, value);
  if (typeof value === 'string') return formatText(value, parsed);
  if (value instanceof PyFloat) return formatFloat(value.value, parsed);
  if (isInteger(value)) return formatInteger(typeof value === 'boolean' ? Number(value) : value, parsed);
  throw new TemplateError(`unsupported format string passed to ${typeName(value)}.__format__`);
}

function parse(spec: string, value: Value): Spec {
  const match = pattern.exec(spec);
  if (!match) throw new TemplateError(`Invalid format specifier '${spec}' for object of type '${typeName(value)}'`);
  const [, fill, align, sign, , alternate, zero, width, grouping, precision, type] = match;
  const zeros = zero !== undefined;
  return {
    fill: fill ?? (zeros && align === undefined ? '0' : zeros ? '0' : ' '),
    align: align ?? (zeros && typeof value !== 'string' ? '=' : ''),
    sign: sign ?? '',
    alternate: alternate !== undefined,
    width: Number(width ?? 0),
    grouping: grouping ?? '',
    precision: precision === undefined ? undefined : Number(precision),
    type: type ?? '',
  };
}

function unknownCode(type: string, kind: string): never {
  throw new TemplateError(`Unknown format code '${type}' for object of type '${kind}'`);
}

function formatText(text: string, spec: Spec): string {
  if (spec.type !== '' && spec.type !== 's') unknownCode(spec.type, 'str');
  if (spec.align === '=') throw new TemplateError("'=' alignment not allowed in string format specifier");
  if (spec.sign !== '') throw new TemplateError('Sign not allowed in string format specifier');
  const body = spec.precision === undefined ? text : characters(text).slice(0, spec.precision).join('');
  return layout('', body, spec, '<');
}

function formatInteger(value: number | bigint, spec: Spec): string {
  if ('eEfFgG%'.includes(spec.type) && spec.type !== '') return formatFloat(Number(value), spec);
  if (spec.type === 'c') return layout('', characterOf(Number(value)), spec, '<');
  if (!'bdoxXn'.includes(spec.type)) unknownCode(spec.type, 'int');
  if (spec.precision !== undefined) throw new TemplateError('Precision not allowed in integer format specifier');
  const prefix = spec.alternate && 'boxX'.includes(spec.type) && spec.type !== '' ? `0${spec.type}` : '';
  const every = 'boxX'.includes(spec.type) && spec.type !== '' ? 4 : 3;
  return number(signOf(value < 0, spec) + prefix, integerDigits(value, spec.type), spec, every);
}

function formatFloat(value: number, spec: Spec): string {
  const sign = signOf(value < 0 || Object.is(value, -0), spec);
  return number(sign, floatBody(value, spec), spec, 3);
}

function floatBody(value: number, spec: Spec): string {
  const { alternate, precision, type } = spec;
  if (type === '')
    return precision === undefined ? floatText(Math.abs(value)) : shortest(Math.abs(value), precision, alternate);
  if (type === '%') return `${floatDigits(value * 100, { type: 'f', precision: precision ?? 6, alternate })}%`;
  if (!'eEfFgGn'.includes(type)) unknownCode(type, 'float');
  return floatDigits(value, { type: type === 'n' ? 'g' : type, precision: precision ?? 6, alternate });
}

// Without a type a precision works as `g`, but at least one digit stays behind the point.
function shortest(value: number, precision: number, alternate: boolean): string {
  const text = floatDigits(value, { type: 'g', precision, alternate });
  if (/[.einf]/.test(text)) return text;
  return text.length >= Math.max(1, precision)
    ? floatDigits(value, { type: 'e', precision: Math.max(0, precision - 1), alternate }).replace(/\.?0*e/, 'e')
    : `${text}.0`;
}

function signOf(negative: boolean, { sign }: Spec): string {
  if (negative) return '-';
  return sign === '-' ? '' : sign;
}

function number(sign: string, digits: string, spec: Spec, every: number): string {
  if (spec.grouping === '') return layout(sign, digits, spec, '>');
  const [, whole = '', rest = ''] = /^(\w*)(.*)$/s.exec(digits) ?? [];
  const padded =
    spec.fill === '0' && spec.align === '=' ? zeroPadded(whole, spec.width - sign.length - rest.length, every) : whole;
  return layout(sign, grouped(padded, spec.grouping, every) + rest, spec, '>');
}

// Zeros that fill the width are grouped too.
function zeroPadded(whole: string, width: number, every: number): string {
  let out = whole;
  while (out.length + Math.floor((out.length - 1) / every) < width) out = `0${out}`;
  return out;
}

function grouped(digits: string, separator: string, every: number): string {
  return digits.replace(every === 4 ? /\B(?=(\w{4})+$)/g : /\B(?=(\w{3})+$)/g, separator);
}

function layout(sign: string, body: string, spec: Spec, usual: string): string {
  const missing = spec.width - characters(sign + body).length;
  if (missing <= 0) return sign + body;
  switch (spec.align === '' ? usual : spec.align) {
    case '<':
      return sign + body + spec.fill.repeat(missing);
    case '^':
      return spec.fill.repeat(Math.floor(missing / 2)) + sign + body + spec.fill.repeat(Math.ceil(missing / 2));
    case '=':
      return sign + spec.fill.repeat(missing) + body;
    default:
      return spec.fill.repeat(missing) + sign + body;
  }
}
