// Compares and changes the networks to which a container is connected.

import type { Plain } from '../../../model/value.ts';
import type { RunCommand } from '../../../plan/change.ts';
import { callCommand, segment } from '../call.ts';
import { at, dictAt, dockerChange, type Inspected, isDict, listAt, textOf, textsOf } from '../client.ts';
import { comparisonOf } from './compare.ts';
import type { ContainerParams, NetworkWish } from './params.ts';

/** A network that is asked for, as the daemon knows it. */
export interface KnownNetwork {
  readonly wish: NetworkWish;
  readonly id: string;
  readonly name: string;
}

/** What is to be done about networks. */
export interface NetworkSteps {
  readonly connect: readonly KnownNetwork[];
  /** By name, with how the container was connected. */
  readonly disconnect: readonly { readonly name: string; readonly endpoint: Inspected }[];
}

/** How a container is connected to a network, as the daemon is told. */
export function endpointOf({ aliases, links, ...more }: NetworkWish): Inspected {
  const { ipv4_address, ipv6_address, mac_address, driver_opts, gw_priority } = more;
  const hasAddress = ipv4_address !== undefined || ipv6_address !== undefined;
  return {
    ...(aliases && { Aliases: aliases }),
    ...(links && { Links: links }),
    ...(hasAddress && {
      IPAMConfig: {
        ...(ipv4_address !== undefined && { IPv4Address: ipv4_address }),
        ...(ipv6_address !== undefined && { IPv6Address: ipv6_address }),
      },
    }),
    ...(mac_address !== undefined && { MacAddress: mac_address }),
    ...(driver_opts && { DriverOpts: textsOf(driver_opts) }),
    ...(gw_priority !== undefined && { GwPriority: gw_priority }),
  };
}

/** What differs between a container's networks and what is asked for. */
export function networkSteps(
  given: ContainerParams,
  known: readonly KnownNetwork[],
  container: Inspected,
): NetworkSteps {
  const comparison = comparisonOf(given, 'networks');
  if (comparison === 'ignore') return { connect: [], disconnect: [] };
  const now = Object.entries(dictAt(container, 'NetworkSettings', 'Networks')).flatMap(([name, endpoint]) =>
    isDict(endpoint) ? [{ name, endpoint }] : [],
  );
  const endpointIn = (network: KnownNetwork) => now.find((one) => isOf(network, one));
  const others = known.filter((network) => {
    const there = endpointIn(network);
    return there === undefined || !isConnectedAs(network.wish, there.endpoint);
  });
  const isPurging = comparison === 'strict' && (given.networks !== undefined || given.purge_networks);
  const extra = isPurging ? now.filter((one) => !known.some((network) => isOf(network, one))) : [];
  return {
    connect: others,
    disconnect: [...others.flatMap((network) => endpointIn(network) ?? []), ...extra],
  };
}

function isOf({ id, name }: KnownNetwork, one: { readonly name: string; readonly endpoint: Inspected }): boolean {
  return one.name === name || (id !== '' && one.endpoint.NetworkID === id);
}

// Other names and links that it has do no harm.
function isConnectedAs(wish: NetworkWish, endpoint: Inspected): boolean {
  const { aliases = [], links = [], ipv4_address, ipv6_address, mac_address } = wish;
  const has = (list: readonly Plain[], wanted: string): boolean => list.map(textOf).includes(wanted);
  const address = (field: string): string =>
    textOf(
      at(endpoint, 'IPAMConfig', field) ?? at(endpoint, field === 'IPv4Address' ? 'IPAddress' : 'GlobalIPv6Address'),
    );
  return (
    aliases.every((alias) => has(listAt(endpoint, 'Aliases'), alias)) &&
    links.every((link) => has(listAt(endpoint, 'Links'), link.includes(':') ? link : `${link}:${link}`)) &&
    (ipv4_address === undefined || address('IPv4Address') === ipv4_address) &&
    (ipv6_address === undefined || address('IPv6Address') === ipv6_address) &&
    (mac_address === undefined || textOf(endpoint.MacAddress).toLowerCase() === mac_address.toLowerCase())
  );
}

/** The networks of a container after such steps. */
export function networksAfter(now: Inspected, { connect, disconnect }: NetworkSteps): Inspected {
  const left = Object.entries(now).filter(([name]) => !disconnect.some((one) => one.name === name));
  return {
    ...Object.fromEntries(left),
    ...Object.fromEntries(
      connect.map(({ wish, id, name }) => [name, { NetworkID: id, ...endpointOf(withLinks(wish)) }]),
    ),
  };
}

const withLinks = (wish: NetworkWish): NetworkWish => ({
  ...wish,
  links: wish.links?.map((link) => (link.includes(':') ? link : `${link}:${link}`)),
});

/** The changes that take such steps. */
export function networkChanges(given: ContainerParams, steps: NetworkSteps): readonly RunCommand[] {
  return [
    ...steps.disconnect.map(({ name, endpoint }) => disconnection(given, name, endpoint)),
    ...steps.connect.map((network) => connection(given, network)),
  ];
}

function connection(given: ContainerParams, { wish, name }: KnownNetwork): RunCommand {
  return dockerChange(given, {
    title: `connect ${given.name} to ${name}`,
    words: connectCall(given, name, endpointOf(withLinks(wish))),
    undo: ['network', 'disconnect', '--force', name, given.name],
    leaves: [],
  });
}

function disconnection(given: ContainerParams, name: string, endpoint: Inspected): RunCommand {
  const { IPAMConfig, Links, Aliases, DriverOpts } = endpoint;
  return dockerChange(given, {
    title: `disconnect ${given.name} from ${name}`,
    words: ['network', 'disconnect', name, given.name],
    undo: connectCall(given, name, { IPAMConfig, Links, Aliases, DriverOpts }),
    leaves: [],
  });
}

function connectCall(given: ContainerParams, network: string, endpoint: Inspected) {
  return callCommand(given, {
    method: 'POST',
    path: `/networks/${segment(network)}/connect`,
    body: { Container: given.name, EndpointConfig: endpoint },
  });
}
