// Python's own objects that a template meets: range, the views of a dict, bytes.

import { Dict, isKey, type Key, Tuple, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { equals } from './compare.ts';
import { PyInstance, type PyMapping } from './instance.ts';
import { lengthOf, type SliceBounds, sliceIndices } from './items.ts';
import { repr } from './text.ts';
import { isInteger } from './types.ts';

/** Python's range: a list of ints that is never written out. */
export class PyRange extends PyInstance {
  readonly typeName = 'range';
  readonly start: number;
  readonly stop: number;
  readonly step: number;

  constructor(start: number, stop: number, step = 1) {
    super();
    if (step === 0) throw new TemplateError('range() arg 3 must not be zero');
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
  override length(): number {
    return Math.max(0, Math.ceil((this.stop - this.start) / this.step));
  }
  override truth(): boolean {
    return this.length() > 0;
  }
  override *iterate(): Iterable<Value> {
    const size = this.length();
    for (let i = 0; i < size; i++) yield this.start + i * this.step;
  }
  override get(index: Value): Value | undefined {
    if (!isInteger(index)) return undefined;
    const size = this.length();
    const at = Number(index) < 0 ? Number(index) + size : Number(index);
    return at >= 0 && at < size ? this.start + at * this.step : undefined;
  }
  override slice(bounds: SliceBounds): Value {
    const indices = [...sliceIndices(this.length(), bounds)];
    const step = this.step * (bounds.step === null ? 1 : Number(bounds.step));
    const start = this.start + (indices[0] ?? 0) * this.step;
    return new PyRange(start, start + indices.length * step, step);
  }
  override equals(other: Value): boolean {
    return other instanceof PyRange && repr([...this.iterate()]) === repr([...other.iterate()]);
  }
  override str(): string {
    const step = this.step === 1 ? '' : `, ${this.step}`;
    return `range(${this.start}, ${this.stop}${step})`;
  }
}

/** What `keys()`, `values()` and `items()` of a dict give: they follow the dict. */
export class DictView extends PyInstance {
  readonly typeName: string;
  readonly #dict: Dict | PyMapping;
  readonly #kind: 'keys' | 'values' | 'items';

  constructor(dict: Dict | PyMapping, kind: 'keys' | 'values' | 'items') {
    super();
    this.typeName = `dict_${kind}`;
    this.#dict = dict;
    this.#kind = kind;
  }
  override length(): number {
    return lengthOf(this.#dict) ?? 0;
  }
  override truth(): boolean {
    return this.length() > 0;
  }
  override *iterate(): Iterable<Value> {
    if (this.#kind === 'keys') yield* this.#dict.keys();
    else for (const [key, value] of this.#entries()) yield this.#kind === 'values' ? value : new Tuple([key, value]);
  }
  *#entries(): Iterable<[Key, Value]> {
    if (this.#dict instanceof Dict) yield* this.#dict.entries();
    else for (const key of this.#dict.keys()) yield [key, this.#dict.at(key) ?? null];
  }
  override contains(item: Value): boolean | undefined {
    if (this.#kind !== 'keys' || !isKey(item)) return undefined;
    return this.#dict instanceof Dict ? this.#dict.has(item) : undefined;
  }
  override equals(other: Value): boolean {
    if (!(other instanceof DictView) || this.#kind === 'values') return this === other;
    const items = [...other.iterate()];
    return (
      items.length === this.length() && [...this.iterate()].every((item) => items.some((one) => equals(one, item)))
    );
  }
  override str(): string {
    return `${this.typeName}(${repr([...this.iterate()])})`;
  }
}

/** Python's bytes, as `text.encode()` gives them. */
export class PyBytes extends PyInstance {
  readonly typeName = 'bytes';
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    super();
    this.bytes = bytes;
  }
  override length(): number {
    return this.bytes.length;
  }
  override truth(): boolean {
    return this.bytes.length > 0;
  }
  override iterate(): Iterable<Value> {
    return this.bytes.values();
  }
  override get(index: Value): Value | undefined {
    return isInteger(index) ? this.bytes.at(Number(index)) : undefined;
  }
  override slice(bounds: SliceBounds): Value {
    return new PyBytes(
      Buffer.from([...sliceIndices(this.bytes.length, bounds)].map((index) => this.bytes[index] ?? 0)),
    );
  }
  override equals(other: Value): boolean {
    return other instanceof PyBytes && this.bytes.equals(other.bytes);
  }
  override str(): string {
    const text = [...this.bytes].map((byte) => byteText(byte)).join('');
    return text.includes("'") && !text.includes('"') ? `b"${text}"` : `b'${text.replace(/'/g, "\\'")}'`;
  }
}

function byteText(byte: number): string {
  const named = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' }[byte];
  if (named !== undefined) return named;
  return byte < 32 || byte > 126 ? `\\x${byte.toString(16).padStart(2, '0')}` : String.fromCharCode(byte);
}
