// The queries of the ipaddr filter.

import type { Value } from '../../../model/value.ts';
import { TemplateError } from '../../callable.ts';
import { makeInt } from '../../python/index.ts';
import { formatAddress, highest, parseAddress, widthOf } from './address.ts';
import { isLinkLocal, isLoopback, isMulticast, isPrivate, isPublic, isSingle } from './kinds.ts';
import {
  containsNetwork,
  firstOf,
  formatNetwork,
  hostmaskOf,
  lastOf,
  type Network,
  netmaskOf,
  sizeOf,
  usableRange,
} from './network.ts';

/** What a query is asked about. */
export interface AddressQuery {
  readonly network: Network;
  /** Whether a prefix was written. */
  readonly hasPrefix: boolean;
  /** The value as it was given. */
  readonly shown: string;
}

type Query = (given: AddressQuery) => Value;

// None and False are different answers, and templates may compare with either.
const none = null;

function addressText({ version }: Network, value: bigint): string {
  return formatAddress({ version, value });
}

/** Whether the address is the network's own: its first one. */
function isFirst(network: Network): boolean {
  return network.value === firstOf(network);
}

// Only version 4 has broadcasts, and only in networks that are larger than two.
function hasBroadcast(network: Network): boolean {
  return network.version === 4 && sizeOf(network) > 2n;
}

function address({ network }: AddressQuery): Value {
  const own = isSingle(network) || !isFirst(network) || !hasBroadcast(network);
  return own ? formatAddress(network) : none;
}

// An address of a network that a host can have.
function hostPrefix({ network }: AddressQuery): Value {
  const size = sizeOf(network);
  const edge = size > 2n && (isFirst(network) || network.value === lastOf(network));
  return edge ? false : formatNetwork(network);
}

function host({ network }: AddressQuery): Value {
  const pair = network.version === 4 && sizeOf(network) === 2n;
  return isSingle(network) || pair || !isFirst(network) ? formatNetwork(network) : none;
}

function isInterface(network: Network): boolean {
  return sizeOf(network) === 2n || (!isSingle(network) && !isFirst(network));
}

function when(condition: (network: Network) => boolean): Query {
  return ({ network, shown }) => (condition(network) ? shown : none);
}

// Usable addresses are asked of networks; a lone address without a prefix has none.
function ofNetwork(answer: (network: Network) => Value): Query {
  return ({ network, hasPrefix }) => {
    if (!hasPrefix) throw new TemplateError('Not a network address');
    return isSingle(network) ? none : answer(network);
  };
}

function firstUsable(network: Network): Value {
  return addressText(network, usableRange(network)[0]);
}

function lastUsable(network: Network): Value {
  return addressText(network, usableRange(network)[1]);
}

function neighbour(network: Network, step: bigint): Value {
  const next = network.value + step;
  const [first, last] = usableRange(network);
  if (next < 0n) throw new TemplateError(`failed to detect a valid IP address from ${next}`);
  return next >= first && next <= last ? addressText(network, next) : none;
}

function peer({ network, hasPrefix }: AddressQuery): Value {
  if (!hasPrefix) throw new TemplateError('Not a network address');
  const size = sizeOf(network);
  if (size === 2n) return addressText(network, network.value ^ 1n);
  if (size !== 4n) throw new TemplateError('Not a point-to-point network');
  if (isFirst(network)) throw new TemplateError('Network address of /30 has no peer');
  if (network.value === lastOf(network)) throw new TemplateError('Broadcast address of /30 has no peer');
  return addressText(network, network.value ^ 3n);
}

const sixToFour: Network = { ...(parseAddress('2002::') ?? { version: 6, value: 0n }), prefix: 16 };

function toSixToFour({ network, shown }: AddressQuery): Value {
  if (network.version === 6) return containsNetwork(sixToFour, network) ? shown : false;
  const own: Network = { ...network, prefix: 32 };
  if ((!isSingle(network) && isFirst(network)) || !(isPublic(own) || isPrivate(own))) return false;
  const hex = network.value.toString(16).padStart(8, '0');
  return `2002:${hex.slice(0, 4)}:${hex.slice(4)}::1/48`;
}

