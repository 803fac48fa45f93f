// Ansible's filters on dates.

import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { PyDateTime } from '../python/datetime.ts';
import { isNumber, parseFloating, str, toFloat, truth, typeName } from '../python/index.ts';
import { calendarTime, strftime } from '../text/strftime.ts';
import { strptime } from '../text/strptime.ts';
import { type FilterDefinition, filter } from './define.ts';

export const dateFilters: readonly FilterDefinition[] = [
  filter('strftime', { second: null, utc: false }, (input, { second, utc }) => {
    const format = textOf(input, 'strftime');
    const epoch = second === null ? Date.now() / 1000 : epochOf(second);
    // A time of day has no smaller parts than seconds.
    return strftime(format.replaceAll(/%f/g, '%%f'), calendarTime(epoch, truth(utc)));
  }),
  filter(
    'to_datetime',
    { format: '%Y-%m-%d %H:%M:%S' },
    (input, { format }) => new PyDateTime(strptime(textOf(input, 'strptime'), str(format))),
  ),
];

function textOf(value: Value, name: string): string {
  if (typeof value === 'string') return value;
  throw new TemplateError(`${name}() argument 1 must be str, not ${typeName(value)}`);
}

function epochOf(value: Value): number {
  if (isNumber(value)) return toFloat(value).value;
  const seconds = typeof value === 'string' ? parseFloating(value) : undefined;
  if (seconds === undefined) throw new TemplateError(`Invalid value for epoch value (${str(value)})`);
  return seconds;
}
