// The base-64 of crypt(3), which has its own alphabet and takes bits from the low end.

const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The characters a salt may have. */
export const saltAlphabet = alphabet;

/** The lowest `count` groups of six bits, the lowest first. */
export function encodeBits(bits: number, count: number): string {
  let text = '';
  let left = bits;
  for (let i = 0; i < count; i += 1) {
    text += alphabet[left & 0x3f];
    left >>>= 6;
  }
  return text;
}

/** Bytes of a digest in the order of a scheme, three at a time: the first of three is the highest. A last group may be shorter. */
export function encodeDigest(digest: Uint8Array, order: readonly (readonly number[])[]): string {
  return order
    .map((group) =>
      encodeBits(
        group.reduce((bits, index) => (bits << 8) | (digest[index] ?? 0), 0),
        Math.ceil((group.length * 8) / 6),
      ),
    )
    .join('');
}
