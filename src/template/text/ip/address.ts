// IP addresses as numbers: reading and writing them.

import { isIPv6 } from 'node:net';

export type IpVersion = 4 | 6;

/** An address of either version. */
export interface Address {
  readonly version: IpVersion;
  readonly value: bigint;
}

/** How many bits an address has. */
export function widthOf(version: IpVersion): number {
  return version === 4 ? 32 : 128;
}

/** The greatest address. */
export function highest(version: IpVersion): bigint {
  return (1n << BigInt(widthOf(version))) - 1n;
}

/** A dotted quad of four decimal numbers. */
export function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  return joinBytes(parts);
}

/** A dotted quad whose last parts may be left out: `10` is 10.0.0.0. */
export function parsePartialIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length > 4) return undefined;
  return joinBytes([...parts, ...Array.from({ length: 4 - parts.length }, () => '0')]);
}

function joinBytes(parts: readonly string[]): bigint | undefined {
  if (!parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

/** Eight groups, `::`, and a dotted quad at the end; no zone. */
export function parseIpv6(text: string): bigint | undefined {
  if (text.includes('%') || !isIPv6(text)) return undefined;
  const [head = '', tail] = text.split('::');
  const before = groups(head);
  const after = groups(tail ?? '');
  const missing = 8 - before.length - after.length;
  const all = tail === undefined ? before : [...before, ...Array.from({ length: missing }, () => 0), ...after];
  return all.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

function groups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    const quad = parseIpv4(group);
    return quad === undefined ? [Number.parseInt(group, 16)] : [Number(quad >> 16n), Number(quad & 0xffffn)];
  });
}

/** An address of either version. */
export function parseAddress(text: string): Address | undefined {
  const four = parseIpv4(text);
  if (four !== undefined) return { version: 4, value: four };
  const six = parseIpv6(text);
  return six === undefined ? undefined : { version: 6, value: six };
}

/** The usual spelling. */
export function formatAddress({ version, value }: Address): string {
  return version === 4 ? formatIpv4(value) : formatIpv6(value);
}

function formatIpv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
}

// The longest run of zero groups is left out. As with the C library, the last 32 bits are a dotted quad where little else is set.
function formatIpv6(value: bigint): string {
  const parts = Array.from({ length: 8 }, (_, index) => Number((value >> BigInt(112 - 16 * index)) & 0xffffn));
  const run = longestZeros(parts);
  if (run.start === 0 && (run.length === 6 || (run.length === 5 && parts[5] === 0xffff)))
    return `::${run.length === 5 ? 'ffff:' : ''}${formatIpv4(value & 0xffffffffn)}`;
  const hex = parts.map((part) => part.toString(16));
  if (run.length < 2) return hex.join(':');
  return `${hex.slice(0, run.start).join(':')}::${hex.slice(run.start + run.length).join(':')}`;
}

function longestZeros(parts: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: -1, length: 0 };
  for (let start = 0; start < parts.length; start += 1) {
    let length = 0;
    while (parts[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  return best;
}
