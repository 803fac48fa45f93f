// ansible.utils' ipaddr and its kin: what an address or network is, by a query.

import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { isInteger, parseInteger, str, truth, typeName } from '../python/index.ts';
import { formatAddress, type IpVersion } from '../text/ip/address.ts';
import {
  containsNetwork,
  firstOf,
  formatNetwork,
  type Network,
  numberAddress,
  parseNetwork,
  sizeOf,
} from '../text/ip/network.ts';
import { type AddressQuery, addressQueries } from '../text/ip/queries.ts';
import { type FilterDefinition, filter } from './define.ts';

export const ipaddrFilters: readonly FilterDefinition[] = [
  filter('ipaddr', { query: '', version: false, alias: 'ipaddr' }, (input, { query, version, alias }) =>
    ipaddr(input, query, versionOf(version), str(alias)),
  ),
  filter('ipv4', { query: '' }, (input, { query }) => ipaddr(input, query, 4, 'ipv4')),
  filter('ipv6', { query: '' }, (input, { query }) => ipaddr(input, query, 6, 'ipv6')),
  filter('ipwrap', { query: '' }, (input, { query }) => wrap(input, query)),
];

function versionOf(value: Value): IpVersion | undefined {
  if (!truth(value)) return undefined;
  const number = isInteger(value) ? Number(value) : Number(parseInteger(str(value)) ?? Number.NaN);
  if (number === 4 || number === 6) return number;
  throw new TemplateError(`argument 'version' must be 4 or 6, not ${str(value)}`);
}

/** The answer to a query about a value; of a list those of its items that have one. */
export function ipaddr(value: Value, query: Value, version: IpVersion | undefined, alias: string): Value {
  if (Array.isArray(value)) {
    const answers = value.map((item) => ipaddr(item, query, version, alias));
    return answers.filter((answer) => answer !== null && truth(answer));
  }
  if (typeof value !== 'string' && !isInteger(value))
    throw new TemplateError(`Unrecognized type <<class '${typeName(value)}'>> for ${alias} filter <value>`);
  const given = givenNetwork(value);
  if (!given) return false;
  if (version !== undefined && given.network.version !== version) return false;
  return answer(given, query, alias);
}

/** A value that was read: how it is shown where it is shown as it was given, and whether it had a prefix. */
interface Given extends AddressQuery {
  readonly network: Network;
}

/** Reads text or a number; nothing, false and zero are no address. */
export function givenNetwork(value: Value): Given | undefined {
  if (typeof value === 'boolean' || !truth(value)) return undefined;
  if (isInteger(value)) {
    const address = numberAddress(BigInt(value));
    const network = address && { ...address, prefix: address.version === 4 ? 32 : 128 };
    return network && { network, hasPrefix: false, shown: formatNetwork(network) };
  }
  if (typeof value !== 'string') return undefined;
  const network = parseNetwork(value);
  if (!network) return undefined;
  const isNumber = /^\s*\d+\s*(?:\/|$)/.test(value) && !value.includes('.');
  return { network, hasPrefix: value.includes('/'), shown: isNumber ? formatNetwork(network) : value };
}

function answer(given: Given, query: Value, alias: string): Value {
  if (query === '') return given.hasPrefix ? formatNetwork(given.network) : formatAddress(given.network);
  const name = str(query);
  const index = isInteger(query) ? Number(query) : /^-?\d+$/.test(name) ? Number(name) : undefined;
  if (index !== undefined) return atIndex(given, BigInt(index));
  const known = Object.hasOwn(addressQueries, name) ? addressQueries[name] : undefined;
  if (known) return known(given);
  const outer = parseNetwork(name);
  if (outer) return containsNetwork(outer, given.network) ? given.shown : null;
  throw new TemplateError(`${alias}: unknown filter type: ${name}`);
}

function atIndex({ network, hasPrefix }: Given, index: bigint): Value {
  const size = sizeOf(network);
  if (size === 1n) return hasPrefix ? formatNetwork(network) : formatAddress(network);
  const offset = index < 0n ? size + index : index;
  if (offset < 0n || offset >= size) return false;
  return formatNetwork({ ...network, value: firstOf(network) + offset });
}

// What is no address stays as it is, so that host names can be wrapped as well.
function wrap(value: Value, query: Value): Value {
  if (Array.isArray(value))
    return value.map((item) => (ipaddr(item, query, undefined, 'ipwrap') !== false ? wrapOne(item) : item));
  if (value === true || value === false) return value;
  if (typeof value !== 'string')
    throw new TemplateError(`Unrecognized type <<class '${typeName(value)}'>> for ipwrap filter <value>`);
  return wrapOne(value);
}

function wrapOne(value: Value): Value {
  const given = givenNetwork(value);
  return given ? (addressQueries.wrap?.(given) ?? value) : value;
}
