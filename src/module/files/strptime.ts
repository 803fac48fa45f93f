// Times as Python's strptime reads them, for the time parameters of the file module.

/** A point in time of the host's own time zone. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const FULL = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const DAYS = '(?:mon|tue|wed|thu|fri|sat|sun)';

// Python takes one digit where two are possible, and any space for a space.
const DIRECTIVES: Readonly<Record<string, string>> = {
  Y: '(?<Y>\\d{4})',
  y: '(?<y>\\d\\d)',
  m: '(?<m>1[0-2]|0[1-9]|[1-9])',
  d: '(?<d>3[01]|[12]\\d|0[1-9]|[1-9]| [1-9])',
  H: '(?<H>2[0-3]|[01]\\d|\\d)',
  I: '(?<I>1[0-2]|0[1-9]|[1-9])',
  M: '(?<M>[0-5]\\d|\\d)',
  S: '(?<S>6[01]|[0-5]\\d|\\d)',
  j: '(?<j>36[0-6]|3[0-5]\\d|[12]\\d\\d|0\\d\\d|\\d\\d|\\d)',
  b: `(?<b>${MONTHS.join('|')})`,
  B: `(?<B>${FULL.join('|')})`,
  a: DAYS,
  A: `${DAYS}[a-z]*day`,
  p: '(?<p>am|pm)',
  '%': '%',
};
const SHORTHAND: Readonly<Record<string, string>> = {
  T: '%H:%M:%S',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  R: '%H:%M',
  X: '%H:%M:%S',
  x: '%m/%d/%y',
  c: '%a %b %d %H:%M:%S %Y',
};

/** The time that `text` spells in `format`; `undefined` where it does not match. Directives beyond the common ones are not known. */
export function strptime(text: string, format: string): LocalTime | undefined {
  const plain = format.replace(/%([TDFRXxc])/g, (_all, letter: string) => SHORTHAND[letter] ?? '');
  let source = '';
  for (const [, directive, spaces, other = ''] of plain.matchAll(/%(.)|(\s+)|([^%\s]+)/gs)) {
    const known = directive === undefined ? undefined : DIRECTIVES[directive];
    if (directive !== undefined && known === undefined) return undefined;
    source += known ?? (spaces === undefined ? other.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : '\\s+');
  }
  const groups = new RegExp(`^${source}$`, 'i').exec(text)?.groups;
  return groups && timeOf(groups);
}

function timeOf(groups: Readonly<Record<string, string | undefined>>): LocalTime | undefined {
  const number = (name: string): number | undefined => (groups[name] === undefined ? undefined : Number(groups[name]));
  const short = number('y');
  const year = number('Y') ?? (short === undefined ? 1900 : short + (short < 69 ? 2000 : 1900));
  const word = (groups.b ?? groups.B?.slice(0, 3))?.toLowerCase();
  const dayOfYear = number('j');
  const byDay = dayOfYear === undefined ? undefined : new Date(Date.UTC(year, 0, dayOfYear));
  const month = number('m') ?? (word === undefined ? (byDay ? byDay.getUTCMonth() + 1 : 1) : MONTHS.indexOf(word) + 1);
  const day = number('d') ?? (byDay && groups.m === undefined ? byDay.getUTCDate() : 1);
  const afternoon = groups.p?.toLowerCase() === 'pm';
  const twelve = number('I');
  const hour = number('H') ?? (twelve === undefined ? 0 : (twelve % 12) + (afternoon ? 12 : 0));
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return undefined;
  return { year, month, day, hour, minute: number('M') ?? 0, second: number('S') ?? 0 };
}
