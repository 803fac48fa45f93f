// Reads dates from text by a format, as Python's datetime.strptime does.

import { TemplateError } from '../callable.ts';
import { quoted } from '../python/index.ts';
import { dayNames, monthNames } from './strftime.ts';

const composed: Readonly<Record<string, string>> = {
  c: '%a %b %d %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

function names(words: readonly string[]): string {
  return `(?:${words.join('|')})`;
}

const shortDays = dayNames.map((name) => name.slice(0, 3));
const shortMonths = monthNames.map((name) => name.slice(0, 3));

// What each directive matches.
const patterns: Readonly<Record<string, string>> = {
  d: '3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9]',
  f: '\\d{1,6}',
  H: '2[0-3]|[0-1]\\d|\\d',
  I: '1[0-2]|0[1-9]|[1-9]',
  G: '\\d{4}',
  j: '36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]',
  m: '1[0-2]|0[1-9]|[1-9]',
  M: '[0-5]\\d|\\d',
  S: '6[0-1]|[0-5]\\d|\\d',
  U: '5[0-3]|[0-4]\\d|\\d',
  W: '5[0-3]|[0-4]\\d|\\d',
  V: '5[0-3]|0[1-9]|[1-4]\\d|\\d',
  w: '[0-6]',
  u: '[1-7]',
  y: '\\d\\d',
  Y: '\\d{4}',
  z: '[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|Z',
  Z: 'utc|gmt|[a-z]{3,5}',
  A: names(dayNames),
  a: names(shortDays),
  B: names(monthNames),
  b: names(shortMonths),
  p: 'am|pm',
};

/** Microseconds since 1970 on the clock that the text speaks of; throws where it does not fit its format. */
export function strptime(text: string, format: string): number {
  const letters: string[] = [];
  const source = expand(format).replace(
    /%(.)|\s+|([\\.^$*+?(){}[\]|])/gs,
    (whole, letter?: string, special?: string) => {
      if (special !== undefined) return `\\${special}`;
      if (letter === undefined) return '\\s+';
      if (letter === '%') return '%';
      const pattern = patterns[letter];
      if (pattern === undefined) throw new TemplateError(`'${letter}' is a bad directive in format ${quoted(format)}`);
      letters.push(letter);
      return `(${pattern})${whole.slice(2)}`;
    },
  );
  const match = new RegExp(`^${source}`, 'i').exec(text);
  if (!match) throw new TemplateError(`time data ${quoted(text)} does not match format ${quoted(format)}`);
  if (match[0].length < text.length)
    throw new TemplateError(`unconverted data remains: ${text.slice(match[0].length)}`);
  return moment(new Map(letters.map((letter, index) => [letter, (match[index + 1] ?? '').toLowerCase()])));
}

function expand(format: string): string {
  return format.replace(/%([cDFrRTxX])/g, (whole, letter: string) => composed[letter] ?? whole);
}

type Fields = ReadonlyMap<string, string>;

function moment(fields: Fields): number {
  const number = (letter: string, fallback: number) => Number(fields.get(letter) ?? fallback);
  const micros = Number((fields.get('f') ?? '0').padEnd(6, '0'));
  const date = dateOf(fields);
  date.setUTCHours(hourOf(fields), number('M', 0), number('S', 0));
  return date.getTime() * 1000 + micros;
}

function dateOf(fields: Fields): Date {
  const year = yearOf(fields);
  const dayOfYear = fields.get('j');
  if (dayOfYear !== undefined && !fields.has('m')) return utcDate(year, 0, Number(dayOfYear));
  const weekDate = dateOfWeek(fields, year);
  if (weekDate) return weekDate;
  const month = monthOf(fields);
  const day = Number(fields.get('d') ?? 1);
  if (day > utcDate(year, month + 1, 0).getUTCDate()) throw new TemplateError('day is out of range for month');
  return utcDate(year, month, day);
}

function utcDate(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date;
}

function yearOf(fields: Fields): number {
  const short = fields.get('y');
  // 69 to 99 are of the last century, as POSIX says.
  if (short !== undefined) return Number(short) + (Number(short) <= 68 ? 2000 : 1900);
  return Number(fields.get('Y') ?? fields.get('G') ?? 1900);
}

function monthOf(fields: Fields): number {
  const number = fields.get('m');
  if (number !== undefined) return Number(number) - 1;
  const long = fields.get('b')?.slice(0, 3) ?? fields.get('B')?.slice(0, 3);
  return long === undefined ? 0 : shortMonths.findIndex((name) => name.toLowerCase() === long);
}

function weekdayOf(fields: Fields): number | undefined {
  const word = (fields.get('a') ?? fields.get('A'))?.slice(0, 3);
  if (word !== undefined) return shortDays.findIndex((name) => name.toLowerCase() === word);
  const number = fields.get('w') ?? fields.get('u');
  return number === undefined ? undefined : Number(number) % 7;
}

// A week number counts only together with a day of the week.
function dateOfWeek(fields: Fields, year: number): Date | undefined {
  const weekday = weekdayOf(fields);
  const week = fields.get('U') ?? fields.get('W') ?? fields.get('V');
  if (week === undefined || weekday === undefined) return undefined;
  const monday = (weekday + 6) % 7;
  if (fields.has('V')) {
    const fourth = utcDate(year, 0, 4);
    return utcDate(year, 0, 4 - ((fourth.getUTCDay() + 6) % 7) + (Number(week) - 1) * 7 + monday);
  }
  const first = utcDate(year, 0, 1).getUTCDay();
  const position = fields.has('U') ? weekday : monday;
  const firstWeekStart = fields.has('U') ? (7 - first) % 7 : (8 - first) % 7;
  return utcDate(year, 0, 1 + firstWeekStart + (Number(week) - 1) * 7 + position);
}

function hourOf(fields: Fields): number {
  const twelve = fields.get('I');
  if (twelve === undefined) return Number(fields.get('H') ?? 0);
  return (Number(twelve) % 12) + (fields.get('p') === 'pm' ? 12 : 0);
}
