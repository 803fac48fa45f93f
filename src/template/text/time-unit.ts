// Durations as people write them (`1h 30m`) in one unit.

import { TemplateError } from '../callable.ts';
import { roundHalfEven } from '../python/index.ts';

const long = [
  'millisecond',
  'msec',
  'msecond',
  'sec',
  'second',
  'hour',
  'min',
  'minute',
  'day',
  'week',
  'month',
  'year',
];
const short = ['ms', 's', 'm', 'h', 'd', 'w', 'mo', 'y'];

function milliseconds(unit: string, daysPerYear: number, daysPerMonth: number): number | undefined {
  const name = long.includes(unit.replace(/s$/, '')) ? unit.replace(/s$/, '') : unit;
  const day = 86_400_000;
  switch (name) {
    case 'ms':
    case 'msec':
    case 'msecond':
    case 'millisecond':
      return 1;
    case 's':
    case 'sec':
    case 'second':
      return 1000;
    case 'm':
    case 'min':
    case 'minute':
      return 60_000;
    case 'h':
    case 'hour':
      return 3_600_000;
    case 'd':
    case 'day':
      return day;
    case 'w':
    case 'week':
      return 7 * day;
    case 'mo':
    case 'month':
      return daysPerMonth * day;
    case 'y':
    case 'year':
      return daysPerYear * day;
    default:
      return undefined;
  }
}

/** A duration in a unit, to twelve decimals; throws `TemplateError` for what is no duration or no unit. */
export function timeUnit(text: string, unit: string, daysPerYear: number, daysPerMonth: number): number {
  const target = milliseconds(unit, daysPerYear, daysPerMonth);
  if (target === undefined)
    throw new TemplateError(
      `to_time_unit() can not convert to the following unit: ${unit}. Available units (singular or plural): ${long.join(', ')}. Available short units: ${short.join(', ')}`,
    );
  let total = 0;
  for (const part of text.split(/\s+/).filter((one) => one !== '')) {
    const [, count, name = ''] = /^(-?\d+)([a-z]+)$/.exec(part) ?? [];
    const size = milliseconds(name, daysPerYear, daysPerMonth);
    if (count === undefined || size === undefined)
      throw new TemplateError(`to_time_unit() can not interpret following string: ${text}`);
    total += Number(count) * size;
  }
  return roundHalfEven(total / target, 12);
}
