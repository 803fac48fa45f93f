// The methods and attributes of Python's int and float.

import { PyFloat, Tuple, type Value } from '../../../model/value.ts';
import { makeInt } from '../number.ts';
import { exactly, type Methods, methods } from './method.ts';

type Int = number | bigint | boolean;

/** The methods of int. */
export const integerMethods: Methods<Int> = methods<Int>({
  as_integer_ratio: exactly('int.as_integer_ratio', 0, (self) => new Tuple([whole(self), 1])),
  bit_count: exactly('int.bit_count', 0, (self) => bits(self).replace(/0/g, '').length),
  bit_length: exactly('int.bit_length', 0, (self) => (BigInt(self) === 0n ? 0 : bits(self).length)),
  conjugate: exactly('int.conjugate', 0, whole),
});

function whole(self: Int): number | bigint {
  return typeof self === 'boolean' ? Number(self) : self;
}

function bits(self: Int): string {
  const value = BigInt(self);
  return (value < 0n ? -value : value).toString(2);
}

/** The methods of float. */
export const floatMethods: Methods<PyFloat> = methods<PyFloat>({
  as_integer_ratio: exactly('float.as_integer_ratio', 0, (self) => ratio(self.value)),
  conjugate: exactly('float.conjugate', 0, (self) => self),
  is_integer: exactly('float.is_integer', 0, (self) => Number.isInteger(self.value)),
});

function ratio(value: number): Tuple {
  let numerator = value;
  let denominator = 1n;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    denominator *= 2n;
  }
  return new Tuple([makeInt(BigInt(numerator)), makeInt(denominator)]);
}

/** An attribute that is a number itself: `real`, `imag`, `numerator`, `denominator`. */
export function numberAttribute(self: Int | PyFloat, name: string): Value | undefined {
  switch (name) {
    case 'real':
      return self instanceof PyFloat ? self : whole(self);
    case 'imag':
      return self instanceof PyFloat ? new PyFloat(0) : 0;
    case 'numerator':
      return self instanceof PyFloat ? undefined : whole(self);
    case 'denominator':
      return self instanceof PyFloat ? undefined : 1;
    default:
      return undefined;
  }
}
