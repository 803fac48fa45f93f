// Python's str() and repr() of every value.

import { Dict, PyFloat, PyObject, Tuple, type Value } from '../../model/value.ts';
import { PyInstance } from './instance.ts';

/** Python's str(). Throws for undefined values. */
export function str(value: Value): string {
  if (typeof value === 'string') return value;
  if (value instanceof PyObject) return value.str();
  return repr(value);
}

/** Python's repr(): how a value looks inside a printed list or dict. */
export function repr(value: Value): string {
  return write(value, []);
}

// `within` are the containers being written: one that holds itself prints as [...] instead of forever.
function write(value: Value, within: readonly Value[]): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof PyFloat) return floatText(value.value);
  if (value instanceof Tuple) return tupleText(value, within);
  if (value instanceof PyInstance) return value.repr();
  if (value instanceof PyObject) return value.str();
  if (within.includes(value)) return value instanceof Dict ? '{...}' : '[...]';
  const inner = [...within, value];
  if (value instanceof Dict)
    return `{${[...value.entries()].map(([k, v]) => `${write(k, inner)}: ${write(v, inner)}`).join(', ')}}`;
  return `[${value.map((item) => write(item, inner)).join(', ')}]`;
}

function tupleText(tuple: Tuple, within: readonly Value[]): string {
  const items = tuple.items.map((item) => write(item, within));
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
}

/** Python's repr() of a float: the shortest digits that give it back, with an exponent below 1e-4 and from 1e16 on. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) return `${mantissa}e${exponent < 0 ? '-' : '+'}${pad(Math.abs(exponent))}`;
  const plain = exponent < 0 ? value.toFixed(mantissaDigits(mantissa) - exponent) : String(value);
  return plain.includes('.') ? plain : `${plain}.0`;
}

function mantissaDigits(mantissa: string): number {
  return mantissa.replace(/^-?\d\.?/, '').length;
}

function pad(exponent: number): string {
  return String(exponent).padStart(2, '0');
}

const plainText = /^[ !#-&(-[\]-~]*$/;
const special = /[\\\p{C}\p{Z}]/u;

/** Python's repr() of a string. */
export function quoted(text: string): string {
  if (plainText.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = quote;
  for (const char of text) out += char === quote ? `\\${char}` : special.test(char) ? escaped(char) : char;
  return out + quote;
}

const named: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', ' ': ' ' };

function escaped(char: string): string {
  const short = named[char];
  if (short !== undefined) return short;
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}

/** Python's ascii(): repr() with everything beyond ASCII escaped. */
export function ascii(value: Value): string {
  return repr(value).replace(/[^\x00-\x7f]/gu, (char) => escaped(char));
}
