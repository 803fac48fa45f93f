// Encodings of text files, both ways, under Python's names for them.

export interface TextCoding {
  /** The text; `undefined` where the bytes are not of the encoding. */
  decode(bytes: Buffer): string | undefined;
  /** The bytes; `undefined` where the encoding lacks a character. */
  encode(text: string): Buffer | undefined;
}

/** The encoding of a name, or `undefined` where it is unknown. */
export function textCoding(name: string): TextCoding | undefined {
  const word = name.toLowerCase().replaceAll(/[_\s]/g, '-');
  if (/^(utf-?8|u8)$/.test(word)) return unicode('utf-8', 'utf8');
  if (/^utf-?16-?le$/.test(word)) return unicode('utf-16le', 'utf16le');
  // In browsers' names latin-1 is windows-1252; Python means the 256 characters.
  if (/^(latin-?1|iso-?8859-1|l1|iso8859)$/.test(word)) return table(String.fromCharCode(...Array(256).keys()));
  if (/^(us-)?ascii$/.test(word)) return table(String.fromCharCode(...Array(128).keys()));
  const label = labelOf(word);
  if (label === 'windows-1252') return table(windows1252());
  const characters = label && singleBytes(label);
  return characters ? table(characters) : undefined;
}

function unicode(label: string, encoding: 'utf8' | 'utf16le'): TextCoding {
  return {
    decode: (bytes) => decoded(label, bytes),
    encode: (text) => Buffer.from(text, encoding),
  };
}

function decoded(label: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

// Python writes cp1252, iso8859-15 and koi8-r.
function labelOf(word: string): string | undefined {
  return word.replace(/^cp-?(125\d)$/, 'windows-$1').replace(/^(iso)-?(8859)-?(\d+)$/, 'iso-$2-$3');
}

// By hand: the decoder of Node 20.20 takes it for latin-1.
function windows1252(): string {
  const special = '€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ';
  return Array.from({ length: 256 }, (_none, byte) => special[byte - 0x80] ?? String.fromCharCode(byte)).join('');
}

/** The character of each byte, `\uFFFD` for none; `undefined` for an encoding with more than one byte to a character. */
function singleBytes(label: string): string | undefined {
  try {
    const decoder = new TextDecoder(label);
    const characters = Array.from({ length: 256 }, (_none, byte) => decoder.decode(Uint8Array.of(byte)));
    const all = decoder.decode(Uint8Array.from({ length: 256 }, (_none, byte) => byte));
    return characters.join('') === all && all.length === 256 ? all : undefined;
  } catch {
    return undefined;
  }
}

function table(characters: string): TextCoding {
  const bytes = new Map([...characters].map((character, byte) => [character, byte]));
  bytes.delete('\uFFFD');
  return {
    decode(buffer) {
      const text = Array.from(buffer, (byte) => characters[byte] ?? '\uFFFD').join('');
      return text.includes('\uFFFD') ? undefined : text;
    },
    encode(text) {
      const codes = Array.from(text, (character) => bytes.get(character) ?? -1);
      return codes.includes(-1) ? undefined : Buffer.from(codes);
    },
  };
}
