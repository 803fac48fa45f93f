// Python's timedelta: the time between two moments.

import { PyFloat, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { type Operator, PyFunction, PyInstance } from './instance.ts';

const microsecondsPerDay = 86_400_000_000;

/** The time between two moments. */
export class PyTimeDelta extends PyInstance {
  readonly typeName = 'timedelta';
  readonly microseconds: number;

  constructor(microseconds: number) {
    super();
    this.microseconds = microseconds;
  }
  // Python's fields: days may be negative, the rest never is.
  get #days(): number {
    return Math.floor(this.microseconds / microsecondsPerDay);
  }
  get #rest(): number {
    return this.microseconds - this.#days * microsecondsPerDay;
  }
  override get(name: Value): Value | undefined {
    switch (name) {
      case 'days':
        return this.#days;
      case 'seconds':
        return Math.floor(this.#rest / 1_000_000);
      case 'microseconds':
        return this.#rest % 1_000_000;
      case 'total_seconds':
        return new PyFunction(
          'total_seconds',
          () => new PyFloat(this.microseconds / 1_000_000),
          'builtin_function_or_method',
        );
      default:
        return undefined;
    }
  }
  override truth(): boolean {
    return this.microseconds !== 0;
  }
  override equals(other: Value): boolean {
    return other instanceof PyTimeDelta && other.microseconds === this.microseconds;
  }
  override order(other: Value): number | undefined {
    return other instanceof PyTimeDelta ? this.microseconds - other.microseconds : undefined;
  }
  override operate(operator: Operator, other: Value, reflected: boolean): Value | undefined {
    if (other instanceof PyTimeDelta) {
      if (operator === '+') return new PyTimeDelta(this.microseconds + other.microseconds);
      return operator === '-'
        ? new PyTimeDelta((this.microseconds - other.microseconds) * (reflected ? -1 : 1))
        : undefined;
    }
    if (operator === '*' && typeof other === 'number') return new PyTimeDelta(this.microseconds * other);
    if (operator === '//' && typeof other === 'number' && !reflected) {
      if (other === 0) throw new TemplateError('integer division or modulo by zero');
      return new PyTimeDelta(Math.floor(this.microseconds / other));
    }
    return undefined;
  }
  override str(): string {
    const days = this.#days;
    const total = Math.floor(this.#rest / 1_000_000);
    const two = (value: number) => String(value).padStart(2, '0');
    const clock = `${Math.floor(total / 3600)}:${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
    const fraction = this.#rest % 1_000_000;
    const text = fraction === 0 ? clock : `${clock}.${String(fraction).padStart(6, '0')}`;
    return days === 0 ? text : `${days} day${Math.abs(days) === 1 ? '' : 's'}, ${text}`;
  }
  override repr(): string {
    const fields = (
      [
        ['days', this.#days],
        ['seconds', Math.floor(this.#rest / 1_000_000)],
        ['microseconds', this.#rest % 1_000_000],
      ] as const
    )
      .filter(([, value]) => value !== 0)
      .map(([name, value]) => `${name}=${value}`);
    return `datetime.timedelta(${fields.length === 0 ? '0' : fields.join(', ')})`;
  }
}
