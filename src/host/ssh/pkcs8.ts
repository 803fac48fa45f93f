// Converts private keys in PKCS#8 (`BEGIN PRIVATE KEY`, as openssl writes them) to the forms our ssh library reads.

import { Buffer } from 'node:buffer';
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** Whether a file holds a PKCS#8 key. */
export function isPkcs8(text: string): boolean {
  return /^-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/m.test(text);
}

/** Whether it is encrypted. */
export function isEncryptedPkcs8(text: string): boolean {
  return /^-----BEGIN ENCRYPTED PRIVATE KEY-----/m.test(text);
}

/** The key in a form the library reads. Throws what node's crypto throws: a wrong passphrase, a kind it does not know. */
export function fromPkcs8(text: string, passphrase?: string): string {
  const key = createPrivateKey({ key: text, format: 'pem', ...(passphrase !== undefined && { passphrase }) });
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return key.export({ type: 'pkcs1', format: 'pem' }).toString();
    case 'ec':
      return key.export({ type: 'sec1', format: 'pem' }).toString();
    case 'ed25519':
      return ed25519(key);
    default:
      throw new Error(`ssh has no keys of type ${key.asymmetricKeyType ?? 'unknown'}`);
  }
}

// OpenSSH's own format (its PROTOCOL.key), unencrypted: the only one that has Ed25519.
function ed25519(key: KeyObject): string {
  const secret = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');
  const point = Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url');
  const type = string('ssh-ed25519');
  const check = Buffer.alloc(8);
  const inner = Buffer.concat([check, type, string(point), string(Buffer.concat([secret, point])), string('')]);
  const padding = Buffer.from(Array.from({ length: (8 - (inner.length % 8)) % 8 }, (_, index) => index + 1));
  const one = Buffer.from([0, 0, 0, 1]);
  const blob = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    string('none'),
    string('none'),
    string(''),
    one,
    string(Buffer.concat([type, string(point)])),
    string(Buffer.concat([inner, padding])),
  ]);
  const lines = blob.toString('base64').replace(/.{70}/g, '$&\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function string(data: string | Buffer): Buffer {
  const bytes = Buffer.from(data);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
