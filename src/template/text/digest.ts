// Digests by the names that Python's hashlib gives them.

import { createHash, getHashes } from 'node:crypto';
import { TemplateError } from '../callable.ts';

const opensslNames: Readonly<Record<string, string>> = { blake2b: 'blake2b512', blake2s: 'blake2s256' };

/** The digest of bytes in hexadecimal; throws `TemplateError` for algorithms that nobody knows. */
export function hexDigest(algorithm: string, bytes: Uint8Array): string {
  const name = algorithm.toLowerCase();
  const candidates = [opensslNames[name] ?? name, name.replaceAll('_', '-')];
  const known = getHashes().map((hash) => hash.toLowerCase());
  const found = candidates.find((candidate) => known.includes(candidate));
  // The XOF digests have no length of their own.
  if (found === undefined || found.startsWith('shake')) throw new TemplateError(`unsupported hash type ${algorithm}`);
  return createHash(found).update(bytes).digest('hex');
}
