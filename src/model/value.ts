// The values of the playbook language: Python's, because that is what playbooks are written against.

/**
 * A value of the language. Integers are JavaScript numbers (bigint beyond 2^53), floats are `PyFloat` so that `1.0` stays apart from `1`,
 * lists are arrays, dicts keep their order and take any hashable key, tuples are lists that print with parentheses.
 * Everything that has behaviour of its own (undefined, macros, `loop`, `hostvars`) is a `PyObject`.
 */
export type Value = null | boolean | number | bigint | string | PyFloat | Value[] | Tuple | Dict | PyObject;

/** A Python float. The box keeps `2.0` distinct from `2`, which JavaScript cannot. */
export class PyFloat {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** A Python tuple: an immutable list that can be the key of a dict. */
export class Tuple {
  readonly items: readonly Value[];
  constructor(items: readonly Value[]) {
    this.items = items;
  }
}

/** A value with behaviour of its own; the template engine and the scope define the subclasses. */
export abstract class PyObject {
  /** The name of its Python type, as messages and `type_debug` show it. */
  abstract readonly typeName: string;
  /** Attribute or item by name, or `undefined` where it has none. */
  get(_name: Value): Value | undefined {
    return undefined;
  }
  /** The items when iterated over, or `undefined` where it cannot be. */
  iterate(): Iterable<Value> | undefined {
    return undefined;
  }
  /** Python's truth of it. */
  truth(): boolean {
    return true;
  }
  /** Python's str() of it. */
  abstract str(): string;
}

/** What can be a key of a dict. Python calls the rest unhashable. */
export type Key = null | boolean | number | bigint | string | PyFloat | Tuple;

/** Python's dict: ordered, and `1`, `1.0` and `True` are the same key. */
export class Dict {
  readonly #values = new Map<Key, Value>();
  /** Of the keys that are not their own identity, as they were first spelled: rare, and so most dicts have none. */
  #spellings: Map<Key, Key> | undefined;

  static of(entries: Iterable<readonly [Key, Value]>): Dict {
    const dict = new Dict();
    for (const [key, value] of entries) dict.set(key, value);
    return dict;
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: Key): Value | undefined {
    return this.#values.get(identity(key));
  }

  has(key: Key): boolean {
    return this.#values.has(identity(key));
  }

  /** Sets in place; an existing key keeps its place and its first spelling, as in Python. */
  set(key: Key, value: Value): this {
    const id = identity(key);
    if (id !== key && !this.#values.has(id)) {
      this.#spellings ??= new Map();
      this.#spellings.set(id, key);
    }
    this.#values.set(id, value);
    return this;
  }

  delete(key: Key): boolean {
    const id = identity(key);
    this.#spellings?.delete(id);
    return this.#values.delete(id);
  }

  clear(): void {
    this.#spellings = undefined;
    this.#values.clear();
  }

  entries(): IterableIterator<[Key, Value]> {
    return this.#spellings ? this.#spelled(this.#spellings) : this.#values.entries();
  }

  *keys(): IterableIterator<Key> {
    for (const [key] of this.entries()) yield key;
  }

  values(): IterableIterator<Value> {
    return this.#values.values();
  }

  copy(): Dict {
    return Dict.of(this.entries());
  }

  *#spelled(spellings: ReadonlyMap<Key, Key>): IterableIterator<[Key, Value]> {
    for (const [id, value] of this.#values) yield [spellings.get(id) ?? id, value];
  }
}

// Strings and numbers are their own identity (a JavaScript Map keeps them apart); what Python holds equal must share one.
function identity(key: Key): Key {
  if (typeof key === 'string' || typeof key === 'number' || key === null) return key;
  if (typeof key === 'boolean') return key ? 1 : 0;
  if (typeof key === 'bigint') return Number.isSafeInteger(Number(key)) ? Number(key) : key;
  if (key instanceof PyFloat) return key.value;
  // A tuple: a NUL cannot start a variable's name, so this never meets a string key in practice.
  return `\0(${key.items.map((item) => tupleItem(item)).join(',')})`;
}

function tupleItem(item: Value): string {
  if (isKey(item)) {
    const id = identity(item);
    return `${typeof id}:${String(id)}`;
  }
  return String(item);
}

/** Whether a value can be the key of a dict (Python: is hashable). */
export function isKey(value: Value): value is Key {
  if (value instanceof Tuple) return value.items.every(isKey);
  return !(Array.isArray(value) || value instanceof Dict || value instanceof PyObject);
}

/** Plain data, as JSON has it and as modules take and give it. A number with no fraction is an integer; use `PyFloat` where it is a float all the same. */
export type Plain =
  | null
  | boolean
  | number
  | bigint
  | string
  | PyFloat
  | undefined
  | readonly Plain[]
  | { readonly [key: string]: Plain };

/** Plain data as a value of the language: objects become dicts, numbers with a fraction floats, `undefined` members are left out. */
export function toValue(plain: Plain): Value {
  if (plain === undefined || plain === null) return null;
  if (typeof plain === 'number') return Number.isInteger(plain) ? plain : new PyFloat(plain);
  if (typeof plain !== 'object' || plain instanceof PyFloat) return plain;
  if (isPlainList(plain)) return plain.map(toValue);
  const dict = new Dict();
  for (const [key, item] of Object.entries(plain)) if (item !== undefined) dict.set(key, toValue(item));
  return dict;
}

/** `Array.isArray` does not narrow readonly arrays. */
export function isPlainList(plain: Plain): plain is readonly Plain[] {
  return Array.isArray(plain);
}

/** A value as plain data, for modules and JSON: floats become numbers, tuples arrays, keys strings, objects their str(). */
export function toPlain(value: Value): Plain {
  if (value instanceof PyFloat) return value.value;
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof Tuple) return value.items.map(toPlain);
  if (value instanceof Dict) {
    const entries: [string, Plain][] = [];
    for (const [key, item] of value.entries()) entries.push([keyText(key), toPlain(item)]);
    return Object.fromEntries(entries);
  }
  if (value instanceof PyObject) return value.str();
  return value;
}

// JSON knows only text as keys; Python's json writes these spellings.
function keyText(key: Key): string {
  if (key === null) return 'null';
  if (key instanceof PyFloat) return String(key.value);
  if (key instanceof Tuple) return `(${key.items.map((item) => (isKey(item) ? keyText(item) : '?')).join(', ')})`;
  return String(key);
}
