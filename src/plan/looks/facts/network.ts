// Facts of the `network` subset: interfaces, addresses, the default routes.

import type { Plain } from '../../../model/value.ts';
import type { Facts } from './distribution.ts';
import { firstLines } from './first-lines.ts';
import type { FactsOutput } from './script.ts';

interface Address4 {
  readonly address: string;
  readonly broadcast: string;
  readonly netmask: string;
  readonly network: string;
  readonly prefix: string;
}

interface Addresses {
  readonly v4: { readonly label: string; readonly address: Address4 }[];
  readonly v6: { readonly address: string; readonly prefix: string; readonly scope: string }[];
}

export function networkFacts({ section, file }: FactsOutput): Facts {
  const text = section('links');
  const files = firstLines(text);
  const names = [...new Set([...files.keys()].map((file) => file.split('/')[4] ?? ''))].filter((name) => name !== '');
  const addresses = addressesOf(section('addresses'));
  const interfaces = names.map((name) => [name, interfaceFacts(name, text, files, addresses.get(name))] as const);
  const all = [...addresses.values()];
  const iscsi = /^InitiatorName=(.*)$/m.exec(file('/etc/iscsi/initiatorname.iscsi'))?.[1] ?? '';
  return {
    interfaces: names,
    ...Object.fromEntries(interfaces.map(([name, facts]) => [factName(name), facts])),
    default_ipv4: defaultFacts(section('route4'), interfaces, addresses, 'ipv4'),
    default_ipv6: defaultFacts(section('route6'), interfaces, addresses, 'ipv6'),
    all_ipv4_addresses: all
      .flatMap(({ v4 }) => v4.map(({ address }) => address.address))
      .filter((one) => !one.startsWith('127.')),
    all_ipv6_addresses: all.flatMap(({ v6 }) => v6.map(({ address }) => address)).filter((one) => one !== '::1'),
    iscsi_iqn: iscsi,
    fibre_channel_wwn: [],
    hostnqn: '',
  };
}

/** A fact is named like a variable: `br-lan` is `ansible_br_lan`. */
export const factName = (name: string): string => name.replace(/[-:.]/g, '_');

const TYPES: Readonly<Record<string, string>> = {
  '1': 'ether',
  '32': 'infiniband',
  '512': 'ppp',
  '772': 'loopback',
  '65534': 'tunnel',
};

function interfaceFacts(
  name: string,
  text: string,
  files: ReadonlyMap<string, string>,
  addresses: Addresses | undefined,
): Facts {
  const base = `/sys/class/net/${name}`;
  const of = (file: string): string | undefined => files.get(`${base}/${file}`);
  const flags = Number.parseInt(of('flags') ?? '0', 16);
  const is = (word: string): boolean => text.includes(`\n${base} ${word}`) || text.startsWith(`${base} ${word}`);
  const speed = Number(of('speed') ?? -1);
  const address = of('address');
  const [first, ...others] = addresses?.v4 ?? [];
  const module = new RegExp(`^${base.replace(/[.+]/g, '\\$&')} module \\S*/(\\S+)$`, 'm').exec(text)?.[1];
  const pci = new RegExp(`^${base.replace(/[.+]/g, '\\$&')} pci \\S*/(\\S+)$`, 'm').exec(text)?.[1];
  return {
    device: name,
    ...(address !== undefined && address !== '00:00:00:00:00:00' && { macaddress: address }),
    mtu: Number(of('mtu') ?? 0),
    active: (flags & 0x1) !== 0 && of('operstate') !== 'down',
    type: is('bridge') ? 'bridge' : is('bonding') ? 'bonding' : (TYPES[of('type') ?? ''] ?? 'unknown'),
    promisc: (flags & 0x100) !== 0,
    ...(speed > 0 && { speed }),
    ...(module !== undefined && { module }),
    ...(pci !== undefined && { pciid: pci }),
    ...(is('bridge') && {
      interfaces: [...text.matchAll(new RegExp(`^${base} port (\\S+)$`, 'gm'))].map((match) => match[1] ?? ''),
    }),
    ...(first && { ipv4: { ...first.address } }),
    ...(others.length > 0 && { ipv4_secondaries: others.map((one) => ({ ...one.address })) }),
    ...(addresses && addresses.v6.length > 0 && { ipv6: addresses.v6 }),
  };
}

// `2: eth0    inet 192.0.2.2/24 brd 192.0.2.255 scope global eth0`
function addressesOf(text: string): ReadonlyMap<string, Addresses> {
  const found = new Map<string, Addresses>();
  for (const line of text.split('\n')) {
    const match = /^\d+: ([^\s@:]+)\S*\s+(inet6?) (\S+?)(?:\/(\d+))?(?: peer \S+)?(?: brd (\S+))? scope (\S+)/.exec(
      line,
    );
    if (!match) continue;
    const [, name = '', family, address = '', prefix, broadcast = '', scope = ''] = match;
    const one = found.get(name) ?? { v4: [], v6: [] };
    found.set(name, one);
    if (family === 'inet6') one.v6.push({ address, prefix: prefix ?? '128', scope });
    else one.v4.push({ label: name, address: address4(address, Number(prefix ?? 32), broadcast) });
  }
  return found;
}

function address4(address: string, prefix: number, broadcast: string): Address4 {
  const mask = prefix === 0 ? 0 : (0xff_ff_ff_ff << (32 - prefix)) >>> 0;
  const number = address.split('.').reduce((sum, part) => ((sum << 8) | Number(part)) >>> 0, 0);
  return { address, broadcast, netmask: dotted(mask), network: dotted((number & mask) >>> 0), prefix: String(prefix) };
}

function dotted(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff).join('.');
}

// `8.8.8.8 via 192.0.2.1 dev eth0 src 192.0.2.2 uid 0`
function defaultFacts(
  route: string,
  interfaces: readonly (readonly [string, Facts])[],
  addresses: ReadonlyMap<string, Addresses>,
  family: 'ipv4' | 'ipv6',
): Facts {
  const word = (name: string): string | undefined => new RegExp(`\\b${name} (\\S+)`).exec(route)?.[1];
  const device = word('dev');
  const source = word('src');
  if (device === undefined || source === undefined || /unreachable/.test(route)) return {};
  const facts = interfaces.find(([name]) => name === device)?.[1] ?? {};
  const shared = {
    interface: device,
    gateway: word('via') ?? '',
    macaddress: facts.macaddress,
    mtu: facts.mtu,
    type: facts.type,
  };
  if (family === 'ipv4') {
    const own = addresses.get(device)?.v4.find(({ address }) => address.address === source);
    return { ...shared, ...(own ? own.address : { address: source }), alias: device };
  }
  const own = addresses.get(device)?.v6.find(({ address }) => address === source);
  const rest: Record<string, Plain> = own ? { ...own } : { address: source };
  return { ...shared, ...rest };
}
