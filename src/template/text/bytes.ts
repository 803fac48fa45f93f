// Bytes as text and back without loss: a byte that is no UTF-8 becomes a lone surrogate, as in Python's surrogateescape.

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 as text; stray bytes 0x80 to 0xff become U+DC80 to U+DCFF. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeStray(bytes);
  }
}

function decodeStray(bytes: Uint8Array): string {
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const size = sequenceLength(bytes, at);
    if (size === 0) text += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
    else text += strict.decode(bytes.subarray(at, at + size));
    at += Math.max(1, size);
  }
  return text;
}

// The length of the well-formed sequence here, or 0.
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const size = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (size === 0 || at + size > bytes.length) return 0;
  try {
    strict.decode(bytes.subarray(at, at + size));
    return size;
  } catch {
    return 0;
  }
}

/** Text as UTF-8; what `decodeText` made of stray bytes becomes those bytes again. */
export function encodeText(text: string): Buffer {
  if (!/[\udc80-\udcff]/.test(text)) return Buffer.from(text, 'utf8');
  const parts = text.split(/((?<![\ud800-\udbff])[\udc80-\udcff])/);
  return Buffer.concat(
    parts.map((part, index) => (index % 2 === 1 ? Buffer.of(part.charCodeAt(0) - 0xdc00) : Buffer.from(part, 'utf8'))),
  );
}
