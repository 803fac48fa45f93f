// What docker_container looks at, and what is made of the answers.

import { file } from '../../../plan/ask.ts';
import type { FileSeen, RunSeen } from '../../../plan/look.ts';
import { at, dockerLook, dockerTrouble, type Inspected, inspectedFirst, textOf } from '../client.ts';
import { referenceOf } from '../images/names.ts';
import { networkMode } from './network-options.ts';
import type { KnownNetwork } from './networks.ts';
import type { Surroundings } from './option.ts';
import type { ContainerParams } from './params.ts';
import { publishedPorts } from './ports.ts';

const OWNER = /^container:(.+)$/;

/** The looks of docker_container; all of them travel together. */
export function containerLooks(given: ContainerParams) {
  const { state, image, networks = [], env_file } = given;
  const isWanted = state !== 'absent';
  const owner = OWNER.exec(networkMode(given) ?? '')?.[1];
  return {
    container: dockerLook(given, 'container', given.name),
    image: isWanted && image !== undefined ? dockerLook(given, 'image', referenceOf(image)) : undefined,
    networks: isWanted ? networks.map(({ name }) => dockerLook(given, 'network', name)) : [],
    bridge: isWanted && isBridgeAsked(given) ? dockerLook(given, 'network', 'bridge') : undefined,
    owner: isWanted && owner !== undefined ? dockerLook(given, 'container', owner) : undefined,
    variables: isWanted && env_file !== undefined ? file(env_file, { content: 'all' }) : undefined,
  };
}

// Only the network knows to which address of the host its ports are bound by default.
function isBridgeAsked({ published_ports = [], default_host_ip, networks = [] }: ContainerParams): boolean {
  const isOpen = published_ports.flatMap(publishedPorts).some(({ hostIp }) => hostIp === '');
  return isOpen && default_host_ip === undefined && networks.length === 0;
}

/** The answers to `containerLooks`. */
export interface ContainerSeen {
  readonly container: RunSeen;
  readonly image: RunSeen | undefined;
  readonly networks: readonly RunSeen[];
  readonly bridge: RunSeen | undefined;
  readonly owner: RunSeen | undefined;
  readonly variables: FileSeen | undefined;
}

/** What is there. */
export interface Found {
  readonly container: Inspected | undefined;
  readonly image: Inspected | undefined;
  readonly networks: readonly KnownNetwork[];
  readonly around: Surroundings;
}

/** What was found, or why the task cannot go on. */
export function foundIn(given: ContainerParams, seen: ContainerSeen): Found | string {
  const runs = [seen.container, seen.image, seen.bridge, seen.owner, ...seen.networks];
  const trouble = runs.flatMap((one) => (one === undefined ? [] : (dockerTrouble(one) ?? [])))[0];
  if (trouble !== undefined) return trouble;
  const variables = variablesIn(given, seen.variables);
  if (typeof variables === 'string') return variables;
  const networks = (given.networks ?? []).map((wish, index) => known(wish, seen.networks[index]));
  const missing = given.networks?.find((_, index) => networks[index] === undefined);
  if (missing && given.state !== 'absent')
    return `Parameter error: network named ${missing.name} could not be found. Does it exist?`;
  const owner = seen.owner && inspectedFirst(seen.owner);
  return {
    container: inspectedFirst(seen.container),
    image: seen.image && inspectedFirst(seen.image),
    networks: networks.flatMap((network) => network ?? []),
    around: {
      variables,
      hostIp: hostIp(given, [...seen.networks, ...(seen.bridge ? [seen.bridge] : [])]),
      ...(owner && { modeOwner: textOf(owner.Id) }),
    },
  };
}

function known(wish: KnownNetwork['wish'], seen: RunSeen | undefined): KnownNetwork | undefined {
  const network = seen && inspectedFirst(seen);
  return network && { wish, id: textOf(network.Id), name: textOf(network.Name) };
}

function hostIp({ default_host_ip }: ContainerParams, networks: readonly RunSeen[]): string {
  if (default_host_ip !== undefined) return default_host_ip.replace(/^\[|\]$/g, '');
  const binding = networks
    .map((one) => at(inspectedFirst(one), 'Options', 'com.docker.network.bridge.host_binding_ipv4'))
    .find((address) => address !== undefined);
  return binding === undefined ? '0.0.0.0' : textOf(binding);
}

// As the docker program reads such files, but for names without a value, which would be variables of a shell that nobody knows.
function variablesIn(
  { env_file: path }: ContainerParams,
  seen: FileSeen | undefined,
): Readonly<Record<string, string>> | string {
  if (path === undefined || seen === undefined) return {};
  if (!seen.exists) return `env_file: there is no file ${path} on the host`;
  if (seen.content === undefined) return `env_file: ${path} cannot be read`;
  const variables: Record<string, string> = {};
  for (const [index, line] of seen.content.toString('utf8').split(/\r?\n/).entries()) {
    const text = line.trimStart();
    if (text === '' || text.startsWith('#')) continue;
    const sign = text.indexOf('=');
    if (sign < 1) return `env_file: line ${index + 1} of ${path} is not NAME=value`;
    variables[text.slice(0, sign)] = text.slice(sign + 1);
  }
  return variables;
}
