// Writes values as YAML exactly as PyYAML with libyaml does, whose text ends up in people's files.
//
// One thing is left out on purpose: a list or dict that occurs twice is written twice, never as an anchor and an alias. Whether two
// values are the same object is an accident of how they were computed.

import { PyFloat, type Value } from '../../../model/value.ts';
import { TemplateError } from '../../callable.ts';
import { asDict, asSequence, characters, floatText, orderOf, repr, Undefined } from '../../python/index.ts';
import { analyzeScalar, type ScalarAnalysis } from './analysis.ts';
import { implicitType } from './implicit.ts';
import { Output } from './output.ts';
import { writeDoubleQuoted, writeLiteral, writePlain, writeSingleQuoted } from './scalar-writer.ts';

/** How a scalar is written; `plain` where its text allows. */
export type ScalarStyle = 'plain' | "'" | '"' | '|';

export interface YamlOptions {
  readonly indent?: number;
  readonly width?: number;
  readonly sortKeys?: boolean;
  /** Collections in brackets: all, none, or (undefined) those that hold nothing but scalars. */
  readonly flowStyle?: boolean | undefined;
  readonly scalarStyle?: ScalarStyle;
  readonly explicitStart?: boolean;
  readonly explicitEnd?: boolean;
}

/** A value as a YAML document with its newline; throws `TemplateError` for what YAML has no words for. */
export function dumpYaml(value: Value, options: YamlOptions = {}): string {
  const output = new Output(options.indent ?? 2, options.width ?? 80);
  if (options.explicitStart) output.indicator('---', { spaceBefore: true });
  writeNode(value, { output, options, within: new Set() }, 'root');
  output.indentLine();
  if (options.explicitEnd || output.openEnded) {
    output.indicator('...', { spaceBefore: true });
    output.indentLine();
  }
  return output.text;
}

interface Emitter {
  readonly output: Output;
  readonly options: YamlOptions;
  readonly within: Set<Value>;
}

type Place = 'root' | 'sequence' | 'mapping' | 'simple-key';

function writeNode(value: Value, emitter: Emitter, place: Place): void {
  const items = asSequence(value);
  const dict = items ? undefined : asDict(value);
  if (!items && !dict) {
    writeScalar(value, emitter, place);
    return;
  }
  if (emitter.within.has(value)) throw new TemplateError('cannot represent a value that contains itself as YAML');
  emitter.within.add(value);
  if (items) writeSequence(items, emitter, place);
  else if (dict) writeMapping(sortedEntries(dict.entries(), emitter.options.sortKeys ?? true), emitter);
  emitter.within.delete(value);
}

function isScalar(value: Value): boolean {
  return asSequence(value) === undefined && asDict(value) === undefined;
}

function inBrackets(parts: readonly Value[], { output, options }: Emitter): boolean {
  if (output.inFlow || parts.length === 0) return true;
  const style = options.scalarStyle ?? 'plain';
  return options.flowStyle ?? (style === 'plain' && parts.every(isScalar));
}

function writeSequence(items: readonly Value[], emitter: Emitter, place: Place): void {
  const { output } = emitter;
  if (inBrackets(items, emitter)) {
    writeBracketed('[', ']', items, emitter, (item) => writeNode(item, emitter, 'sequence'));
    return;
  }
  output.deeper(false, place === 'mapping' && !output.indention, () => {
    for (const item of items) {
      output.indentLine();
      output.indicator('-', { spaceBefore: true, isIndention: true });
      writeNode(item, emitter, 'sequence');
    }
  });
}

type Entry = readonly [Value, Value];

function writeMapping(entries: readonly Entry[], emitter: Emitter): void {
  const { output } = emitter;
  if (inBrackets(entries.flat(), emitter)) {
    writeBracketed('{', '}', entries, emitter, (entry) => writeEntry(entry, emitter, true));
    return;
  }
  output.deeper(false, false, () => {
    for (const entry of entries) {
      output.indentLine();
      writeEntry(entry, emitter, false);
    }
  });
}