const mappedPrefix = 0xffffn << 32n;

function toIpv4({ network, shown }: AddressQuery): Value {
  if (network.version === 4) return shown;
  const low = network.value & highest(4);
  const convertible = network.value === low || network.value === mappedPrefix + low;
  if (!convertible || network.prefix < 96) return false;
  return formatNetwork({ version: 4, value: low, prefix: network.prefix - 96 });
}

function toIpv6({ network, shown }: AddressQuery): Value {
  if (network.version === 6) return shown;
  return formatNetwork({ version: 6, value: mappedPrefix + network.value, prefix: network.prefix + 96 });
}

function reverseName({ network }: AddressQuery): Value {
  const { version, value } = network;
  if (version === 4) return `${addressText(network, value).split('.').reverse().join('.')}.in-addr.arpa.`;
  const digits = value.toString(16).padStart(widthOf(6) / 4, '0');
  return `${Array.from(digits).reverse().join('.')}.ip6.arpa.`;
}

const networkText: Query = ({ network }) => addressText(network, firstOf(network));
const cidr: Query = ({ network }) => formatNetwork(network);
const subnet: Query = ({ network }) => formatNetwork({ ...network, value: firstOf(network) });
const netmask: Query = ({ network }) => formatAddress(netmaskOf(network));
const hostmask: Query = ({ network }) => formatAddress(hostmaskOf(network));
const loopback = when(isLoopback);

function joined(...queries: readonly Query[]): Query {
  return (given) => queries.map((query) => String(query(given))).join(' ');
}

/** Every query by its name and its aliases. */
export const addressQueries: Readonly<Record<string, Query>> = {
  '6to4': toSixToFour,
  address,
  ip: address,
  'address/prefix': hostPrefix,
  gateway: hostPrefix,
  gw: hostPrefix,
  'host/prefix': hostPrefix,
  hostnet: hostPrefix,
  router: hostPrefix,
  bool: () => true,
  broadcast: ({ network }) => (sizeOf(network) > 2n ? addressText(network, lastOf(network)) : none),
  cidr,
  first_usable: ofNetwork(firstUsable),
  last_usable: ofNetwork(lastUsable),
  next_usable: ofNetwork((network) => neighbour(network, 1n)),
  previous_usable: ofNetwork((network) => neighbour(network, -1n)),
  range_usable: ofNetwork((network) => `${String(firstUsable(network))}-${String(lastUsable(network))}`),
  peer,
  host,
  hostmask,
  wildcard: hostmask,
  int: ({ network, hasPrefix }) => (hasPrefix ? `${network.value}/${network.prefix}` : makeInt(network.value)),
  'ip/prefix': ({ network }) => (isInterface(network) ? formatNetwork(network) : none),
  ip_netmask: (given) =>
    isInterface(given.network) ? `${formatAddress(given.network)} ${String(netmask(given))}` : none,
  ipv4: toIpv4,
  v4: toIpv4,
  ipv6: toIpv6,
  v6: toIpv6,
  'link-local': when(isLinkLocal),
  lo: loopback,
  loopback,
  multicast: when(isMulticast),
  unicast: when((network) => !isMulticast(network)),
  private: when(isPrivate),
  public: when(isPublic),
  net: (given) => (!isSingle(given.network) && isFirst(given.network) ? cidr(given) : none),
  network: networkText,
  network_id: networkText,
  'network/prefix': subnet,
  subnet,
  netmask,
  network_netmask: joined(networkText, netmask),
  network_wildcard: joined(networkText, hostmask),
  prefix: ({ network }) => network.prefix,
  revdns: reverseName,
  size: ({ network }) => makeInt(sizeOf(network)),
  size_usable: ({ network }) => {
    const size = sizeOf(network);
    return makeInt(size === 1n ? 0n : size === 2n ? 2n : size - 2n);
  },
  type: ({ network, hasPrefix }) => (hasPrefix && !isSingle(network) && isFirst(network) ? 'network' : 'address'),
  version: ({ network }) => network.version,
  wrap: ({ network, hasPrefix, shown }) =>
    network.version === 4 ? shown : `[${formatAddress(network)}]${hasPrefix ? `/${network.prefix}` : ''}`,
};
