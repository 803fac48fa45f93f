// SHA-crypt ($5$ and $6$), after Ulrich Drepper's public specification.

import { createHash, hash } from 'node:crypto';
import { encodeDigest } from './base64.ts';

/** One of the two schemes. */
export interface ShaScheme {
  readonly prefix: '$5$' | '$6$';
  readonly algorithm: 'sha256' | 'sha512';
  readonly order: readonly (readonly number[])[];
}

export const sha256Crypt: ShaScheme = {
  prefix: '$5$',
  algorithm: 'sha256',
  order: [...rotations(10, 10), [31, 30]],
};

export const sha512Crypt: ShaScheme = {
  prefix: '$6$',
  algorithm: 'sha512',
  order: [...rotations(21, 21), [63]],
};

// Bytes n, n + third and n + two thirds together; which of them leads goes round.
function rotations(count: number, third: number): number[][] {
  return Array.from({ length: count }, (_, index) => {
    const bytes = [index, index + third, index + 2 * third];
    const turn = third === 21 ? index % 3 : (3 - (index % 3)) % 3;
    return [...bytes.slice(turn), ...bytes.slice(0, turn)];
  });
}

/** Rounds that the text of a hash does not mention. */
const implicitRounds = 5000;

/** The hash of a password, ready for /etc/shadow. */
export function shaCrypt(scheme: ShaScheme, password: Buffer, salt: string, rounds: number): string {
  const digest = stretched(scheme.algorithm, password, Buffer.from(salt), rounds);
  const mention = rounds === implicitRounds ? '' : `rounds=${rounds}$`;
  return `${scheme.prefix}${mention}${salt}$${encodeDigest(digest, scheme.order)}`;
}

function digestOf(algorithm: string, parts: readonly Uint8Array[]): Buffer {
  const digest = createHash(algorithm);
  for (const part of parts) digest.update(part);
  return digest.digest();
}

/** `length` bytes of a digest, repeated as often as it takes. */
function repeated(digest: Buffer, length: number): Buffer {
  return Buffer.alloc(length, length === 0 ? '' : digest);
}

function stretched(algorithm: string, password: Buffer, salt: Buffer, rounds: number): Buffer {
  const start = firstDigest(algorithm, password, salt);
  const times = 16 + (start[0] ?? 0);
  const p = repeated(
    digestOf(
      algorithm,
      Array.from(password, () => password),
    ),
    password.length,
  );
  const s = repeated(
    digestOf(
      algorithm,
      Array.from({ length: times }, () => salt),
    ),
    salt.length,
  );
  let digest = start;
  for (let round = 0; round < rounds; round += 1) {
    const odd = round % 2 === 1;
    const parts = [odd ? p : digest];
    if (round % 3 !== 0) parts.push(s);
    if (round % 7 !== 0) parts.push(p);
    parts.push(odd ? digest : p);
    // In one call: half a million rounds are usual.
    digest = hash(algorithm, Buffer.concat(parts), 'buffer');
  }
  return digest;
}

function firstDigest(algorithm: string, password: Buffer, salt: Buffer): Buffer {
  const inner = digestOf(algorithm, [password, salt, password]);
  const parts = [password, salt, repeated(inner, password.length)];
  for (let bits = password.length; bits > 0; bits >>= 1) parts.push(bits & 1 ? inner : password);
  return digestOf(algorithm, parts);
}
