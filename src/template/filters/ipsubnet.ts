// The ipsubnet filter: subnets of a network, the networks around an address, and the place of one in the other.

import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { isInteger, str } from '../python/index.ts';
import { widthOf } from '../text/ip/address.ts';
import {
  containsNetwork,
  enclosing,
  firstOf,
  formatNetwork,
  type Network,
  parseNetwork,
  sizeOf,
} from '../text/ip/network.ts';
import { givenNetwork } from './ipaddr.ts';

/** What the query asks: nothing, a prefix (with an index perhaps), or another network. */
export function subnetOf(input: Value, query: Value, index: bigint | undefined): Value {
  const network = givenNetwork(input)?.network;
  if (!network) return false;
  const own = enclosing(network, network.prefix);
  const text = str(query);
  if (text === '') return formatNetwork(own);
  if (!isInteger(query) && !/^\d+$/.test(text)) return position(own, text);
  const prefix = Number(text);
  if (prefix < 0) throw new TemplateError(`You must pass a valid subnet or IP address; ${text} is invalid`);
  if (prefix > widthOf(network.version)) return false;
  return sizeOf(own) === 1n ? around(network, prefix, index) : inside(own, prefix, index);
}

function inside(network: Network, prefix: number, index: bigint | undefined): Value {
  const count = prefix < network.prefix ? 0n : 1n << BigInt(prefix - network.prefix);
  if (index === undefined) {
    if (count === 0n) throw new TemplateError(`Requested subnet size of ${prefix} is invalid`);
    return String(count);
  }
  // The network around it is the only one of a smaller prefix.
  if (count === 0n) return index === 0n || index === -1n ? formatNetwork(enclosing(network, prefix)) : false;
  const offset = index < 0n ? count + index : index;
  if (offset < 0n || offset >= count) return false;
  const subnet = { ...network, prefix };
  return formatNetwork({ ...subnet, value: firstOf(network) + offset * sizeOf(subnet) });
}

// From the asked prefix on to the smallest network that is not the address alone.
function around(address: Network, prefix: number, index: bigint | undefined): Value {
  const prefixes = Array.from({ length: address.prefix - prefix }, (_, step) => prefix + step);
  const wanted = prefixes.at(Number(index ?? 0n));
  if (wanted === undefined) throw new TemplateError('list index out of range');
  return formatNetwork(enclosing(address, wanted));
}

// Counted from one.
function position(network: Network, text: string): Value {
  const outer = parseNetwork(text);
  if (!outer) throw new TemplateError(`You must pass a valid subnet or IP address; ${text} is invalid`);
  const whole = enclosing(outer, outer.prefix);
  if (!containsNetwork(whole, network))
    throw new TemplateError(`${formatNetwork(network)} is not in the subnet ${formatNetwork(whole)}`);
  return String((network.value - whole.value) / sizeOf(network) + 1n);
}
