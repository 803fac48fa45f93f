// Python's strftime in the C locale.

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A moment to be written: its calendar fields are those that the date has in UTC. */
export interface CalendarTime {
  readonly date: Date;
  readonly microsecond: number;
  /** The zone that `%Z` and `%z` speak of; absent for times that know none. */
  readonly zone?: { readonly name: string; readonly offsetMinutes: number };
}

/** Writes a time in a format; unknown directives stay as they are. */
export function strftime(format: string, time: CalendarTime): string {
  return format.replace(/%([-_0^#]?)([a-zA-Z%])/g, (whole: string, flag: string, directive: string) => {
    const text = expand(directive, time);
    return text === undefined ? whole : flagged(text, flag);
  });
}

// GNU's flags, which Python hands through: no padding, spaces, zeros, capitals.
function flagged(text: string, flag: string): string {
  if (flag === '-') return text.replace(/^[0 ]+(?=.)/, '');
  if (flag === '_') return text.replace(/^0+(?=.)/, (zeros) => ' '.repeat(zeros.length));
  if (flag === '0') return text.replace(/^ +(?=.)/, (spaces) => '0'.repeat(spaces.length));
  return flag === '' ? text : text.toUpperCase();
}

function two(value: number, fill = '0'): string {
  return String(value).padStart(2, fill);
}

function expand(directive: string, time: CalendarTime): string | undefined {
  const { date } = time;
  switch (directive) {
    case 'Y':
      return String(date.getUTCFullYear());
    case 'm':
      return two(date.getUTCMonth() + 1);
    case 'd':
      return two(date.getUTCDate());
    case 'H':
      return two(date.getUTCHours());
    case 'M':
      return two(date.getUTCMinutes());
    case 'S':
      return two(date.getUTCSeconds());
    case 'f':
      return String(time.microsecond).padStart(6, '0');
    case 'z':
      return time.zone === undefined ? '' : offsetText(time.zone.offsetMinutes);
    case 'Z':
      return time.zone?.name ?? '';
    case '%':
      return '%';
    case 'n':
      return '\n';
    case 't':
      return '\t';
    default:
      return expandWords(directive, date) ?? expandCombined(directive, time);
  }
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`;
}

function expandWords(directive: string, date: Date): string | undefined {
  const day = days[date.getUTCDay()] ?? '';
  const month = months[date.getUTCMonth()] ?? '';
  const hour = date.getUTCHours();
  switch (directive) {
    case 'a':
      return day.slice(0, 3);
    case 'A':
      return day;
    case 'b':
    case 'h':
      return month.slice(0, 3);
    case 'B':
      return month;
    case 'p':
      return hour < 12 ? 'AM' : 'PM';
    case 'P':
      return hour < 12 ? 'am' : 'pm';
    case 'I':
      return two(hour % 12 === 0 ? 12 : hour % 12);
    case 'l':
      return two(hour % 12 === 0 ? 12 : hour % 12, ' ');
    case 'k':
      return two(hour, ' ');
    case 'e':
      return two(date.getUTCDate(), ' ');
    case 'y':
      return two(date.getUTCFullYear() % 100);
    case 'C':
      return two(Math.floor(date.getUTCFullYear() / 100));
    default:
      return undefined;
  }
}

function expandCombined(directive: string, time: CalendarTime): string | undefined {
  const { date } = time;
  switch (directive) {
    case 'c':
      return strftime('%a %b %e %H:%M:%S %Y', time);
    case 'x':
    case 'D':
      return strftime('%m/%d/%y', time);
    case 'X':
    case 'T':
      return strftime('%H:%M:%S', time);
    case 'F':
      return strftime('%Y-%m-%d', time);
    case 'R':
      return strftime('%H:%M', time);
    case 'r':
      return strftime('%I:%M:%S %p', time);
    case 's':
      return String(Math.floor(date.getTime() / 1000) - (time.zone?.offsetMinutes ?? -date.getTimezoneOffset()) * 60);
    case 'j':
      return String(dayOfYear(date)).padStart(3, '0');
    case 'u':
      return String(((date.getUTCDay() + 6) % 7) + 1);
    case 'w':
      return String(date.getUTCDay());
    case 'U':
      return two(Math.floor((dayOfYear(date) + 6 - date.getUTCDay()) / 7));
    case 'W':
      return two(Math.floor((dayOfYear(date) + 6 - ((date.getUTCDay() + 6) % 7)) / 7));
    case 'V':
      return two(isoWeek(date).week);
    case 'G':
      return String(isoWeek(date).year);
    case 'g':
      return two(isoWeek(date).year % 100);
    default:
      return undefined;
  }
}

const millisecondsPerDay = 86_400_000;

function dayOfYear(date: Date): number {
  const start = Date.UTC(date.getUTCFullYear(), 0, 1);
  return Math.floor((date.getTime() - start) / millisecondsPerDay) + 1;
}

// The week that holds Thursday decides its year.
function isoWeek(date: Date): { readonly year: number; readonly week: number } {
  const weekday = (date.getUTCDay() + 6) % 7;
  const thursday = new Date(date.getTime() + (3 - weekday) * millisecondsPerDay);
  return { year: thursday.getUTCFullYear(), week: Math.ceil(dayOfYear(thursday) / 7) };
}
