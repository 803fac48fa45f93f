// Reads ports as the docker program does: one, a range, and what they are published as.

import { isIP } from 'node:net';
import type { ContainerParams } from './params.ts';

/** A port of the container, with its protocol, and where the host publishes it. */
export interface PublishedPort {
  /** `80/tcp`. */
  readonly port: string;
  /** Empty where none is named. */
  readonly hostIp: string;
  /** A port, a range to choose from, or nothing for any. */
  readonly hostPort: string;
}

interface PortText {
  readonly address: string;
  readonly host: string;
  readonly container: string;
  readonly protocol: string;
}

function partsOf(text: string): PortText | undefined {
  const match = /^(?:(\[[^\]]*\]|[^:]*):)?(?:([\d-]*):)?(\d+(?:-\d+)?)(?:\/(\w+))?$/.exec(text);
  if (match === null) return undefined;
  const [, first = '', second, container = '', protocol = 'tcp'] = match;
  // Two parts are the host's port and the container's; three begin with an address.
  const isAddress = second !== undefined;
  return {
    address: isAddress ? first.replace(/^\[|\]$/g, '') : '',
    host: isAddress ? second : first,
    container,
    protocol: protocol.toLowerCase(),
  };
}

function rangeOf(text: string): readonly number[] {
  const [first = 0, last = first] = text.split('-').map(Number);
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => first + index);
}

/** Ports on which a container listens, from `70-71/udp`. */
export function exposedPorts(text: string): readonly string[] {
  const [ports = '', protocol = 'tcp'] = text.split('/');
  return rangeOf(ports).map((port) => `${port}/${protocol.toLowerCase()}`);
}

/** What is published, from `127.0.0.1:8080-8081:80-81/tcp`. */
export function publishedPorts(text: string): readonly PublishedPort[] {
  const parts = partsOf(text);
  if (parts === undefined) return [];
  const { address, host, container, protocol } = parts;
  const inside = rangeOf(container);
  const outside = host === '' ? [] : rangeOf(host);
  // One port for a range of the host: the daemon chooses.
  if (inside.length === 1 && outside.length > 1)
    return [{ port: `${container}/${protocol}`, hostIp: address, hostPort: host }];
  const count = outside.length === 0 ? inside.length : Math.min(inside.length, outside.length);
  return inside.slice(0, count).map((port, index) => ({
    port: `${port}/${protocol}`,
    hostIp: address,
    hostPort: String(outside[index] ?? ''),
  }));
}

/** Why ports are none; `undefined` where they are. */
export function refusePorts({
  published_ports = [],
  exposed_ports = [],
  default_host_ip,
}: ContainerParams): string | undefined {
  for (const text of published_ports) {
    const parts = partsOf(text);
    if (parts === undefined && /^[^:[\]]*[a-z][^:[\]]*:[\d-]*:\d/i.test(text))
      return hostnameProblem(text.split(':')[0] ?? '');
    if (parts === undefined)
      return `the published port '${text}' is none; write 8080:80, 127.0.0.1:8080:80/udp or a range such as 8080-8081:80-81`;
    if (parts.address !== '' && isIP(parts.address) === 0) return hostnameProblem(parts.address);
  }
  const wrong = exposed_ports.find((text) => !/^\d+(-\d+)?(\/\w+)?$/.test(text));
  if (wrong !== undefined) return `the exposed port '${wrong}' is none; write 80, 53/udp or a range such as 70-79`;
  if (default_host_ip && isIP(default_host_ip.replace(/^\[|\]$/g, '')) === 0)
    return `default_host_ip is '${default_host_ip}'; it must be empty, or an IPv4 or IPv6 address`;
  return undefined;
}

const hostnameProblem = (name: string): string =>
  `Bind addresses for published ports must be IPv4 or IPv6 addresses, not hostnames. Use the dig lookup to resolve hostnames. (Found hostname: ${name})`;
