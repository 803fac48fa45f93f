// Names that nobody can guess.

import { randomBytes } from 'node:crypto';

/** Eight letters and digits, as Python's tempfile has them. */
export function randomName(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from(randomBytes(8), (byte) => letters[byte % letters.length]).join('');
}

/** Twenty bytes, as ssh hashes names of hosts with. */
export const randomSalt = (): Buffer => randomBytes(20);
