// Reads XML from bytes or text: its encoding, its declaration, and its document type as it is written.

import type { Document } from 'slimdom';
import { textCoding } from '../text-coding.ts';
import type { XmlLibrary } from './library.ts';

export interface XmlSource {
  readonly document: Document;
  readonly doctype: string;
  readonly version: string;
}

type Read = XmlSource | { readonly problem: string };

/** The document of a file. */
export function readBytes(library: XmlLibrary, bytes: Buffer): Read {
  const name = encodingOf(bytes);
  const text = textCoding(name)?.decode(bytes);
  if (text === undefined) return { problem: `its bytes are not of the encoding ${name}` };
  return readText(library, text);
}

/** The document of a text. */
export function readText(library: XmlLibrary, text: string): Read {
  const plain = text.replace(/^\ufeff/, '');
  const doctype = findDoctype(plain);
  const outer = doctype && outerEntity(plain, doctype.subset);
  if (outer !== undefined) return { problem: `the entity '${outer}' is outside of it, and is not read` };
  const document = library.parse(doctype ? withoutDefaults(plain, doctype) : plain);
  if ('problem' in document) return document;
  const version = /^<\?xml\s+version\s*=\s*(['"])([\d.]+)\1/.exec(plain)?.[2] ?? '1.0';
  return { document, version, doctype: doctype?.text ?? '' };
}

// What it stands for would be missing from what is written.
function outerEntity(text: string, subset: string): string | undefined {
  const names = [...subset.matchAll(/<!ENTITY\s+([^\s%]+)\s+(?:SYSTEM|PUBLIC)\s/g)].map(([, name = '']) => name);
  return names.find((name) => text.includes(`&${name};`));
}

// Attributes that only the document type gives would be written into the document. Lines stay where they are, for messages.
function withoutDefaults(text: string, { start, end }: Doctype): string {
  const blank = (declaration: string): string => declaration.replace(/[^\n]/g, ' ');
  const declared = text
    .slice(start, end)
    .replace(DECLARATIONS, (one) => (one.startsWith('<!ATTLIST') ? blank(one) : one));
  return text.slice(0, start) + declared + text.slice(end);
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  const declared = /^<\?xml[^>]*?\sencoding\s*=\s*(['"])([A-Za-z][\w.-]*)\1/.exec(bytes.toString('latin1', 0, 200));
  return declared?.[2] ?? 'utf-8';
}

// What may stand before it: the declaration, instructions, comments and white space.
const PROLOG = /^(?:\s|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)*/;
const QUOTED = `"[^"]*"|'[^']*'`;
const DECLARATIONS = new RegExp(`<!--[\\s\\S]*?-->|<\\?[\\s\\S]*?\\?>|<!(?:${QUOTED}|[^>"'])*>|%[^;]+;`, 'g');
const DOCTYPE = new RegExp(
  `^<!DOCTYPE\\s+([^\\s\\[>]+)((?:\\s+(?:PUBLIC|SYSTEM|${QUOTED}))*)\\s*(?:\\[((?:${DECLARATIONS.source}|\\s)*)\\]\\s*)?>`,
);

interface Doctype {
  /** As it is written again. */
  readonly text: string;
  readonly subset: string;
  /** Where the subset is in the source. */
  readonly start: number;
  readonly end: number;
}

function findDoctype(text: string): Doctype | undefined {
  const at = PROLOG.exec(text)?.[0].length ?? 0;
  const match = DOCTYPE.exec(text.slice(at));
  if (!match) return undefined;
  const [whole, name = '', outside = '', inside] = match;
  const external = (outside.match(new RegExp(`PUBLIC|SYSTEM|${QUOTED}`, 'g')) ?? []).map((word) => ` ${word}`).join('');
  const lines = (inside?.match(DECLARATIONS) ?? []).map((one) => `${one}\n`).join('');
  const start = at + (inside === undefined ? whole.length : whole.indexOf('[') + 1);
  return {
    text: `<!DOCTYPE ${name}${external}${inside === undefined ? '' : ` [\n${lines}]`}>\n`,
    subset: inside ?? '',
    start,
    end: start + (inside?.length ?? 0),
  };
}
