// XML as nested data and back, in the shape of Python's xmltodict: attributes under `@name`, text beside them under `#text`.

import { Dict, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { asDict, asSequence, str } from '../python/index.ts';

/** The data of a document; throws `TemplateError` where it is not well-formed. */
export function parseXml(text: string): Dict {
  const reader: Reader = { text, at: 0 };
  skipMisc(reader);
  const root = readElement(reader);
  skipMisc(reader);
  if (reader.at < text.length) throw mistake(reader, 'there is something behind the root element');
  return new Dict().set(root.name, root.value);
}

interface Reader {
  readonly text: string;
  at: number;
}

interface Element {
  readonly name: string;
  readonly value: Value;
}

function mistake({ text, at }: Reader, what: string): TemplateError {
  const line = text.slice(0, at).split('\n').length;
  return new TemplateError(`this is not XML: ${what} (line ${line})`);
}

function take(reader: Reader, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text) ?? undefined;
  if (found) reader.at += found[0].length;
  return found;
}

// White space, the declaration, comments, processing instructions, the document type.
const misc = /(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^[>]*(?:\[[^\]]*\])?[^>]*>)*/sy;
const openTag = /<([^\s/>=<!?]+)((?:\s+[^\s=/>]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const closeTag = /<\/([^\s>]+)\s*>/y;
const textPart = /[^<]+/y;
const cdata = /<!\[CDATA\[(.*?)\]\]>/sy;
const comment = /<!--.*?-->|<\?.*?\?>/sy;

function skipMisc(reader: Reader): void {
  take(reader, misc);
}

function readElement(reader: Reader): Element {
  const tag = take(reader, openTag);
  if (!tag) throw mistake(reader, 'an element was expected');
  const [, name = '', attributes = '', empty] = tag;
  const dict = new Dict();
  for (const [, key = '', double, single] of attributes.matchAll(attribute))
    dict.set(`@${key}`, resolve(reader, double ?? single ?? ''));
  const text = empty === '/' ? '' : readContent(reader, name, dict).trim();
  if (dict.size === 0) return { name, value: text === '' ? null : text };
  if (text !== '') dict.set('#text', text);
  return { name, value: dict };
}

// Puts the children into the dict and gives the text between them.
function readContent(reader: Reader, name: string, dict: Dict): string {
  let text = '';
  for (;;) {
    const plain = take(reader, textPart)?.[0];
    if (plain !== undefined) text += resolve(reader, plain);
    const raw = take(reader, cdata);
    if (raw) {
      text += raw[1] ?? '';
      continue;
    }
    if (take(reader, comment)) continue;
    const close = take(reader, closeTag)?.[1];
    if (close !== undefined && close !== name) throw mistake(reader, `</${close}> closes <${name}>`);
    if (close !== undefined) return text;
    if (reader.at >= reader.text.length) throw mistake(reader, `<${name}> is never closed`);
    addChild(dict, readElement(reader));
  }
}

// Elements of one name become a list.
function addChild(dict: Dict, { name, value }: Element): void {
  const before = dict.get(name);
  if (before === undefined && !dict.has(name)) dict.set(name, value);
  else dict.set(name, Array.isArray(before) ? [...before, value] : [before ?? null, value]);
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function resolve(reader: Reader, text: string): string {
  return text.replace(
    /&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));|&/g,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      const known = name === undefined ? undefined : entities[name];
      if (known === undefined) throw mistake(reader, `${whole} is no entity`);
      return known;
    },
  );
}

/** A document of data with one root; throws `TemplateError` for data that is no document. */
export function writeXml(value: Value): string {
  const dict = asDict(value);
  const [[name, root] = [undefined, null]] = dict?.entries() ?? [];
  if (dict?.size !== 1 || name === undefined || asSequence(root))
    throw new TemplateError('the data must have exactly one root element');
  return `<?xml version="1.0" encoding="utf-8"?>\n${element(str(name), root, '')}`;
}

function element(name: string, value: Value, indent: string): string {
  const list = asSequence(value);
  if (list) return list.map((item) => element(name, item, indent)).join('\n');
  const dict = asDict(value);
  if (!dict) return `${indent}<${name}>${plainText(value)}</${name}>`;
  let attributes = '';
  let text = '';
  const children: string[] = [];
  for (const [key, item] of dict.entries()) {
    const child = str(key);
    if (child.startsWith('@')) attributes += ` ${child.slice(1)}="${escapeXml(str(item)).replaceAll('"', '&quot;')}"`;
    else if (child === '#text') text = plainText(item);
    else children.push(element(child, item, `${indent}\t`));
  }
  const body = children.length === 0 ? text : `${text}\n${children.join('\n')}\n${indent}`;
  return `${indent}<${name}${attributes}>${body}</${name}>`;
}

function plainText(value: Value): string {
  if (value === null) return '';
  return typeof value === 'boolean' ? String(value) : escapeXml(str(value));
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
