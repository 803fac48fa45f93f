// Networks: an address with the number of bits that it shares with its neighbours.

import {
  type Address,
  formatAddress,
  highest,
  type IpVersion,
  parseAddress,
  parseIpv4,
  parseIpv6,
  parsePartialIpv4,
  widthOf,
} from './address.ts';

/** An address within its network. */
export interface Network extends Address {
  readonly prefix: number;
}

/** Reads `address`, `address/prefix`, `address/netmask`, a number, or a number and a prefix; `undefined` where it is none of them. */
export function parseNetwork(text: string): Network | undefined {
  const [written = '', mask, more] = text.split('/').map((part) => part.trim());
  if (more !== undefined || written === '') return undefined;
  const address = parseLoosely(written, mask !== undefined);
  if (!address) return undefined;
  const prefix = mask === undefined ? widthOf(address.version) : parsePrefix(mask, address.version);
  return prefix === undefined ? undefined : { ...address, prefix };
}

function parseLoosely(text: string, hasMask: boolean): Address | undefined {
  if (/^\d+$/.test(text) && !(hasMask && Number(text) <= 255)) return numberAddress(BigInt(text));
  const four = parseIpv4(text) ?? (/^[\d.]+$/.test(text) ? parsePartialIpv4(text) : undefined);
  if (four !== undefined) return { version: 4, value: four };
  const six = parseIpv6(text);
  return six === undefined ? undefined : { version: 6, value: six };
}

/** The address that a number stands for: version 4 where it is small enough. */
export function numberAddress(value: bigint): Address | undefined {
  if (value < 0n || value > highest(6)) return undefined;
  return { version: value <= highest(4) ? 4 : 6, value };
}

function parsePrefix(text: string, version: IpVersion): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) <= widthOf(version) ? Number(text) : undefined;
  const mask = parseAddress(text);
  if (mask?.version !== version) return undefined;
  return maskPrefix(mask) ?? maskPrefix({ version, value: mask.value ^ highest(version) });
}

/** The number of leading ones of a mask that has no others, or `undefined`. */
export function maskPrefix({ version, value }: Address): number | undefined {
  const inverse = value ^ highest(version);
  if ((inverse & (inverse + 1n)) !== 0n) return undefined;
  return widthOf(version) - (inverse === 0n ? 0 : inverse.toString(2).length);
}

/** How many addresses a network has. */
export function sizeOf({ version, prefix }: Network): bigint {
  return 1n << BigInt(widthOf(version) - prefix);
}

/** The first address. */
export function firstOf(network: Network): bigint {
  return network.value - (network.value % sizeOf(network));
}

/** The last address. */
export function lastOf(network: Network): bigint {
  return firstOf(network) + sizeOf(network) - 1n;
}

/** The first and last address that a host can have. */
export function usableRange(network: Network): readonly [bigint, bigint] {
  const edge = sizeOf(network) > 2n ? 1n : 0n;
  return [firstOf(network) + edge, lastOf(network) - edge];
}

/** Whether every address of the second is one of the first. */
export function containsNetwork(outer: Network, inner: Network): boolean {
  return outer.version === inner.version && firstOf(outer) <= firstOf(inner) && lastOf(inner) <= lastOf(outer);
}

/** The network that an address is in when this many bits are shared. */
export function enclosing({ version, value }: Address, prefix: number): Network {
  const network = { version, value, prefix };
  return { version, value: firstOf(network), prefix };
}

/** `address/prefix`. */
export function formatNetwork(network: Network): string {
  return `${formatAddress(network)}/${network.prefix}`;
}

/** The mask as an address. */
export function netmaskOf({ version, prefix }: Network): Address {
  const host = (1n << BigInt(widthOf(version) - prefix)) - 1n;
  return { version, value: highest(version) ^ host };
}

/** The inverse of the mask. */
export function hostmaskOf(network: Network): Address {
  return { version: network.version, value: sizeOf(network) - 1n };
}

/** The fewest networks that hold exactly these addresses, in order, version 4 first. */
export function mergeNetworks(networks: readonly Network[]): Network[] {
  const ranges = networks
    .map((network) => ({ version: network.version, first: firstOf(network), last: lastOf(network) }))
    .sort((a, b) => a.version - b.version || (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const merged: { version: IpVersion; first: bigint; last: bigint }[] = [];
  for (const range of ranges) {
    const previous = merged.at(-1);
    if (previous?.version === range.version && range.first <= previous.last + 1n) {
      if (range.last > previous.last) previous.last = range.last;
    } else merged.push({ ...range });
  }
  return merged.flatMap(({ version, first, last }) => cover(version, first, last));
}

// The largest network that starts at the first address and does not go beyond the last, then the same with what is left.
function cover(version: IpVersion, first: bigint, last: bigint): Network[] {
  const networks: Network[] = [];
  for (let start = first; start <= last; ) {
    let prefix = widthOf(version);
    while (prefix > 0) {
      const wider = { version, value: start, prefix: prefix - 1 };
      if (firstOf(wider) !== start || lastOf(wider) > last) break;
      prefix -= 1;
    }
    const network = { version, value: start, prefix };
    networks.push(network);
    start = lastOf(network) + 1n;
  }
  return networks;
}

/** The smallest network that holds all of these; `undefined` for none, or for both versions together. */
export function spanNetworks(networks: readonly Network[]): Network | undefined {
  const [head, ...others] = networks;
  if (!head || others.some(({ version }) => version !== head.version)) return undefined;
  const first = networks.map(firstOf).reduce((a, b) => (a < b ? a : b));
  const last = networks.map(lastOf).reduce((a, b) => (a > b ? a : b));
  let prefix = widthOf(head.version);
  while (lastOf({ version: head.version, value: first, prefix }) < last) prefix -= 1;
  return enclosing({ version: head.version, value: first }, prefix);
}
