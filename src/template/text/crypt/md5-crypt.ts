// MD5-crypt ($1$, and Apache's $apr1$), after Poul-Henning Kamp's algorithm as the FreeBSD handbook describes it.

import { hash } from 'node:crypto';
import { encodeDigest } from './base64.ts';

const order = [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5], [11]];

function md5(parts: readonly Uint8Array[]): Buffer {
  return hash('md5', Buffer.concat(parts), 'buffer');
}

/** The hash of a password; the prefix is part of it. */
export function md5Crypt(prefix: '$1$' | '$apr1$', password: Buffer, saltText: string): string {
  const salt = Buffer.from(saltText);
  const inner = md5([password, salt, password]);
  const parts = [password, Buffer.from(prefix), salt, Buffer.alloc(password.length, inner)];
  for (let bits = password.length; bits > 0; bits >>= 1)
    parts.push(bits & 1 ? Buffer.alloc(1) : password.subarray(0, 1));
  let digest = md5(parts);
  for (let round = 0; round < 1000; round += 1) {
    const odd = round % 2 === 1;
    const step = [odd ? password : digest];
    if (round % 3 !== 0) step.push(salt);
    if (round % 7 !== 0) step.push(password);
    step.push(odd ? digest : password);
    digest = md5(step);
  }
  return `${prefix}${saltText}$${encodeDigest(digest, order)}`;
}
