// Vault's cipher: keys by PBKDF2-HMAC-SHA256, AES-256 in counter mode over PKCS7-padded text, and an HMAC that proves both.

import { createCipheriv, createDecipheriv, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Envelope } from './envelope.ts';

const iterations = 10_000;
const saltBytes = 32;
const keyBytes = 32;
const blockBytes = 16;

interface Keys {
  readonly encryption: Buffer;
  readonly authentication: Buffer;
  readonly counter: Buffer;
}

/** Encrypts with one password. It remembers the keys it derived: deriving costs some 10 ms, and a file is often decrypted more than once. */
export class PasswordCipher {
  readonly #password: Buffer;
  readonly #keys = new Map<string, Keys>();

  constructor(password: Buffer) {
    this.#password = password;
  }

  /** Encrypts; with a given salt the same text gives the same every time. */
  encrypt(plaintext: Buffer, salt: Buffer = randomBytes(saltBytes)): Envelope {
    const keys = this.#derive(salt);
    const cipher = createCipheriv('aes-256-ctr', keys.encryption, keys.counter);
    const ciphertext = Buffer.concat([cipher.update(pad(plaintext)), cipher.final()]);
    return { salt, hmac: authenticate(keys, ciphertext), ciphertext };
  }

  /** The plaintext, or `undefined` where the password is another one or the text was tampered with: the HMAC cannot tell which. */
  decrypt({ salt, hmac, ciphertext }: Envelope): Buffer | undefined {
    const keys = this.#derive(salt);
    const expected = authenticate(keys, ciphertext);
    if (expected.length !== hmac.length || !timingSafeEqual(expected, hmac)) return undefined;
    const decipher = createDecipheriv('aes-256-ctr', keys.encryption, keys.counter);
    return unpad(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
  }

  #derive(salt: Buffer): Keys {
    const id = salt.toString('hex');
    const known = this.#keys.get(id);
    if (known) return known;
    const derived = pbkdf2Sync(this.#password, salt, iterations, 2 * keyBytes + blockBytes, 'sha256');
    const keys: Keys = {
      encryption: derived.subarray(0, keyBytes),
      authentication: derived.subarray(keyBytes, 2 * keyBytes),
      counter: derived.subarray(2 * keyBytes),
    };
    this.#keys.set(id, keys);
    return keys;
  }
}

function authenticate(keys: Keys, ciphertext: Buffer): Buffer {
  return createHmac('sha256', keys.authentication).update(ciphertext).digest();
}

// Counter mode needs no padding, but the format has it.
function pad(plaintext: Buffer): Buffer {
  const count = blockBytes - (plaintext.length % blockBytes);
  return Buffer.concat([plaintext, Buffer.alloc(count, count)]);
}

function unpad(padded: Buffer): Buffer | undefined {
  const count = padded.at(-1) ?? 0;
  if (count < 1 || count > blockBytes || count > padded.length) return undefined;
  return padded.subarray(0, padded.length - count);
}
