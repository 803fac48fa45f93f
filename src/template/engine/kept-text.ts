// Text that stays text although it looks like data: what `to_json`, `string` and their like give.

import { PyInstance } from '../python/index.ts';

/** Filters whose result is never taken for data. As in Ansible's STRING_TYPE_FILTERS, their names with a collection do not count. */
export const textFilters: ReadonlySet<string> = new Set([
  'string',
  'to_json',
  'to_nice_json',
  'to_yaml',
  'to_nice_yaml',
  'ppretty',
  'json',
]);

/** Filters that hand a value through as it is. */
export const transparentFilters: ReadonlySet<string> = new Set([
  'd',
  'default',
  'extract',
  'first',
  'last',
  'mandatory',
  'max',
  'min',
  'random',
  'ternary',
]);

/** A part of a template's output that stays text. */
export class KeptText extends PyInstance {
  readonly typeName = 'str';
  readonly text: string;
  constructor(text: string) {
    super();
    this.text = text;
  }
  override str(): string {
    return this.text;
  }
}

// Python marks the string itself, which then keeps its mark wherever it goes, into facts too. Strings have no place for a mark here:
// the texts are remembered instead, and count where an expression hands a value through. Short ones, which could be anything's,
// are remembered for one evaluation only.
const shortest = 16;
const most = 2000;
const lasting = new Set<string>();

/** The texts that stay text. */
export class TextMarks {
  readonly #texts = new Set<string>();

  add(text: string): void {
    if (!looksLikeData(text)) return;
    this.#texts.add(text);
    if (text.length < shortest) return;
    // Newest last: the oldest makes room.
    lasting.delete(text);
    lasting.add(text);
    const [oldest] = lasting.size > most ? lasting : [];
    if (oldest !== undefined) lasting.delete(oldest);
  }

  has(text: string): boolean {
    return looksLikeData(text) && (this.#texts.has(text) || lasting.has(text));
  }
}

function looksLikeData(text: string): boolean {
  const first = text.charAt(0);
  return first === '[' || first === '{' || text === 'True' || text === 'False';
}
