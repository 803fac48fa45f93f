// ansible.utils' other filters on addresses and networks.

import { Dict, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { asSequence, defined, isInteger, makeInt, parseInteger, str, truth } from '../python/index.ts';
import { formatAddress, highest, parseIpv4 } from '../text/ip/address.ts';
import {
  containsNetwork,
  firstOf,
  formatNetwork,
  lastOf,
  mergeNetworks,
  type Network,
  parseNetwork,
  sizeOf,
  spanNetworks,
  usableRange,
} from '../text/ip/network.ts';
import { formatMac, type Mac, numberMac, parseMac } from '../text/mac.ts';
import { type FilterDefinition, filter, required } from './define.ts';
import { givenNetwork } from './ipaddr.ts';
import { subnetOf } from './ipsubnet.ts';

/** Those that have short names too, from before they moved to the collection. */
export const networkFilters: readonly FilterDefinition[] = [
  filter('ipsubnet', { query: '', index: null }, (input, { query, index }) =>
    subnetOf(input, query, index === null ? undefined : BigInt(integer('index', index))),
  ),
  filter('ipmath', { amount: required }, (input, { amount }) => {
    const given = givenNetwork(input);
    if (!given) throw new TemplateError(`You must pass a valid IP address; ${str(input)} is invalid`);
    const { version } = given.network;
    const value = given.network.value + BigInt(integer('amount', amount));
    if (value < 0n || value > highest(version)) throw new TemplateError('result outside valid IP address boundary!');
    return formatAddress({ version, value });
  }),
  filter('cidr_merge', { action: 'merge' }, (input, { action }) =>
    cidrMerge(asSequence(input) ?? [input], str(action)),
  ),
  filter('hwaddr', { query: '', alias: 'hwaddr' }, (input, { query, alias }) =>
    hardware(input, str(query), str(alias)),
  ),
  filter('network_in_network', { test: required }, (input, { test }) =>
    bothNetworks(input, test, (outer, inner) => containsNetwork(outer, inner)),
  ),
  filter('network_in_usable', { test: required }, (input, { test }) =>
    bothNetworks(input, test, (outer, inner) => {
      const [first, last] = usableRange(outer);
      return outer.version === inner.version && firstOf(inner) >= first && lastOf(inner) <= last;
    }),
  ),
  filter('next_nth_usable', { offset: required }, (input, { offset }) =>
    nthUsable(input, BigInt(integer('offset', offset))),
  ),
  filter('previous_nth_usable', { offset: required }, (input, { offset }) =>
    nthUsable(input, -BigInt(integer('offset', offset))),
  ),
  filter('nthhost', { query: '' }, (input, { query }) => nthHost(input, query)),
  filter('reduce_on_network', { network: required }, (input, { network }) =>
    (asSequence(input) ?? [input]).filter((item) => bothNetworks(network, item, containsNetwork)),
  ),
  filter('slaac', { query: '' }, (input, { query }) => slaac(input, str(query))),
];

/** Those that never had. */
export const laterNetworkFilters: readonly FilterDefinition[] = [
  filter('macaddr', { query: '' }, (input, { query }) => hardware(input, str(query), 'macaddr')),
  filter('ip4_hex', { delimiter: '' }, (input, { delimiter }) => {
    const value = parseIpv4(str(input));
    if (value === undefined) throw new TemplateError(`'${str(input)}' is not an IPv4 address`);
    const hex = value.toString(16).padStart(8, '0');
    return (hex.match(/../g) ?? []).join(str(delimiter));
  }),
  filter('usable_range', {}, (input) => allAddresses(str(input))),
];

function integer(name: string, value: Value): number | bigint {
  if (isInteger(value)) return typeof value === 'boolean' ? Number(value) : value;
  const parsed = typeof value === 'string' ? parseInteger(value) : undefined;
  if (parsed === undefined)
    throw new TemplateError(`argument '${name}' must be an integer, not ${str(defined(value))}`);
  return parsed;
}

function cidrMerge(items: readonly Value[], action: string): Value {
  const networks = items.map((item) => {
    const network = givenNetwork(item)?.network;
    if (!network) throw new TemplateError(`cidr_merge: error in netaddr: invalid IPNetwork ${str(item)}`);
    return network;
  });
  if (action === 'merge') return mergeNetworks(networks).map(formatNetwork);
  if (action !== 'span') throw new TemplateError(`cidr_merge: invalid action '${action}'`);
  const [first] = networks;
  if (first && networks.length === 1) return formatNetwork(first);
  const span = spanNetworks(networks);
  if (!span && first) throw new TemplateError('cidr_merge: the networks are of both IP versions');
  return span ? formatNetwork(span) : null;
}

function bothNetworks(outer: Value, inner: Value, holds: (outer: Network, inner: Network) => boolean): boolean {
  const first = givenNetwork(outer)?.network;
  const second = givenNetwork(inner)?.network;
  return first !== undefined && second !== undefined && holds(first, second);
}

function nthUsable(input: Value, offset: bigint): Value {
  const given = givenNetwork(input);
  if (!given) return false;
  const { network } = given;
  const [first, last] = usableRange(network);
  const value = network.value + offset;
  if (sizeOf(network) === 1n || value < first || value > last) return null;
  return formatAddress({ version: network.version, value });
}

function nthHost(input: Value, query: Value): Value {
  const network = givenNetwork(input)?.network;
  const index = isInteger(query) ? BigInt(query) : parseInteger(str(query));
  if (!network || index === undefined) return false;
  const size = sizeOf(network);
  const offset = BigInt(index) < 0n ? size + BigInt(index) : BigInt(index);
  if (offset < 0n || offset >= size) return false;
  return formatAddress({ version: network.version, value: firstOf(network) + offset });
}

// The host part of a stateless address: the hardware address, with ff:fe in its middle and its local bit flipped.
function slaac(input: Value, query: string): Value {
  const network = givenNetwork(input)?.network;
  const mac = parseMac(query);
  if (network?.version !== 6 || mac?.bytes !== 6) return false;
  const high = mac.value >> 24n;
  const low = mac.value & 0xffffffn;
  const identifier = ((high << 40n) | (0xfffen << 24n) | low) ^ (1n << 57n);
  return formatAddress({ version: 6, value: firstOf(network) + identifier });
}

const mostAddresses = 1n << 20n;

function allAddresses(text: string): Value {
  const network = parseNetwork(text);
  if (!network)
    throw new TemplateError(
      `Error while using plugin 'usable_range': '${text}' does not appear to be an IPv4 or IPv6 network`,
    );
  if (firstOf(network) !== network.value)
    throw new TemplateError(`Error while using plugin 'usable_range': ${text} has host bits set`);
  const size = sizeOf(network);
  if (size > mostAddresses) throw new TemplateError(`usable_range: ${text} has ${size} addresses, too many to list`);
  const addresses = Array.from({ length: Number(size) }, (_, index) =>
    formatAddress({ version: network.version, value: network.value + BigInt(index) }),
  );
  return new Dict().set('usable_ips', addresses).set('number_of_ips', Number(size));
}

const macStyles: Readonly<Record<string, (mac: Mac) => Value>> = {
  bare: (mac) => formatMac(mac, 12, '').toUpperCase(),
  bool: () => true,
  cisco: (mac) => formatMac(mac, 4, '.'),
  eui48: (mac) => formatMac(mac, 2, '-').toUpperCase(),
  win: (mac) => formatMac(mac, 2, '-').toUpperCase(),
  int: (mac) => makeInt(mac.value),
  linux: (mac) => formatMac(mac, 2, ':'),
  pgsql: (mac) => formatMac(mac, 6, ':'),
  postgresql: (mac) => formatMac(mac, 6, ':'),
  psql: (mac) => formatMac(mac, 6, ':'),
  unix: (mac) =>
    formatMac(mac, 2, ':')
      .split(':')
      .map((byte) => byte.replace(/^0(.)/, '$1'))
      .join(':'),
};

function hardware(input: Value, query: string, alias: string): Value {
  const mac = isInteger(input) ? numberMac(BigInt(input)) : typeof input === 'string' ? parseMac(input) : undefined;
  if (!mac) {
    if (query === '' || query === 'bool') return null;
    throw new TemplateError(`${alias}: not a hardware address: ${str(input)}`);
  }
  if (query === '') return truth(input) ? input : null;
  const style = Object.hasOwn(macStyles, query) ? macStyles[query] : undefined;
  if (!style) throw new TemplateError(`${alias}: unknown filter type: ${query}`);
  if (mac.bytes !== 6) throw new TemplateError(`${alias}: ${str(input)} is not an EUI-48 address`);
  return style(mac);
}
