// A value that may be missing: `??` will not do, since None is a value and not missing.

import type { Value } from '../../model/value.ts';

/** The value, or what the function gives where there is none. */
export function orElse<T extends Value | undefined>(value: Value | undefined, otherwise: () => T): Value | T {
  return value === undefined ? otherwise() : value;
}
