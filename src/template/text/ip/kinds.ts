// What addresses are for: private, loopback, multicast. Python has two opinions: netaddr's and that of its own ipaddress module.

import type { Address } from './address.ts';
import { containsNetwork, maskPrefix, type Network, parseNetwork, sizeOf } from './network.ts';

/** Networks that are only read when somebody asks, which most runs never do. */
type Blocks = () => readonly Network[];

function networks(...texts: readonly string[]): Blocks {
  let read: readonly Network[] | undefined;
  return () => {
    read ??= texts.flatMap((text) => parseNetwork(text) ?? []);
    return read;
  };
}

function within(network: Network, blocks: Blocks): boolean {
  return blocks().some((block) => containsNetwork(block, network));
}

const loopback = networks('127.0.0.0/8', '::1/128');
const linkLocal = networks('169.254.0.0/16', 'fe80::/10');
const multicast = networks('224.0.0.0/4', 'ff00::/8');
const private_ = networks(
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '239.0.0.0/8',
  'fc00::/7',
  'fec0::/10',
);

export function isLoopback(network: Network): boolean {
  return within(network, loopback);
}

export function isLinkLocal(network: Network): boolean {
  return within(network, linkLocal);
}

export function isMulticast(network: Network): boolean {
  return within(network, multicast);
}

/** Private as netaddr sees it: link-local too. */
export function isPrivate(network: Network): boolean {
  return within(network, private_) || isLinkLocal(network);
}

/** Public as the ipaddr filter sees it: what looks like a mask is not. */
export function isPublic(network: Network): boolean {
  const looksLikeMask = maskPrefix(network) !== undefined || ((network.value + 1n) & network.value) === 0n;
  return !isMulticast(network) && !isPrivate(network) && !isLoopback(network) && !looksLikeMask;
}

const ianaPrivate = networks(
  '0.0.0.0/8',
  '10.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/29',
  '192.0.0.170/31',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '240.0.0.0/4',
  '255.255.255.255/32',
  '::1/128',
  '::/128',
  '::ffff:0:0/96',
  '100::/64',
  '2001::/23',
  '2001:2::/48',
  '2001:db8::/32',
  '2001:10::/28',
  'fc00::/7',
  'fe80::/10',
);
const shared = networks('100.64.0.0/10');
const reserved = networks(
  '240.0.0.0/4',
  '::/8',
  '100::/8',
  '200::/7',
  '400::/6',
  '800::/5',
  '1000::/4',
  '4000::/3',
  '6000::/3',
  '8000::/3',
  'a000::/3',
  'c000::/3',
  'e000::/4',
  'f000::/5',
  'f800::/6',
  'fe00::/9',
);

function single(address: Address): Network {
  return { ...address, prefix: address.version === 4 ? 32 : 128 };
}

/** Private by IANA's registries, as Python's ipaddress module has them. */
export function isPrivateAddress(address: Address): boolean {
  return within(single(address), ianaPrivate);
}

/** Reachable from everywhere, by the same registries. */
export function isGlobalAddress(address: Address): boolean {
  return !within(single(address), shared) && !isPrivateAddress(address);
}

export function isReservedAddress(address: Address): boolean {
  return within(single(address), reserved);
}

/** Whether a network is a single address. */
export function isSingle(network: Network): boolean {
  return sizeOf(network) === 1n;
}
