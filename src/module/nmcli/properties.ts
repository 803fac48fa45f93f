// Which properties of a connection the parameters mean, as NetworkManager names and writes them.

import type { Plain } from '../../model/value.ts';
import type { NmcliParams } from './params.ts';

/** Name to text; a list has commas in between. The empty text is what NetworkManager has by itself. */
export type Properties = ReadonlyMap<string, string>;

/** The type as `nmcli connection add` takes it. */
export const addedType = ({ type }: NmcliParams): string =>
  type === undefined || TUNNELS.has(type) ? 'ip-tunnel' : type;

const TUNNELS: ReadonlySet<string> = new Set(['gre', 'ipip', 'sit']);
const PARTS: Readonly<Record<string, string>> = {
  'bond-slave': 'bond',
  'bridge-slave': 'bridge',
  'team-slave': 'team',
};
const MTU_OF: Readonly<Record<string, string>> = {
  infiniband: 'infiniband.mtu',
  wifi: '802-11-wireless.mtu',
  wireguard: 'wireguard.mtu',
  gsm: 'gsm.mtu',
};

/** The properties that shall be so. */
export function propertiesOf(given: NmcliParams): Properties {
  const { type } = given;
  const isPart = type !== undefined && type in PARTS;
  const all: Readonly<Record<string, Plain | undefined>> = {
    ...connection(given),
    ...(isPart ? {} : { ...ipv4(given), ...ipv6(given) }),
    ...ofType(given),
  };
  return new Map(
    Object.entries(all).flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [[name, textOf(value)]],
    ),
  );
}

type Wanted = Readonly<Record<string, Plain | undefined>>;

function textOf(value: Plain): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.map(textOf).join(',') : String(value);
}

function connection(given: NmcliParams): Wanted {
  const { type, ifname, conn_name: name } = given;
  const card = ifname ?? (type === undefined || type === 'vpn' ? undefined : name);
  return {
    'connection.autoconnect': given.autoconnect,
    'connection.autoconnect-priority': given.autoconnect_priority,
    'connection.autoconnect-retries': given.autoconnect_retries,
    'connection.interface-name': card === '*' ? '' : card,
    'connection.zone': given.zone,
    'connection.master': given.master,
    'connection.slave-type': given.slave_type,
    ...hardware(given),
  };
}

// A wired MTU that nobody asks for is made automatic again, as Ansible does.
function hardware({ type, mtu, mac }: NmcliParams): Wanted {
  const isWired = type === undefined || type === 'ethernet' || type === 'dummy';
  const wired = mtu ?? (type === 'ethernet' ? 'auto' : undefined);
  return {
    [MTU_OF[type ?? ''] ?? '802-3-ethernet.mtu']: isWired ? wired : mtu,
    [type === 'bridge'
      ? 'bridge.mac-address'
      : type === 'wifi'
        ? '802-11-wireless.cloned-mac-address'
        : '802-3-ethernet.cloned-mac-address']: mac,
  };
}

function ipv4(given: NmcliParams): Wanted {
  return {
    // Before the addresses: without any, NetworkManager takes no other method.
    'ipv4.method': given.method4 ?? (given.ip4 ? 'manual' : undefined),
    'ipv4.addresses': given.ip4?.map((one) => withPrefix(one, 32)),
    'ipv4.gateway': given.gw4,
    'ipv4.ignore-auto-routes': given.gw4_ignore_auto,
    'ipv4.never-default': given.never_default4,
    'ipv4.may-fail': given.may_fail4,
    'ipv4.routes': given.routes4 ?? given.routes4_extended?.map(routeText),
    'ipv4.route-metric': given.route_metric4,
    'ipv4.routing-rules': given.routing_rules4,
    'ipv4.dns': given.dns4,
    'ipv4.dns-search': given.dns4_search,
    'ipv4.dns-options': given.dns4_options,
    'ipv4.ignore-auto-dns': given.dns4_ignore_auto,
    'ipv4.dhcp-client-id': given.dhcp_client_id,
  };
}

function ipv6(given: NmcliParams): Wanted {
  return {
    'ipv6.method': given.method6 ?? (given.ip6 ? 'manual' : undefined),
    'ipv6.addresses': given.ip6?.map((one) => withPrefix(one, 128)),
    'ipv6.gateway': given.gw6,
    'ipv6.ignore-auto-routes': given.gw6_ignore_auto,
    'ipv6.routes': given.routes6 ?? given.routes6_extended?.map(routeText),
    'ipv6.route-metric': given.route_metric6,
    'ipv6.dns': given.dns6,
    'ipv6.dns-search': given.dns6_search,
    'ipv6.dns-options': given.dns6_options,
    'ipv6.ignore-auto-dns': given.dns6_ignore_auto,
    'ipv6.ip6-privacy': given.ip_privacy6 && PRIVACY[given.ip_privacy6],
    'ipv6.addr-gen-mode': given.addr_gen_mode6,
  };
}