function writeEntry([key, value]: Entry, emitter: Emitter, flow: boolean): void {
  const { output } = emitter;
  if (isSimpleKey(key, emitter)) {
    writeNode(key, emitter, 'simple-key');
    output.indicator(':', {});
  } else {
    output.indicator('?', { spaceBefore: true, isIndention: !flow });
    writeNode(key, emitter, 'mapping');
    if (!flow || output.tooWide) output.indentLine();
    output.indicator(':', { spaceBefore: true, isIndention: !flow });
  }
  writeNode(value, emitter, 'mapping');
}

function writeBracketed<T>(
  open: string,
  close: string,
  parts: readonly T[],
  { output }: Emitter,
  write: (part: T) => void,
): void {
  output.indicator(open, { spaceBefore: true, isSpace: true });
  output.deeper(true, false, () => {
    output.flowLevel += 1;
    for (const [index, part] of parts.entries()) {
      if (index > 0) output.indicator(',', {});
      if (output.tooWide) output.indentLine();
      write(part);
    }
    output.flowLevel -= 1;
  });
  output.indicator(close, {});
}

// Longer keys than this need a question mark (bytes, as libyaml counts).
const longestSimpleKey = 128;

function isSimpleKey(key: Value, { options }: Emitter): boolean {
  if (!isScalar(key)) return asSequence(key)?.length === 0 || asDict(key)?.size === 0;
  const text = scalarText(key);
  const tagLength = typeof key === 'string' || (options.scalarStyle ?? 'plain') === 'plain' ? 0 : 1;
  return !analyzeScalar(characters(text)).multiline && Buffer.byteLength(text) + tagLength <= longestSimpleKey;
}

function writeScalar(value: Value, { output, options }: Emitter, place: Place): void {
  const text = scalarText(value);
  const chars = characters(text);
  const analysis = analyzeScalar(chars);
  const isText = typeof value === 'string';
  const wanted = options.scalarStyle ?? 'plain';
  const allowed = wanted === 'plain' && isText && implicitType(text) !== undefined ? "'" : wanted;
  const style = possibleStyle(allowed, analysis, output.inFlow, place, text === '');
  // A number that is not written plain would be read as text: a bare tag says that it is none.
  if (!isText && style !== 'plain') {
    output.indicator('!', { spaceBefore: true });
    output.whitespace = false;
  }
  const fold = place !== 'simple-key';
  output.deeper(true, false, () => {
    if (style === 'plain') writePlain(output, chars, fold);
    else if (style === "'") writeSingleQuoted(output, chars, fold);
    else if (style === '"') writeDoubleQuoted(output, chars, fold);
    else writeLiteral(output, chars);
  });
}

function possibleStyle(
  wanted: ScalarStyle,
  analysis: ScalarAnalysis,
  inFlow: boolean,
  place: Place,
  empty: boolean,
): ScalarStyle {
  const simpleKey = place === 'simple-key';
  let style = simpleKey && analysis.multiline ? '"' : wanted;
  if (style === 'plain') {
    const fits = inFlow ? analysis.flowPlain : analysis.blockPlain;
    if (!fits || (empty && (inFlow || simpleKey))) style = "'";
  }
  if (style === "'" && !analysis.singleQuoted) return '"';
  if (style === '|' && (!analysis.block || inFlow || simpleKey)) return '"';
  return style;
}

function scalarText(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === null) return 'null';
  if (value instanceof PyFloat) return yamlFloat(value.value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof Undefined) value.fail();
  throw new TemplateError(`cannot represent an object: ${repr(value)}`);
}

function yamlFloat(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  const text = floatText(value);
  // YAML 1.1 takes `1e+20` for text.
  return text.includes('.') ? text : text.replace('e', '.0e');
}

// Keys that cannot be compared stay in their order.
function sortedEntries(entries: Iterable<Entry>, sort: boolean): readonly Entry[] {
  const list = [...entries];
  if (!sort) return list;
  try {
    return list.toSorted(([a], [b]) => orderOf(a, b));
  } catch (error) {
    if (error instanceof TemplateError) return list;
    throw error;
  }
}
