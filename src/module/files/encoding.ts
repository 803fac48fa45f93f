// Text as the bytes of a file, in the encodings that templates are written in.

import { textCoding } from './text-coding.ts';

export type Encoded = { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly problem: string };

// What only begins a file, and so is nothing an editor of its text cares for.
const MARKS: ReadonlyMap<string, { readonly mark: Buffer; readonly encoding: string }> = new Map([
  ['utf-8-sig', { mark: Buffer.from([0xef, 0xbb, 0xbf]), encoding: 'utf-8' }],
  ['utf-16', { mark: Buffer.from([0xff, 0xfe]), encoding: 'utf-16le' }],
]);

/** The bytes of `text`. Unpaired surrogates U+DC80 to U+DCFF stand for bytes that were no UTF-8, as in Python, and become these bytes again. */
export function encodeText(text: string, encoding: string): Encoded {
  const name = encoding
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/^utf(\d)/, 'utf-$1');
  const marked = MARKS.get(name);
  if (name === 'utf-8') return { ok: true, bytes: withRawBytes(text) };
  if (marked) return prefixed(marked.mark, encodeText(text, marked.encoding));
  const coding = textCoding(encoding);
  if (!coding)
    return {
      ok: false,
      problem: `'${encoding}' is no encoding that is known here; utf-8, utf-16, latin-1, ascii and cp1252 are`,
    };
  const bytes = coding.encode(text);
  if (bytes) return { ok: true, bytes };
  const foreign = [...text].find((character) => coding.encode(character) === undefined) ?? '';
  const line = text.slice(0, text.indexOf(foreign)).split('\n').length;
  return {
    ok: false,
    problem: `'${foreign}' in line ${line} of the result cannot be written in the encoding '${encoding}'`,
  };
}

function prefixed(mark: Buffer, encoded: Encoded): Encoded {
  return encoded.ok ? { ok: true, bytes: Buffer.concat([mark, encoded.bytes]) } : encoded;
}

function withRawBytes(text: string): Buffer {
  if (!/\p{Surrogate}/u.test(text)) return Buffer.from(text, 'utf8');
  const parts = text.split(/(?<![\ud800-\udbff])([\udc80-\udcff])/);
  return Buffer.concat(
    parts.map((part, index) =>
      index % 2 === 0 ? Buffer.from(part, 'utf8') : Buffer.from([part.charCodeAt(0) - 0xdc00]),
    ),
  );
}
