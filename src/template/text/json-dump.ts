// Writes values as JSON exactly as Python's json.dumps does.

import { type Key, PyFloat, Tuple, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { asDict, asSequence, floatText, sorted, typeName, Undefined } from '../python/index.ts';

export interface JsonOptions {
  /** What one level is indented by; without it everything is on one line. */
  readonly indent?: string | undefined;
  readonly sortKeys?: boolean;
  /** Whether everything beyond ASCII is escaped; so by default. */
  readonly ensureAscii?: boolean;
  readonly itemSeparator?: string;
  readonly keySeparator?: string;
  /** Whether keys that JSON cannot have are left out instead of refused. */
  readonly skipKeys?: boolean;
}

/** A value as JSON; throws `TemplateError` for what JSON has no words for. */
export function dumpJson(value: Value, options: JsonOptions = {}): string {
  const writer: Writer = {
    indent: options.indent,
    sortKeys: options.sortKeys ?? false,
    skipKeys: options.skipKeys ?? false,
    text: options.ensureAscii === false ? quote : quoteAscii,
    itemSeparator: options.itemSeparator ?? (options.indent === undefined ? ', ' : ','),
    keySeparator: options.keySeparator ?? ': ',
    within: new Set(),
  };
  return write(value, writer, '\n');
}

interface Writer {
  readonly indent: string | undefined;
  readonly sortKeys: boolean;
  readonly skipKeys: boolean;
  readonly text: (text: string) => string;
  readonly itemSeparator: string;
  readonly keySeparator: string;
  readonly within: Set<Value>;
}

// `newline` starts a line at the depth of the value.
function write(value: Value, writer: Writer, newline: string): string {
  if (typeof value === 'string') return writer.text(value);
  if (value === null) return 'null';
  if (typeof value !== 'object') return String(value);
  if (value instanceof PyFloat) return floatJson(value.value);
  if (writer.within.has(value)) throw new TemplateError('Circular reference detected');
  writer.within.add(value);
  const text = writeContainer(value, writer, newline);
  writer.within.delete(value);
  return text;
}

function writeContainer(value: Value, writer: Writer, newline: string): string {
  const inner = writer.indent === undefined ? newline : newline + writer.indent;
  const list = asSequence(value);
  if (list)
    return bracketed(
      '[]',
      list.map((item) => write(item, writer, inner)),
      writer,
      newline,
      inner,
    );
  const dict = asDict(value);
  if (!dict) {
    if (value instanceof Undefined) value.fail();
    throw new TemplateError(`Object of type ${typeName(value)} is not JSON serializable`);
  }
  const entries = writer.sortKeys ? sorted(dict.entries(), ([key]) => key) : [...dict.entries()];
  const members: string[] = [];
  for (const [key, item] of entries) {
    const name = keyText(key);
    if (name !== undefined) members.push(`${writer.text(name)}${writer.keySeparator}${write(item, writer, inner)}`);
    else if (!writer.skipKeys)
      throw new TemplateError(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
  }
  return bracketed('{}', members, writer, newline, inner);
}

function bracketed(
  pair: '[]' | '{}',
  members: readonly string[],
  writer: Writer,
  newline: string,
  inner: string,
): string {
  if (members.length === 0) return pair;
  if (writer.indent === undefined) return pair[0] + members.join(writer.itemSeparator) + pair[1];
  return pair[0] + inner + members.join(writer.itemSeparator + inner) + newline + pair[1];
}

function keyText(key: Key): string | undefined {
  if (typeof key === 'string') return key;
  if (key === null) return 'null';
  if (key instanceof PyFloat) return floatJson(key.value);
  return key instanceof Tuple ? undefined : String(key);
}

function floatJson(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return floatText(value);
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function quoteAscii(text: string): string {
  return JSON.stringify(text).replace(
    /[^\x00-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
