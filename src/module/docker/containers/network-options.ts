// The options that say how a container is reached, and what it reaches.

import type { Plain } from '../../../model/value.ts';
import { at, dictAt, listAt, textOf, textsOf } from '../client.ts';
import { hostConfig, type Option, type Surroundings } from './option.ts';
import type { ContainerParams } from './params.ts';
import { exposedPorts, publishedPorts } from './ports.ts';

type Bindings = Record<string, { HostIp: string; HostPort: string }[]>;

function bindings(texts: readonly string[], hostIp: string): Bindings {
  const all: Bindings = {};
  for (const { port, hostIp: own, hostPort } of texts.flatMap(publishedPorts))
    all[port] = [...(all[port] ?? []), { HostIp: own || hostIp, HostPort: hostPort }];
  return all;
}

const sorted = (dict: Readonly<Record<string, Plain>>): Readonly<Record<string, Plain>> =>
  Object.fromEntries(
    Object.entries(dict).map(([port, list]) => [
      port,
      Array.isArray(list) ? [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : list,
    ]),
  );

const none = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, {}]));

const published: Option = {
  name: 'published_ports',
  shape: 'dict',
  wanted: ({ published_ports }, { hostIp }: Surroundings) =>
    published_ports && sorted(bindings(published_ports, hostIp)),
  now: (container) => sorted(dictAt(container, 'HostConfig', 'PortBindings')),
  body: (PortBindings) => ({
    HostConfig: { PortBindings },
    Config: { ExposedPorts: none(Object.keys(textsOf(PortBindings))) },
  }),
};

const exposed: Option = {
  name: 'exposed_ports',
  shape: 'set',
  wanted: ({ exposed_ports }) => exposed_ports?.flatMap(exposedPorts),
  expected: (wanted, image, { published_ports = [] }) => [
    ...new Set([
      ...(Array.isArray(wanted) ? wanted : []),
      ...published_ports.flatMap(publishedPorts).map(({ port }) => port),
      ...Object.keys(dictAt(image, 'Config', 'ExposedPorts')),
    ]),
  ],
  now: (container) => Object.keys(dictAt(container, 'Config', 'ExposedPorts')),
  body: (wanted) => ({ Config: { ExposedPorts: none(Array.isArray(wanted) ? wanted.map(textOf) : []) } }),
};

const hosts: Option = {
  name: 'etc_hosts',
  shape: 'set',
  wanted: ({ etc_hosts }) =>
    etc_hosts && Object.entries(textsOf(etc_hosts)).map(([name, address]) => `${name}:${address}`),
  now: (container) => listAt(container, 'HostConfig', 'ExtraHosts'),
  body: (ExtraHosts) => ({ HostConfig: { ExtraHosts } }),
};

// The daemon has them by the paths of containers: /redis:/web/cache.
const links: Option = {
  name: 'links',
  shape: 'set',
  wanted: ({ links: asked }) => asked?.map((link) => (link.includes(':') ? link : `${link}:${link}`)),
  now: (container) =>
    listAt(container, 'HostConfig', 'Links').map((link) => textOf(link).replace(/^\/([^:]*):.*?([^/]*)$/, '$1:$2')),
  body: (Links) => ({ HostConfig: { Links } }),
};

const hardwareAddress: Option = {
  name: 'mac_address',
  shape: 'value',
  wanted: ({ mac_address }) => mac_address?.replaceAll('-', ':').toLowerCase(),
  now: (container) =>
    at(container, 'Config', 'MacAddress') ||
    at(container, 'NetworkSettings', 'MacAddress') ||
    at(container, 'NetworkSettings', 'Networks', textOf(at(container, 'HostConfig', 'NetworkMode')), 'MacAddress'),
  body: (MacAddress) => ({ Config: { MacAddress } }),
};

/** The network to which a container is connected first. */
export function networkMode(given: ContainerParams): string | undefined {
  const { network_mode, networks, networks_cli_compatible } = given;
  return network_mode ?? (networks_cli_compatible ? networks?.[0]?.name : undefined);
}

// What daemons call the default differs.
const modeName = (mode: string): string => (mode === '' || mode === 'bridge' ? 'default' : mode);

const mode: Option = {
  name: 'network_mode',
  shape: 'value',
  wanted: (given, { modeOwner }) => {
    const asked = networkMode(given);
    return asked?.startsWith('container:') && modeOwner !== undefined ? `container:${modeOwner}` : asked;
  },
  expected: (wanted) => modeName(textOf(wanted)),
  now: (container) => modeName(textOf(at(container, 'HostConfig', 'NetworkMode'))),
  body: (NetworkMode) => ({ HostConfig: { NetworkMode } }),
};

/** All of them. */
export const networkOptions: readonly Option[] = [
  hostConfig('dns_opts', 'DnsOptions', { shape: 'set' }),
  hostConfig('dns_search_domains', 'DnsSearch', { shape: 'list' }),
  hostConfig('dns_servers', 'Dns', { shape: 'list' }),
  hosts,
  exposed,
  links,
  hardwareAddress,
  mode,
  hostConfig('publish_all_ports', 'PublishAllPorts'),
  published,
];
