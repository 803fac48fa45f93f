// Dates as text by a format, as the C library's strftime writes them in the C locale (glibc's flags `%-d` too).

/** A moment by the fields of its calendar: `date` carries them as UTC fields. */
export interface CalendarTime {
  readonly date: Date;
  readonly microsecond: number;
  /** Seconds since 1970; absent where the zone is not known. */
  readonly epoch?: number;
  /** The zone's name and its distance from UTC, where known. */
  readonly zone?: { readonly name: string; readonly offsetMinutes: number };
}

export const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
export const monthNames = [
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
] as const;

/** A number with its usual width and padding, or text. */
type Field = { readonly number: number; readonly width: number; readonly pad: '0' | ' ' } | string;

const composed: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

/** The text of a moment; directives that nobody knows stay as they are. */
export function strftime(format: string, time: CalendarTime): string {
  return format.replace(
    /%([-_0^#]*)(\d*)([EO]?)([a-zA-Z%])/g,
    (whole, flags: string, width: string, _modifier, letter: string) => {
      const inner = composed[letter];
      const field = inner === undefined ? fieldOf(letter, time) : strftime(inner, time);
      return field === undefined ? whole : written(field, flags, width, letter);
    },
  );
}

function written(field: Field, flags: string, width: string, letter: string): string {
  const isText = typeof field === 'string';
  const text = isText ? changedCase(field, flags, letter) : String(Math.abs(field.number));
  const pad = flags.includes('0') ? '0' : flags.includes('_') ? ' ' : isText ? ' ' : field.pad;
  if (flags.includes('-')) return text;
  const wanted = width === '' ? (isText ? 0 : field.width) : Number(width);
  const sign = !isText && field.number < 0 ? '-' : '';
  return sign + text.padStart(wanted - sign.length, pad);
}

function changedCase(text: string, flags: string, letter: string): string {
  if (flags.includes('^')) return text.toUpperCase();
  if (!flags.includes('#')) return text;
  return letter === 'p' || letter === 'Z' ? text.toLowerCase() : text.toUpperCase();
}

function two(number: number): Field {
  return { number, width: 2, pad: '0' };
}

function fieldOf(letter: string, time: CalendarTime): Field | undefined {
  const { date } = time;
  const hour = date.getUTCHours();
  const weekday = date.getUTCDay();
  switch (letter) {
    case 'a':
      return (dayNames[weekday] ?? '').slice(0, 3);
    case 'A':
      return dayNames[weekday] ?? '';
    case 'b':
    case 'h':
      return (monthNames[date.getUTCMonth()] ?? '').slice(0, 3);
    case 'B':
      return monthNames[date.getUTCMonth()] ?? '';
    case 'C':
      return two(Math.floor(date.getUTCFullYear() / 100));
    case 'd':
      return two(date.getUTCDate());
    case 'e':
      return { number: date.getUTCDate(), width: 2, pad: ' ' };
    case 'f':
      return { number: time.microsecond, width: 6, pad: '0' };
    case 'H':
      return two(hour);
    case 'I':
      return two(hour % 12 || 12);
    case 'k':
      return { number: hour, width: 2, pad: ' ' };
    case 'l':
      return { number: hour % 12 || 12, width: 2, pad: ' ' };
    case 'm':
      return two(date.getUTCMonth() + 1);
    case 'M':
      return two(date.getUTCMinutes());
    case 'S':
      return two(date.getUTCSeconds());
    case 'p':
      return hour < 12 ? 'AM' : 'PM';
    case 'P':
      return hour < 12 ? 'am' : 'pm';
    case 'y':
      return two(date.getUTCFullYear() % 100);
    case 'Y':
      return { number: date.getUTCFullYear(), width: 1, pad: '0' };
    case 'u':
      return { number: weekday || 7, width: 1, pad: '0' };
    case 'w':
      return { number: weekday, width: 1, pad: '0' };
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case '%':
      return '%';
    default:
      return weekOrZone(letter, time);
  }
}

function weekOrZone(letter: string, time: CalendarTime): Field | undefined {
  const { date, zone } = time;
  const day = dayOfYear(date);
  switch (letter) {
    case 'j':
      return { number: day, width: 3, pad: '0' };
    case 'U':
      return two(Math.floor((day + 6 - date.getUTCDay()) / 7));
    case 'W':
      return two(Math.floor((day + 6 - ((date.getUTCDay() + 6) % 7)) / 7));
    case 'V':
      return two(isoWeek(date).week);
    case 'G':
      return { number: isoWeek(date).year, width: 1, pad: '0' };
    case 'g':
      return two(isoWeek(date).year % 100);
    case 's':
      return {
        number: time.epoch ?? Math.floor((date.getTime() + new Date().getTimezoneOffset() * 60_000) / 1000),
        width: 1,
        pad: '0',
      };
    case 'z':
      return zone ? offsetText(zone.offsetMinutes) : '';
    case 'Z':
      return zone?.name ?? '';
    default:
      return undefined;
  }
}

/** The day of the year, from 1. */
export function dayOfYear(date: Date): number {
  const newYear = Date.UTC(date.getUTCFullYear(), 0, 1);
  return Math.floor((date.getTime() - newYear) / 86_400_000) + 1;
}

// The week belongs to the year that has its Thursday.
function isoWeek(date: Date): { readonly year: number; readonly week: number } {
  const thursday = new Date(date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * 86_400_000);
  return { year: thursday.getUTCFullYear(), week: Math.ceil(dayOfYear(thursday) / 7) };
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const digits = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0')).join('');
  return (minutes < 0 ? '-' : '+') + digits;
}

/** A moment on the clock of the controller, or of UTC. */
export function calendarTime(epochSeconds: number, utc: boolean): CalendarTime {
  const moment = new Date(epochSeconds * 1000);
  const offsetMinutes = utc ? 0 : -moment.getTimezoneOffset();
  const name = utc ? 'UTC' : zoneName(moment);
  return {
    date: new Date(moment.getTime() + offsetMinutes * 60_000),
    microsecond: 0,
    epoch: Math.floor(epochSeconds),
    zone: { name, offsetMinutes },
  };
}

function zoneName(moment: Date): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(moment);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';
}
