// Python's `text % values`.

import { Dict, PyFloat, Tuple, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { characterOf, floatDigits, integerDigits } from './digits.ts';
import { PyMapping } from './instance.ts';
import { itemOf } from './items.ts';
import { numeric, truncated } from './number.ts';
import { ascii, repr, str } from './text.ts';
import { isInteger, isNumber, typeName } from './types.ts';
import { Undefined } from './undefined.ts';

const directive = /%(?:\(([^)]*)\))?([#0 +-]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlL]?(.)?/gsu;

/** Python's `text % values`: `values` is one value, a tuple of them, or a dict for `%(name)s`. */
export function percentFormat(text: string, values: Value): string {
  const source = new Values(values);
  const out = text.replace(directive, (whole: string, ...groups: unknown[]) => {
    const [name, flags, width, precision, type] = groups.map((group) =>
      typeof group === 'string' ? group : undefined,
    );
    const index = groups[5];
    return expand(source, {
      whole,
      name,
      flags: flags ?? '',
      width,
      precision,
      type,
      index: typeof index === 'number' ? index : 0,
    });
  });
  source.finish();
  return out;
}

interface Directive {
  readonly whole: string;
  readonly name: string | undefined;
  readonly flags: string;
  readonly width: string | undefined;
  readonly precision: string | undefined;
  readonly type: string | undefined;
  readonly index: number;
}

// The arguments, taken in turn or by name.
class Values {
  readonly #values: Value;
  #next = 0;
  #named = false;

  constructor(values: Value) {
    this.#values = values;
  }

  named(name: string): Value {
    this.#named = true;
    const values = this.#values;
    if (values instanceof Undefined) return values.fail();
    if (!(values instanceof Dict || values instanceof PyMapping)) throw new TemplateError('format requires a mapping');
    const value = itemOf(values, name);
    if (value === undefined) throw new TemplateError(repr(name));
    return value;
  }

  next(): Value {
    const index = this.#next++;
    const value = this.#values instanceof Tuple ? this.#values.items[index] : index === 0 ? this.#values : undefined;
    if (value === undefined) throw new TemplateError('not enough arguments for format string');
    return value;
  }

  // Left-over arguments are an error, but for mappings and lists, which may be meant for names.
  finish(): void {
    const left = this.#values instanceof Tuple ? this.#values.items.length > this.#next : this.#next === 0;
    // An undefined value answers to any name, so Python takes it for a mapping.
    const lenient =
      this.#values instanceof Undefined ||
      this.#values instanceof Dict ||
      this.#values instanceof PyMapping ||
      Array.isArray(this.#values);
    if (left && !this.#named && !lenient)
      throw new TemplateError('not all arguments converted during string formatting');
  }
}

function expand(values: Values, directive: Directive): string {
  const { type, flags } = directive;
  if (type === undefined) throw new TemplateError('incomplete format');
  if (type === '%' && directive.name === undefined) return '%';
  const named = directive.name === undefined ? undefined : values.named(directive.name);
  const width = measure(directive.width, values) ?? 0;
  const precision = directive.whole.includes('.') ? (measure(directive.precision, values) ?? 0) : undefined;
  if (type === '%') return '%';
  const value = named === undefined ? values.next() : named;
  const [sign, body] = convert(value, directive, type, precision);
  return pad(sign, body, { flags: width < 0 ? `${flags}-` : flags, width: Math.abs(width), zeros: isNumeric(type) });
}

function measure(text: string | undefined, values: Values): number | undefined {
  if (text === undefined) return undefined;
  if (text !== '*') return Number(text);
  const value = values.next();
  if (!isInteger(value)) throw new TemplateError('* wants int');
  return Number(value);
}

function isNumeric(type: string): boolean {
  return 'diuoxXeEfFgG'.includes(type);
}

function pad(
  sign: string,
  body: string,
  { flags, width, zeros }: { flags: string; width: number; zeros: boolean },
): string {
  const missing = width - [...sign, ...body].length;
  if (missing <= 0) return sign + body;
  if (flags.includes('-')) return sign + body + ' '.repeat(missing);
  if (flags.includes('0') && zeros) return sign + '0'.repeat(missing) + body;
  return ' '.repeat(missing) + sign + body;
}

type Converted = readonly [sign: string, body: string];

function convert(value: Value, directive: Directive, type: string, precision: number | undefined): Converted {
  switch (type) {
    case 's':
      return ['', cut(str(value), precision)];
    case 'r':
      return ['', cut(repr(value), precision)];
    case 'a':
      return ['', cut(ascii(value), precision)];
    case 'c':
      return ['', character(value)];
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
      return integerConversion(value, directive, type, precision);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      return floatConversion(value, directive, type, precision);
    default:
      throw new TemplateError(
        `unsupported format character '${type}' (0x${type.charCodeAt(0).toString(16)}) at index ${directive.index + directive.whole.length - type.length}`,
      );
  }
}

function cut(text: string, precision: number | undefined): string {
  return precision === undefined ? text : [...text].slice(0, precision).join('');
}

function character(value: Value): string {
  if (typeof value === 'string' && [...value].length === 1) return value;
  if (isInteger(value)) return characterOf(Number(value));
  throw new TemplateError('%c requires int or char');
}

function signOf(negative: boolean, flags: string): string {
  if (negative) return '-';
  return flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
}

function integerConversion(value: Value, { flags }: Directive, type: string, precision: number | undefined): Converted {
  const decimal = 'diu'.includes(type);
  if (value instanceof Undefined) return value.fail();
  if (!isNumber(value) || (!decimal && value instanceof PyFloat)) {
    const wanted = decimal ? 'a real number' : 'an integer';
    throw new TemplateError(`%${type} format: ${wanted} is required, not ${typeName(value)}`);
  }
  const whole = value instanceof PyFloat ? truncated(value.value) : typeof value === 'boolean' ? Number(value) : value;
  const prefix = flags.includes('#') && !decimal ? `0${type}` : '';
  return [signOf(whole < 0, flags) + prefix, integerDigits(whole, decimal ? 'd' : type).padStart(precision ?? 0, '0')];
}

function floatConversion(value: Value, { flags }: Directive, type: string, precision: number | undefined): Converted {
  if (value instanceof Undefined) return value.fail();
  if (!isNumber(value)) throw new TemplateError(`must be real number, not ${typeName(value)}`);
  const number = numeric(value);
  const body = floatDigits(number, { type, precision: precision ?? 6, alternate: flags.includes('#') });
  return [signOf(number < 0 || Object.is(number, -0), flags), body];
}
