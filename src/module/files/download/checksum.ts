// Checksums as get_url takes them: `sha256:HEX`, or `sha256:URL` of a list of checksums.

import type { DigestAlgorithm } from '../../../plan/look.ts';

export interface Checksum {
  readonly algorithm: DigestAlgorithm;
  /** Hex in small letters, or the address of a list. */
  readonly value: string;
  readonly isUrl: boolean;
}

const ALGORITHMS: readonly DigestAlgorithm[] = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];

/** The parts of a checksum, or what is wrong with it. */
export function parseChecksum(text: string): Checksum | { readonly problem: string } {
  const at = text.indexOf(':');
  const word = text.slice(0, Math.max(at, 0)).trim().toLowerCase();
  const algorithm = ALGORITHMS.find((one) => one === word);
  if (at < 0)
    return {
      problem: `The checksum parameter has to be in format <algorithm>:<checksum>, such as sha256:9f86d0..., not '${text}'`,
    };
  if (!algorithm) return { problem: `'checksum' names '${word}', which is none of ${ALGORITHMS.join(', ')}` };
  const value = text.slice(at + 1).trim();
  if (/^(https?|ftp|file):\/\//.test(value)) return { algorithm, value, isUrl: true };
  const hex = value.replace(/[^0-9a-zA-Z]/g, '').toLowerCase();
  if (!/^[0-9a-f]+$/.test(hex))
    return { problem: `'checksum' is '${text}', whose second part is no hexadecimal number` };
  return { algorithm, value: hex, isUrl: false };
}

/** The checksum of `name` in a list: lines as sha256sum writes them, the lines of BSD's programs, or one checksum alone. */
export function checksumOf(list: string, name: string): string | undefined {
  const lines = list.split(/\r?\n/).filter((line) => line.trim() !== '');
  for (const line of lines) {
    const gnu = /^([0-9a-f]+)\s+[ *]?(.+?)\s*$/i.exec(line);
    const bsd = /^\w+\s*\((.+)\)\s*=\s*([0-9a-f]+)\s*$/i.exec(line);
    const [hex, path] = gnu ? [gnu[1], gnu[2]] : [bsd?.[2], bsd?.[1]];
    if (hex !== undefined && path?.replace(/^\.\//, '') === name) return hex.toLowerCase();
  }
  const [only] = lines;
  return lines.length === 1 && only !== undefined && /^[0-9a-f]+$/i.test(only.trim())
    ? only.trim().toLowerCase()
    : undefined;
}
