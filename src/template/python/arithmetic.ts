// Python's arithmetic operators, with ints of any size and Python's errors.

import { PyFloat, Tuple, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { type Operator, PyInstance } from './instance.ts';
import { makeInt, numeric } from './number.ts';
import { orElse } from './or-else.ts';
import { percentFormat } from './percent.ts';
import { isInteger, isNumber, typeName } from './types.ts';
import { Undefined } from './undefined.ts';

/** `a OPERATOR b` as Python computes it. */
export function operate(operator: Operator, a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return integers(operator, a, b);
  if (isNumber(a) && isNumber(b)) return numbers(operator, a, b);
  if (a instanceof Undefined) return a.fail();
  if (operator === '%' && typeof a === 'string') return percentFormat(a, b);
  if (b instanceof Undefined) return b.fail();
  const sequence = operator === '+' ? concatenated(a, b) : operator === '*' ? repeated(a, b) : undefined;
  if (sequence !== undefined) return sequence;
  return orElse(answered(operator, a, b), () => unsupported(operator, a, b));
}

function answered(operator: Operator, a: Value, b: Value): Value | undefined {
  const own = a instanceof PyInstance ? a.operate(operator, b, false) : undefined;
  if (own !== undefined) return own;
  return b instanceof PyInstance ? b.operate(operator, a, true) : undefined;
}

function unsupported(operator: Operator, a: Value, b: Value): never {
  const name = typeName(a);
  if (operator === '+' && (name === 'str' || name === 'list' || name === 'tuple')) {
    throw new TemplateError(`can only concatenate ${name} (not "${typeName(b)}") to ${name}`);
  }
  if (operator === '*' && (isSequence(a) || isSequence(b))) {
    throw new TemplateError(`can't multiply sequence by non-int of type '${typeName(isSequence(a) ? b : a)}'`);
  }
  const symbol = operator === '**' ? '** or pow()' : operator;
  throw new TemplateError(`unsupported operand type(s) for ${symbol}: '${name}' and '${typeName(b)}'`);
}

function isSequence(value: Value): boolean {
  return typeof value === 'string' || Array.isArray(value) || value instanceof Tuple;
}

function concatenated(a: Value, b: Value): Value | undefined {
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (a instanceof Tuple && b instanceof Tuple) return new Tuple([...a.items, ...b.items]);
  return undefined;
}

function repeated(a: Value, b: Value): Value | undefined {
  if (isInteger(a)) return isInteger(b) ? undefined : times(b, Number(a));
  return isInteger(b) ? times(a, Number(b)) : undefined;
}

// More would end the process instead of the template.
const longest = 1 << 28;

function times(value: Value, wanted: number): Value | undefined {
  const count = Math.max(0, wanted);
  const size =
    typeof value === 'string'
      ? value.length
      : Array.isArray(value)
        ? value.length
        : value instanceof Tuple
          ? value.items.length
          : 0;
  if (size * count > longest) throw new TemplateError(`repeating ${size} items ${count} times takes too much memory`);
  if (typeof value === 'string') return value.repeat(count);
  if (Array.isArray(value)) return many(value, count);
  return value instanceof Tuple ? new Tuple(many(value.items, count)) : undefined;
}

function many(items: readonly Value[], count: number): Value[] {
  const out: Value[] = [];
  for (let i = 0; i < count; i++) out.push(...items);
  return out;
}

// The common case, without boxing; falls back to bigints where the result is not safe.
function integers(operator: Operator, a: number, b: number): Value {
  if (operator === '/') return b === 0 ? zeroDivision('division by zero') : new PyFloat(a / b);
  if (b !== 0) {
    const remainder = operator === '//' || operator === '%' ? floorRemainder(a, b) : 0;
    if (operator === '//') return (a - remainder) / b + 0;
    if (operator === '%') return remainder;
  }
  const fast = operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : Number.NaN;
  if (Number.isSafeInteger(fast)) return fast + 0;
  return bigs(operator, BigInt(a), BigInt(b));
}

function floorRemainder(a: number, b: number): number {
  const remainder = a % b;
  return remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder + 0;
}

function numbers(
  operator: Operator,
  a: number | bigint | boolean | PyFloat,
  b: number | bigint | boolean | PyFloat,
): Value {
  if (a instanceof PyFloat || b instanceof PyFloat) return new PyFloat(floats(operator, numeric(a), numeric(b)));
  if (typeof a !== 'bigint' && typeof b !== 'bigint') return integers(operator, Number(a), Number(b));
  return bigs(operator, BigInt(a), BigInt(b));
}

function bigs(operator: Operator, a: bigint, b: bigint): Value {
  switch (operator) {
    case '+':
      return makeInt(a + b);
    case '-':
      return makeInt(a - b);
    case '*':
      return makeInt(a * b);
    case '/':
      return b === 0n ? zeroDivision('division by zero') : new PyFloat(Number(a) / Number(b));
    case '//':
      return b === 0n ? zeroDivision('integer division or modulo by zero') : makeInt((a - modulo(a, b)) / b);
    case '%':
      return b === 0n ? zeroDivision('integer modulo by zero') : makeInt(modulo(a, b));
    case '**':
      return power(a, b);
  }
}

function modulo(a: bigint, b: bigint): bigint {
  const remainder = a % b;
  return remainder !== 0n && remainder < 0n !== b < 0n ? remainder + b : remainder;
}

function power(base: bigint, exponent: bigint): Value {
  if (exponent < 0n) {
    if (base === 0n) return zeroDivision('0.0 cannot be raised to a negative power');
    return new PyFloat(Number(base) ** Number(exponent));
  }
  if (BigInt(base.toString(2).length) * exponent > 4_000_000n && base !== 0n && base !== 1n && base !== -1n) {
    throw new TemplateError(`${base} ** ${exponent} takes too much memory`);
  }
  return makeInt(base ** exponent);
}

function floats(operator: Operator, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? zeroDivision('float division by zero') : a / b;
    case '//':
      return b === 0 ? zeroDivision('float floor division by zero') : Math.floor((a - floatModulo(a, b)) / b + 0.5);
    case '%':
      return b === 0 ? zeroDivision('float modulo') : floatModulo(a, b);
    case '**':
      return floatPower(a, b);
  }
}

function floatModulo(a: number, b: number): number {
  const remainder = a % b;
  if (remainder === 0) return b < 0 ? -0 : 0;
  return remainder < 0 !== b < 0 ? remainder + b : remainder;
}

function floatPower(a: number, b: number): number {
  if (a === 0 && b < 0) return zeroDivision('0.0 cannot be raised to a negative power');
  if (a < 0 && Number.isFinite(b) && !Number.isInteger(b))
    throw new TemplateError('a negative number has no real root');
  const result = a === 1 ? 1 : a ** b;
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b))
    throw new TemplateError("(34, 'Numerical result out of range')");
  return result;
}

function zeroDivision(message: string): never {
  throw new TemplateError(message);
}

/** Unary minus. */
export function negate(value: Value): Value {
  if (typeof value === 'number' || typeof value === 'boolean') return -value + 0;
  if (typeof value === 'bigint') return makeInt(-value);
  if (value instanceof PyFloat) return new PyFloat(-value.value);
  return badUnary('-', value);
}

/** Unary plus. */
export function positive(value: Value): Value {
  if (typeof value === 'boolean') return Number(value);
  if (isNumber(value)) return value;
  return badUnary('+', value);
}

function badUnary(operator: string, value: Value): never {
  if (value instanceof Undefined) value.fail();
  throw new TemplateError(`bad operand type for unary ${operator}: '${typeName(value)}'`);
}
