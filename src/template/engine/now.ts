// The function now(): the controller's time.

import type { Value } from '../../model/value.ts';
import type { Call } from '../callable.ts';
import { PyDateTime } from '../python/datetime.ts';
import { bind, str, truth } from '../python/index.ts';

/** `now(utc=False, fmt=None)`: a datetime, or text where a format is given. */
export function now({ args, kwargs }: Call): Value {
  const [utc = false, format = null] = bind('now', ['utc', 'fmt'], 0, args, kwargs);
  const time = PyDateTime.now(truth(utc));
  return format === null || !truth(format) ? time : (time.format(str(format)) ?? '');
}
