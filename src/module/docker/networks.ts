// Plans networks of Docker, and which containers are connected to them.

import type { RunCommand } from '../../plan/change.ts';
import type { RunSeen } from '../../plan/look.ts';
import { type Plan, stage } from '../../plan/plan.ts';
import { bool, choice, dict, list, type ParamsOf, record, text } from '../params.ts';
import {
  differing,
  dockerChange,
  dockerLook,
  dockerParams,
  dockerTrouble,
  type Inspected,
  inspected,
  isDict,
  leaving,
  pairs,
  textsOf,
} from './client.ts';

const ipam = {
  subnet: text('The subnet.').optional(),
  iprange: text('The part of it that containers get addresses from.').optional(),
  gateway: text('The address of the gateway.').optional(),
  aux_addresses: dict('Addresses that are taken.').optional(),
};

/** The parameters of docker_network. */
export const networkParams = {
  ...dockerParams,
  name: text('The network.').alias('network_name'),
  state: choice(['absent', 'present'], 'Whether it shall be there.').default('present'),
  connected: list(text('A container.'), 'The containers that are connected to it.').alias('containers').default([]),
  appends: bool('Leave other containers connected.').alias('incremental').default(false),
  driver: text('The driver.').default('bridge'),
  driver_options: dict('The options of its driver.').default({}),
  force: bool('Disconnect all containers and make it anew, or remove it.').default(false),
  enable_ipv6: bool('Have addresses of IPv6.').optional(),
  internal: bool('Let nothing out.').optional(),
  attachable: bool('Let containers of other nodes connect.').optional(),
  scope: choice(['local', 'global', 'swarm'], 'Where it holds.').optional(),
  labels: dict('Its labels.').default({}),
  ipam_driver: text('What manages its addresses.').optional(),
  ipam_driver_options: dict('The options of that.').optional(),
  ipam_config: list(record(ipam, 'A subnet.'), 'Its subnets.').optional(),
};
type Params = ParamsOf<typeof networkParams>;

/** What docker_network looks at, before and after. */
export const networkLook = (given: Params) => dockerLook(given, 'network', given.name);

/** What docker_network does. */
export function planNetwork(given: Params, seen: RunSeen): Plan {
  const trouble = dockerTrouble(seen);
  if (trouble !== undefined) return { changes: [], failed: trouble };
  const network = inspected(seen, given.name);
  if (given.state === 'absent')
    return { changes: network ? removal(given, containersOf(network), given.force) : [], result: { network: {} } };
  const isAnew = network !== undefined && (given.force || differences(given, network).length > 0);
  const changes =
    network && !isAnew
      ? connections(given, network)
      : [
          ...(network ? removal(given, containersOf(network), true) : []),
          creation(given, network),
          ...connections(given, predicted(given), network && given.appends ? containersOf(network) : []),
        ];
  if (changes.length === 0) return { changes: [], result: { network: network ?? {} } };
  return {
    changes,
    next: stage({
      looks: { network: networkLook(given) },
      plan: ({ network: after }) => ({
        changes: [],
        changed: true,
        result: { network: inspected(after, given.name) ?? {} },
      }),
    }),
  };
}

// Containers by name.
function containersOf({ Containers }: Inspected): readonly string[] {
  if (!isDict(Containers)) return [];
  return Object.values(Containers).flatMap((one) => (isDict(one) && typeof one.Name === 'string' ? [one.Name] : []));
}

function isConnected({ Containers }: Inspected, wanted: string): boolean {
  if (!isDict(Containers)) return false;
  return Object.entries(Containers).some(
    ([id, one]) => (isDict(one) && one.Name === wanted) || (wanted.length >= 12 && id.startsWith(wanted)),
  );
}

// What is not asked for may be as it is.
function differences(given: Params, network: Inspected): readonly string[] {
  const { driver, driver_options, labels, enable_ipv6, internal, attachable, scope, ipam_driver } = given;
  const manager = isDict(network.IPAM) ? network.IPAM : {};
  const other = (name: string, wanted: unknown, now: unknown): readonly string[] =>
    wanted === undefined || wanted === now ? [] : [name];
  return [
    ...other('driver', driver, network.Driver),
    ...differing(driver_options, network.Options).map((name) => `driver option ${name}`),
    ...differing(labels, network.Labels).map((name) => `label ${name}`),
    ...other('enable_ipv6', enable_ipv6, network.EnableIPv6 ?? false),
    ...other('internal', internal, network.Internal ?? false),
    ...other('attachable', attachable, network.Attachable ?? false),
    ...other('scope', scope, network.Scope),
    ...other('ipam_driver', ipam_driver, manager.Driver),
    ...differing(given.ipam_driver_options ?? {}, manager.Options),
    ...subnetDifferences(given, Array.isArray(manager.Config) ? manager.Config.filter(isDict) : []),
  ];
}

function subnetDifferences({ ipam_config = [] }: Params, known: readonly Inspected[]): readonly string[] {
  const isThere = ({ subnet, iprange, gateway, aux_addresses = {} }: (typeof ipam_config)[number]): boolean =>
    known.some(
      (one) =>
        (subnet === undefined || one.Subnet === subnet) &&
        (iprange === undefined || one.IPRange === iprange) &&
        (gateway === undefined || one.Gateway === gateway) &&
        differing(aux_addresses, one.AuxiliaryAddresses ?? one.AuxAddress).length === 0,
    );
  return ipam_config.every(isThere) ? [] : ['ipam_config'];
}

