// Python's datetime and timedelta, without time zones: what now() and to_datetime give.

import { PyFloat, type Value } from '../../model/value.ts';
import { strftime } from '../text/strftime.ts';
import { bind, integerArgument, textArgument } from './arguments.ts';
import { type Operator, PyFunction, PyInstance } from './instance.ts';
import { PyTimeDelta } from './timedelta.ts';

const microsecondsPerDay = 86_400_000_000;

/** A moment on the calendar. It is kept as microseconds since 1970, as if in UTC. */
export class PyDateTime extends PyInstance {
  readonly typeName = 'datetime';
  readonly microseconds: number;

  constructor(microseconds: number) {
    super();
    this.microseconds = microseconds;
  }

  /** The controller's time, local or UTC. */
  static now(utc: boolean): PyDateTime {
    const date = new Date();
    const offset = utc ? 0 : date.getTimezoneOffset() * 60_000;
    const fraction = Math.floor((performance.now() % 1) * 1000);
    return new PyDateTime((date.getTime() - offset) * 1000 + fraction);
  }

  /** The calendar's fields, as UTC fields of a Date. */
  get date(): Date {
    return new Date(Math.floor(this.microseconds / 1000));
  }

  get microsecond(): number {
    return ((this.microseconds % 1_000_000) + 1_000_000) % 1_000_000;
  }

  override get(name: Value): Value | undefined {
    const { date } = this;
    switch (name) {
      case 'year':
        return date.getUTCFullYear();
      case 'month':
        return date.getUTCMonth() + 1;
      case 'day':
        return date.getUTCDate();
      case 'hour':
        return date.getUTCHours();
      case 'minute':
        return date.getUTCMinutes();
      case 'second':
        return date.getUTCSeconds();
      case 'microsecond':
        return this.microsecond;
      case 'tzinfo':
        return null;
      default:
        return this.#method(name);
    }
  }

  #method(name: Value): Value | undefined {
    const method = (body: () => Value) => new PyFunction(String(name), body, 'builtin_function_or_method');
    switch (name) {
      case 'strftime':
        return new PyFunction('strftime', ({ args, kwargs }) =>
          strftime(textArgument(bind('strftime', ['format'], 1, args, kwargs)[0] ?? ''), this),
        );
      case 'isoformat':
        return new PyFunction('isoformat', ({ args }) => this.#iso(textArgument(args[0] ?? 'T')));
      case 'timestamp':
        return method(() => new PyFloat((this.microseconds + this.date.getTimezoneOffset() * 60_000_000) / 1_000_000));
      case 'weekday':
        return method(() => (this.date.getUTCDay() + 6) % 7);
      case 'isoweekday':
        return method(() => ((this.date.getUTCDay() + 6) % 7) + 1);
      case 'date':
        return method(() => new PyDate(this.microseconds));
      case 'toordinal':
        return method(() => Math.floor(this.microseconds / microsecondsPerDay) + 719_163);
      case 'replace':
        return new PyFunction('replace', ({ kwargs }) => this.#replaced(kwargs));
      default:
        return undefined;
    }
  }

  #replaced(kwargs: ReadonlyMap<string, Value>): Value {
    const field = (name: string) => integerArgument(kwargs.get(name) ?? this.get(name) ?? 0);
    const date = Date.UTC(
      field('year'),
      field('month') - 1,
      field('day'),
      field('hour'),
      field('minute'),
      field('second'),
    );
    return new PyDateTime(date * 1000 + field('microsecond'));
  }

  #iso(separator: string): string {
    const seconds = this.date.toISOString().slice(0, 19).replace('T', separator);
    return this.microsecond === 0 ? seconds : `${seconds}.${String(this.microsecond).padStart(6, '0')}`;
  }

  override format(spec: string): string | undefined {
    return strftime(spec, this);
  }
  override equals(other: Value): boolean {
    return other instanceof PyDateTime && other.microseconds === this.microseconds;
  }
  override order(other: Value): number | undefined {
    return other instanceof PyDateTime ? this.microseconds - other.microseconds : undefined;
  }
  override operate(operator: Operator, other: Value, reflected: boolean): Value | undefined {
    if (operator === '-' && other instanceof PyDateTime && !reflected)
      return new PyTimeDelta(this.microseconds - other.microseconds);
    if (!(other instanceof PyTimeDelta)) return undefined;
    if (operator === '+') return new PyDateTime(this.microseconds + other.microseconds);
    return operator === '-' && !reflected ? new PyDateTime(this.microseconds - other.microseconds) : undefined;
  }
  override str(): string {
    return this.#iso(' ');
  }
  override repr(): string {
    const fields = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond'].map((name) =>
      integerArgument(this.get(name) ?? 0),
    );
    while (fields.length > 5 && fields.at(-1) === 0) fields.pop();
    return `datetime.datetime(${fields.join(', ')})`;
  }
}

/** A day on the calendar. */
export class PyDate extends PyDateTime {
  override str(): string {
    return this.date.toISOString().slice(0, 10);
  }
  override repr(): string {
    return `datetime.date(${[this.get('year'), this.get('month'), this.get('day')].map(String).join(', ')})`;
  }
}
