// Reads OpenPGP public keys (RFC 4880, RFC 9580), so that neither host nor controller needs gpg to tell which keys a file has.

import { createHash } from 'node:crypto';

export interface PublicKey {
  /** 40 hexadecimal digits in capitals, or 64 of the newest kind of key. */
  readonly fingerprint: string;
  /** The fingerprints of its subkeys. */
  readonly subkeys: readonly string[];
  /** Seconds since the epoch; absent where it does not expire. */
  readonly expires?: number;
  /** Everything that belongs to it. */
  readonly bytes: Buffer;
}

const PUBLIC_KEY = 6;
const SIGNATURE = 2;
const SUBKEY = 14;

interface Packet {
  readonly tag: number;
  readonly body: Buffer;
  readonly start: number;
  readonly end: number;
}

/** The keys in a file, armoured or not; `undefined` where it has none. */
export function readKeys(file: Buffer): readonly PublicKey[] | undefined {
  const bytes = file.includes('-----BEGIN PGP') ? dearmor(file.toString('latin1')) : file;
  const all = packets(bytes);
  if (!all) return undefined;
  const starts = all.flatMap(({ tag }, index) => (tag === PUBLIC_KEY ? [index] : []));
  if (starts.length === 0) return undefined;
  return starts.flatMap((from, index) => keyOf(bytes, all.slice(from, starts[index + 1])));
}

/** Whether a file is one of gpg's newer kind, which only gpg itself can edit. */
export const isKeybox = (file: Buffer): boolean => file.subarray(8, 12).toString('latin1') === 'KBXf';

function keyOf(bytes: Buffer, parts: readonly Packet[]): readonly PublicKey[] {
  const [primary] = parts;
  const last = parts.at(-1);
  if (!primary || !last) return [];
  const subkeyAt = parts.findIndex(({ tag }) => tag === SUBKEY);
  const own = parts.slice(0, subkeyAt < 0 ? undefined : subkeyAt);
  const created = primary.body.readUInt32BE(1);
  const lifetime = own.filter(({ tag }) => tag === SIGNATURE).reduce((found, { body }) => lifetimeIn(body) ?? found, 0);
  return [
    {
      fingerprint: fingerprintOf(primary.body),
      subkeys: parts.filter(({ tag }) => tag === SUBKEY).map(({ body }) => fingerprintOf(body)),
      ...(lifetime > 0 && { expires: created + lifetime }),
      bytes: bytes.subarray(primary.start, last.end),
    },
  ];
}

function fingerprintOf(body: Buffer): string {
  const isNew = (body[0] ?? 0) > 4;
  const head = Buffer.alloc(isNew ? 5 : 3);
  head[0] = isNew ? 0x9b : 0x99;
  if (isNew) head.writeUInt32BE(body.length, 1);
  else head.writeUInt16BE(body.length, 1);
  return createHash(isNew ? 'sha256' : 'sha1')
    .update(head)
    .update(body)
    .digest('hex')
    .toUpperCase();
}

/** The long identifier of a key, by its fingerprint: 16 digits. */
export const longId = (fingerprint: string): string =>
  fingerprint.length > 40 ? fingerprint.slice(0, 16) : fingerprint.slice(-16);

// The lifetime of a key stands in the signature by which it vouches for itself: subpacket 9 of the hashed ones.
function lifetimeIn(body: Buffer): number | undefined {
  if (body[0] !== 4 || body.length < 6) return undefined;
  const hashed = body.subarray(6, 6 + body.readUInt16BE(4));
  for (let at = 0; at < hashed.length; ) {
    const { length, size } = lengthAt(hashed, at);
    const type = (hashed[at + size] ?? 0) & 0x7f;
    if (type === 9 && length >= 5 && at + size + 5 <= hashed.length) return hashed.readUInt32BE(at + size + 1);
    if (length === 0) return undefined;
    at += size + length;
  }
  return undefined;
}

function packets(bytes: Buffer): readonly Packet[] | undefined {
  const found: Packet[] = [];
  for (let at = 0; at < bytes.length; ) {
    const head = bytes[at] ?? 0;
    if ((head & 0x80) === 0) return undefined;
    const isNew = (head & 0x40) !== 0;
    const tag = isNew ? head & 0x3f : (head >> 2) & 0x0f;
    const { length, size } = isNew ? lengthAt(bytes, at + 1) : oldLengthAt(bytes, at + 1, head & 3);
    const from = at + 1 + size;
    if (from + length > bytes.length) return undefined;
    found.push({ tag, body: bytes.subarray(from, from + length), start: at, end: from + length });
    at = from + length;
  }
  return found;
}

interface Length {
  readonly length: number;
  /** Bytes that the length itself takes. */
  readonly size: number;
}

function lengthAt(bytes: Buffer, at: number): Length {
  const first = bytes[at] ?? 0;
  if (first < 192) return { length: first, size: 1 };
  if (first < 224) return { length: ((first - 192) << 8) + (bytes[at + 1] ?? 0) + 192, size: 2 };
  return { length: at + 5 <= bytes.length ? bytes.readUInt32BE(at + 1) : Number.POSITIVE_INFINITY, size: 5 };
}

function oldLengthAt(bytes: Buffer, at: number, kind: number): Length {
  const size = [1, 2, 4][kind];
  if (size === undefined || at + size > bytes.length) return { length: bytes.length - at, size: 0 };
  return { length: bytes.readUIntBE(at, size), size };
}

// All blocks of a file together; the checksum at the end of each is left out.
function dearmor(text: string): Buffer {
  const blocks = text.matchAll(/-----BEGIN PGP PUBLIC KEY BLOCK-----\r?\n([\s\S]*?)-----END PGP/g);
  return Buffer.concat(
    [...blocks].map(([, inside = '']) => {
      const body = inside.replace(/^(?:[\w-]+: .*\r?\n)*\s*\n?/, '').replace(/^=[\w+/]{4}\s*$/m, '');
      return Buffer.from(body.replace(/\s/g, ''), 'base64');
    }),
  );
}
