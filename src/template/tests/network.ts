// ansible.utils' tests of addresses and networks, with the strictness of Python's ipaddress module.

import { lookup } from 'node:dns/promises';
import type { Value } from '../../model/value.ts';
import { asSequence, str } from '../python/index.ts';
import { type Address, parseAddress, widthOf } from '../text/ip/address.ts';
import { isGlobalAddress, isLoopback, isMulticast, isPrivateAddress, isReservedAddress } from '../text/ip/kinds.ts';
import { containsNetwork, firstOf, maskPrefix, type Network, parseNetwork } from '../text/ip/network.ts';
import { required, type TestDefinition, test } from './define.ts';

export const networkTests: readonly TestDefinition[] = [
  test('ip', {}, (input) => networkOf(input) !== undefined),
  test('ipv4', {}, (input) => networkOf(input)?.version === 4),
  test('ipv6', {}, (input) => networkOf(input)?.version === 6),
  ofAddress('ip_address', () => true),
  ofAddress('ipv4_address', ({ version }) => version === 4),
  ofAddress('ipv6_address', ({ version }) => version === 6),
  ofAddress('ipv6_ipv4_mapped', ({ version, value }) => version === 6 && value >> 32n === 0xffffn),
  ofAddress('ipv6_sixtofour', ({ version, value }) => version === 6 && value >> 112n === 0x2002n),
  ofAddress('ipv6_teredo', ({ version, value }) => version === 6 && value >> 96n === 0x20010000n),
  ofAddress('ipv4_netmask', (address) => address.version === 4 && maskPrefix(address) !== undefined),
  ofAddress('ipv4_hostmask', ({ version, value }) => version === 4 && ((value + 1n) & value) === 0n),
  ofAddress('loopback', (address) => isLoopback(single(address))),
  ofAddress('multicast', (address) => isMulticast(single(address))),
  ofAddress('private', isPrivateAddress),
  ofAddress('public', isGlobalAddress),
  ofAddress('reserved', isReservedAddress),
  ofAddress('unspecified', ({ value }) => value === 0n),
  test('mac', {}, (input) => typeof input === 'string' && isMac(input)),
  test('subnet_of', { network_b: required }, (input, { network_b }) => isWithin(input, network_b)),
  test('supernet_of', { network_b: required }, (input, { network_b }) => isWithin(network_b, input)),
  test('in_network', { network: required }, (input, { network }) => isWithin(input, network)),
  test('in_any_network', { networks: required }, (input, { networks }) => countOf(input, networks) > 0),
  test('in_one_network', { networks: required }, (input, { networks }) => countOf(input, networks) === 1),
  test('resolvable', {}, (input, _args, context) => {
    const host = str(input);
    return context.wait(`resolve ${host}`, () => resolves(host));
  }),
];

function single(address: Address): Network {
  return { ...address, prefix: widthOf(address.version) };
}

function addressOf(input: Value): Address | undefined {
  if (typeof input !== 'string') return undefined;
  // A leading zero was octal once, so Python refuses it.
  if (/^\d+(\.\d+){3}$/.test(input) && /(^|\.)0\d/.test(input)) return undefined;
  return parseAddress(input);
}

// An address, or a network whose address is its first.
function networkOf(input: Value): Network | undefined {
  const address = addressOf(input);
  if (address) return single(address);
  if (typeof input !== 'string' || !input.includes('/') || /\s/.test(input)) return undefined;
  const [host = ''] = input.split('/');
  const network = addressOf(host) && parseNetwork(input);
  return network && firstOf(network) === network.value ? network : undefined;
}

function ofAddress(name: string, holds: (address: Address) => boolean): TestDefinition {
  return test(name, {}, (input) => {
    const address = addressOf(input);
    return address !== undefined && holds(address);
  });
}

function isMac(text: string): boolean {
  return /^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$|^(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}$|^[0-9a-f]{12}$/i.test(text);
}

function isWithin(inner: Value, outer: Value): boolean {
  const first = networkOf(inner);
  const second = networkOf(outer);
  return first !== undefined && second !== undefined && containsNetwork(second, first);
}

function countOf(input: Value, networks: Value): number {
  return (asSequence(networks) ?? []).filter((network) => isWithin(input, network)).length;
}

async function resolves(host: string): Promise<boolean> {
  try {
    await lookup(host);
    return true;
  } catch {
    return false;
  }
}
