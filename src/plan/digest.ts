// Digests of bytes, in hex.

import { createHash } from 'node:crypto';
import type { DigestAlgorithm } from './look.ts';

export function digest(bytes: Buffer | string, algorithm: DigestAlgorithm): string {
  return createHash(algorithm).update(bytes).digest('hex');
}
