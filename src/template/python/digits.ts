// Numbers written in a given style: what `%` formatting and `str.format` share.

import { TemplateError } from '../callable.ts';

/** How a number is laid out. */
export interface NumberStyle {
  /** Presentation: `e f g` and their capitals, `%`. */
  readonly type: string;
  readonly precision: number;
  /** The alternate form (`#`): keeps the point and the trailing zeros. */
  readonly alternate: boolean;
}

/** The digits of a float without its sign, in the style `e`, `f`, `g` or their capitals. */
export function floatDigits(value: number, style: NumberStyle): string {
  const upper = style.type !== style.type.toLowerCase();
  const text = finiteDigits(Math.abs(value), { ...style, type: style.type.toLowerCase() });
  return upper ? text.toUpperCase() : text;
}

function finiteDigits(value: number, style: NumberStyle): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return 'inf';
  if (style.type === 'f') return fixed(value, style);
  if (style.type === 'e') return exponential(value, style.precision, style.alternate);
  return general(value, style);
}

function fixed(value: number, { precision, alternate }: NumberStyle): string {
  const text = value >= 1e21 ? bigFixed(value, precision) : fixedBelow(value, precision);
  return alternate && precision === 0 ? `${text}.` : text;
}

/** `toFixed`, but a tie goes to the even digit as in Python. At most 100 places have digits of interest. */
export function fixedBelow(value: number, precision: number): string {
  const places = Math.min(precision, 100);
  return halfEven(value, places, (number, digits) => number.toFixed(digits)) + '0'.repeat(precision - places);
}

// JavaScript rounds an exact tie up. It is one where the exact digits end in a 5 right behind the last place.
function halfEven(value: number, places: number, write: (value: number, digits: number) => string): string {
  const up = write(value, places);
  if (places >= 99 || !/5$/.test(digitsOf(write(value, places + 1)))) return up;
  const [exact = '', exponent = ''] = write(value, 100).split('e');
  const [closer = ''] = write(value, places + 1).split('e');
  if (exact.replace(/0+$/, '') !== closer) return up;
  const down = closer.slice(0, places === 0 ? -2 : -1);
  return /[02468]$/.test(down) ? (exponent === '' ? down : `${down}e${exponent}`) : up;
}

function digitsOf(text: string): string {
  return text.split('e')[0] ?? '';
}

function scientific(value: number, digits: number): string {
  return halfEven(value, digits, (number, places) => number.toExponential(places));
}

function bigFixed(value: number, precision: number): string {
  const whole = BigInt(value).toString();
  return precision > 0 ? `${whole}.${'0'.repeat(precision)}` : whole;
}

function exponential(value: number, precision: number, alternate: boolean): string {
  const [mantissa = '', exponent = '0'] = scientific(value, Math.min(precision, 100)).split('e');
  const point = alternate && !mantissa.includes('.') ? '.' : '';
  return `${mantissa}${point}e${exponentText(Number(exponent))}`;
}

function exponentText(exponent: number): string {
  return `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function general(value: number, { precision, alternate }: NumberStyle): string {
  const digits = Math.max(1, Math.min(precision, 100));
  const [mantissa = '', exponentPart = '0'] = scientific(value, digits - 1).split('e');
  const exponent = value === 0 ? 0 : Number(exponentPart);
  if (exponent < -4 || exponent >= digits) {
    return `${alternate ? mantissa : trimZeros(mantissa)}e${exponentText(exponent)}`;
  }
  const text = fixedBelow(value, Math.max(0, digits - 1 - exponent));
  return alternate ? text : trimZeros(text);
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** The digits of an int without its sign in base 2, 8, 10 or 16. */
export function integerDigits(value: number | bigint, type: string): string {
  const magnitude = value < 0 ? -value : value;
  switch (type) {
    case 'b':
      return magnitude.toString(2);
    case 'o':
      return magnitude.toString(8);
    case 'x':
      return magnitude.toString(16);
    case 'X':
      return magnitude.toString(16).toUpperCase();
    default:
      return magnitude.toString();
  }
}

/** A character by its code point. */
export function characterOf(code: number): string {
  if (code < 0 || code > 0x10ffff) throw new TemplateError('%c arg not in range(0x110000)');
  return String.fromCodePoint(code);
}