function predicted(given: Params): Inspected {
  const subnets = (given.ipam_config ?? []).map(({ subnet, iprange, gateway, aux_addresses }) => ({
    ...(subnet !== undefined && { Subnet: subnet }),
    ...(iprange !== undefined && { IPRange: iprange }),
    ...(gateway !== undefined && { Gateway: gateway }),
    ...(aux_addresses !== undefined && { AuxiliaryAddresses: textsOf(aux_addresses) }),
  }));
  return {
    Name: given.name,
    Driver: given.driver,
    Scope: given.scope ?? (given.driver === 'overlay' ? 'swarm' : 'local'),
    EnableIPv6: given.enable_ipv6 ?? false,
    Internal: given.internal ?? false,
    Attachable: given.attachable ?? false,
    IPAM: { Driver: given.ipam_driver ?? 'default', Options: textsOf(given.ipam_driver_options), Config: subnets },
    Options: textsOf(given.driver_options),
    Labels: textsOf(given.labels),
    Containers: {},
  };
}

function creation(given: Params, replaced: Inspected | undefined): RunCommand {
  const { name, driver, driver_options, labels, enable_ipv6, internal, attachable, scope } = given;
  const when = (condition: boolean | undefined, ...words: readonly string[]): readonly string[] =>
    condition ? words : [];
  const words = [
    ...['network', 'create', '--driver', driver],
    ...pairs('--opt', driver_options),
    ...pairs('--label', labels),
    ...when(enable_ipv6, '--ipv6'),
    ...when(internal, '--internal'),
    ...when(attachable, '--attachable'),
    ...when(scope !== undefined, '--scope', scope === 'global' ? 'swarm' : (scope ?? '')),
    ...when(given.ipam_driver !== undefined, '--ipam-driver', given.ipam_driver ?? ''),
    ...pairs('--ipam-opt', given.ipam_driver_options ?? {}),
    ...(given.ipam_config ?? []).flatMap(({ subnet, iprange, gateway, aux_addresses = {} }) => [
      ...when(subnet !== undefined, '--subnet', subnet ?? ''),
      ...when(iprange !== undefined, '--ip-range', iprange ?? ''),
      ...when(gateway !== undefined, '--gateway', gateway ?? ''),
      ...pairs('--aux-address', aux_addresses),
    ]),
    name,
  ];
  return dockerChange(given, {
    title: `create the network ${name}`,
    words,
    undo: replaced ? { cannot: `how the network ${name} was made is not kept` } : ['network', 'rm', name],
    leaves: leaving(networkLook(given), predicted(given)),
    after: `docker ${words.join(' ')}\n`,
  });
}

function removal(given: Params, containers: readonly string[], force: boolean): readonly RunCommand[] {
  const { name } = given;
  const gone = force ? containers.map((container) => disconnection(given, container)) : [];
  return [
    ...gone,
    dockerChange(given, {
      title: `remove the network ${name}`,
      words: ['network', 'rm', name],
      undo: { cannot: `how the network ${name} was made is not kept` },
      leaves: leaving(networkLook(given), undefined),
      before: `the network ${name}\n`,
    }),
  ];
}

function disconnection(given: Params, container: string): RunCommand {
  const { name } = given;
  return dockerChange(given, {
    title: `disconnect ${container} from ${name}`,
    words: ['network', 'disconnect', '--force', name, container],
    undo: ['network', 'connect', name, container],
    leaves: [],
    before: `${container} in ${name}\n`,
  });
}

// The list is the whole truth unless it is added to; containers that were there come back when the network is made anew.
function connections(given: Params, network: Inspected, former: readonly string[] = []): readonly RunCommand[] {
  const { name, connected, appends } = given;
  const now = containersOf(network);
  const wanted = [...new Set([...connected, ...former])];
  const missing = wanted.filter((container) => !isConnected(network, container));
  const idOf = (container: string): string =>
    Object.entries(isDict(network.Containers) ? network.Containers : {}).find(
      ([, one]) => isDict(one) && one.Name === container,
    )?.[0] ?? '';
  const isMeant = (container: string): boolean =>
    wanted.some((one) => one === container || (one.length >= 12 && idOf(container).startsWith(one)));
  const extra = appends ? [] : now.filter((container) => !isMeant(container));
  const left = {
    ...network,
    Containers: Object.fromEntries(
      [...now.filter((container) => !extra.includes(container)), ...missing].map((one) => [
        idOf(one) || one,
        { Name: one },
      ]),
    ),
  };
  const changes = [
    ...missing.map((container) =>
      dockerChange(given, {
        title: `connect ${container} to ${name}`,
        words: ['network', 'connect', name, container],
        undo: ['network', 'disconnect', '--force', name, container],
        leaves: [],
        after: `${container} in ${name}\n`,
      }),
    ),
    ...extra.map((container) => disconnection(given, container)),
  ];
  // Only what all of them together leave can be told by one answer.
  return changes.map((change) => ({ ...change, leaves: leaving(networkLook(given), left) }));
}