const PRIVACY = { disabled: 0, 'prefer-public-addr': 1, 'prefer-temp-addr': 2, unknown: -1 };

const withPrefix = (address: string, prefix: number): string =>
  address.includes('/') ? address : `${address}/${prefix}`;

type Route =
  | NonNullable<NmcliParams['routes4_extended']>[number]
  | NonNullable<NmcliParams['routes6_extended']>[number];

// The attributes in the order in which NetworkManager shows them.
function routeText(route: Route): string {
  const { ip, next_hop: gateway, metric, cwnd, mtu, onlink, table } = route;
  const tos = 'tos' in route ? route.tos : undefined;
  const attributes = Object.entries({ cwnd, mtu, onlink, table, tos }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  );
  return [ip, gateway, metric, ...attributes].filter((part) => part !== undefined).join(' ');
}

function ofType(given: NmcliParams): Wanted {
  switch (given.type) {
    case 'bond':
      return { 'bond.options': bondOptions(given) };
    case 'bridge':
      return {
        'bridge.stp': given.stp,
        'bridge.priority': given.priority,
        'bridge.forward-delay': given.forwarddelay,
        'bridge.hello-time': given.hellotime,
        'bridge.max-age': given.maxage,
        'bridge.ageing-time': given.ageingtime,
      };
    case 'bridge-slave':
      return {
        'bridge-port.path-cost': given.path_cost,
        'bridge-port.hairpin-mode': given.hairpin ?? true,
        'bridge-port.priority': given.slavepriority,
      };
    case 'team':
      return {
        'team.runner': given.runner,
        'team.runner-hwaddr-policy': given.runner_hwaddr_policy,
        'team.runner-fast-rate': given.runner_fast_rate,
      };
    case 'vlan':
      return {
        'vlan.id': given.vlanid,
        'vlan.parent': given.vlandev,
        'vlan.flags': given.flags,
        'vlan.ingress-priority-map': given.ingress,
        'vlan.egress-priority-map': given.egress,
      };
    case 'vxlan':
      return { 'vxlan.id': given.vxlan_id, 'vxlan.local': given.vxlan_local, 'vxlan.remote': given.vxlan_remote };
    case 'gre':
    case 'ipip':
    case 'sit':
      return {
        'ip-tunnel.mode': given.type,
        'ip-tunnel.parent': given.ip_tunnel_dev,
        'ip-tunnel.local': given.ip_tunnel_local,
        'ip-tunnel.remote': given.ip_tunnel_remote,
        'ip-tunnel.input-key': given.type === 'gre' ? given.ip_tunnel_input_key : undefined,
        'ip-tunnel.output-key': given.type === 'gre' ? given.ip_tunnel_output_key : undefined,
      };
    case 'infiniband':
      return { 'infiniband.transport-mode': given.transport_mode };
    case 'wifi':
      return {
        '802-11-wireless.ssid': given.ssid,
        ...prefixed('802-11-wireless', given.wifi),
        ...prefixed('802-11-wireless-security', given.wifi_sec),
      };
    case 'gsm':
    case 'macvlan':
      return prefixed(given.type, given[given.type]);
    case 'wireguard':
      return prefixed('wireguard', hexadecimal(given.wireguard));
    case 'vpn':
      return vpn(given);
    default:
      return {};
  }
}

// nmcli takes any number for a hexadecimal one here.
function hexadecimal(given: Wanted = {}): Wanted {
  const { fwmark } = given;
  return fwmark === undefined || fwmark === null ? given : { ...given, fwmark: `0x${Number(fwmark).toString(16)}` };
}

function bondOptions(given: NmcliParams): string {
  const { mode, miimon, downdelay, updelay, arp_interval, primary, xmit_hash_policy } = given;
  // What separates the addresses separates the options elsewhere.
  const arp_ip_target = given.arp_ip_target?.replaceAll(',', ' ');
  return pairs({ mode, arp_interval, arp_ip_target, downdelay, miimon, primary, updelay, xmit_hash_policy });
}

function vpn({ vpn: given = {} }: NmcliParams): Wanted {
  const { permissions, 'service-type': service, ...data } = given;
  return { 'connection.permissions': permissions, 'vpn.service-type': service, 'vpn.data': pairs(data) };
}

const pairs = (of: Wanted): string =>
  Object.entries(of)
    .flatMap(([name, value]) => (value === undefined || value === null ? [] : [`${name}=${textOf(value)}`]))
    .join(',');

const prefixed = (setting: string, given: Wanted = {}): Wanted =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [`${setting}.${name}`, value]));

const SECRET = /(\.|-)(password|psk|pin|private-key|wep-key\d|input-key|output-key)$|^vpn\.(data|secrets)$/;

/** Whether a property is a secret, which no argument and no diff may show. */
export const isSecret = (name: string): boolean => SECRET.test(name);
