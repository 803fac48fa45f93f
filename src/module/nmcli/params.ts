// The parameters of nmcli, and which of them make no sense together.

import { bool, choice, dict, integer, list, type ParamsOf, record, text } from '../params.ts';

const TYPES = [
  ...['bond', 'bond-slave', 'bridge', 'bridge-slave', 'dummy', 'ethernet', 'generic', 'gre', 'gsm', 'infiniband'],
  ...['ipip', 'macvlan', 'sit', 'team', 'team-slave', 'vlan', 'vpn', 'vxlan', 'wifi', 'wireguard'],
] as const;

const routeParams = {
  ip: text('The network, as 192.0.3.0/24.'),
  next_hop: text('The gateway.').optional(),
  metric: integer('The metric.').optional(),
  table: integer('The table.').optional(),
  cwnd: integer('The congestion window at most.').optional(),
  mtu: integer('The MTU.').optional(),
  onlink: bool('The gateway is on the link, whatever the addresses say.').optional(),
};
const route4 = record({ ...routeParams, tos: integer('The type of service.').optional() }, 'A route.');
const route6 = record(routeParams, 'A route.');

/** What both versions of IP have: `4` or `6` is behind the names. */
const ofServers = (version: string) => `A server of names (IPv${version}).`;

export const nmcliParams = {
  conn_name: text('The name of the connection.'),
  state: choice(
    ['absent', 'present', 'up', 'down'],
    'Whether there shall be such a connection; up and down activate one that is there, or end that.',
  ),
  type: choice(TYPES, 'What kind of connection; needed to make one.').optional(),
  ifname: text('The interface (default: conn_name); * for any.').optional(),
  autoconnect: bool('Activate it by itself.').default(true),
  autoconnect_priority: integer('Which of several comes first; the highest.').optional(),
  autoconnect_retries: integer('How often activation is tried.').optional(),
  conn_reload: bool('Have NetworkManager read the files of all connections again after a change.').default(false),
  zone: text("firewalld's zone; of an active connection it changes at once.").optional(),
  master: text('The bond, bridge or team it is a part of.').optional(),
  slave_type: choice(['bond', 'bridge', 'team', 'ovs-port', 'vrf'], 'What the master is.').optional(),
  mtu: integer('The MTU; automatic where it is not given.').optional(),
  mac: text('The MAC address.').optional(),
  ip4: list(text('ADDRESS/PREFIX.'), 'The IPv4 addresses.').optional(),
  gw4: text('The IPv4 gateway.').optional(),
  gw4_ignore_auto: bool('Take no IPv4 routes from DHCP.').default(false),
  method4: choice(
    ['auto', 'link-local', 'manual', 'shared', 'disabled'],
    'How it comes by IPv4 addresses (default with ip4: manual).',
  ).optional(),
  may_fail4: bool('The connection counts as active without IPv4.').default(true),
  never_default4: bool('It never gets the default IPv4 route.').default(false),
  routes4: list(text('NETWORK/PREFIX [GATEWAY [METRIC]].'), 'The IPv4 routes.').optional(),
  routes4_extended: list(route4, 'The IPv4 routes, with attributes.').optional(),
  route_metric4: integer('The metric of IPv4 routes.').optional(),
  routing_rules4: list(text('priority 5 from 192.0.3.0/24 table 5.'), 'The rules of IPv4 routing.').optional(),
  dns4: list(text(ofServers('4')), 'The servers of names (IPv4), in their order.').optional(),
  dns4_search: list(text('A domain.'), 'Domains to search.').optional(),
  dns4_options: list(text('An option.'), 'Options of the resolver.').optional(),
  dns4_ignore_auto: bool('Take no servers of names from DHCP.').default(false),
  dhcp_client_id: text('The name for DHCP.').optional(),
  ip6: list(text('ADDRESS/PREFIX.'), 'The IPv6 addresses.').optional(),
  gw6: text('The IPv6 gateway.').optional(),
  gw6_ignore_auto: bool('Take no announced IPv6 routes.').default(false),
  method6: choice(
    ['ignore', 'auto', 'dhcp', 'link-local', 'manual', 'shared', 'disabled'],
    'How it comes by IPv6 addresses (default with ip6: manual).',
  ).optional(),
  routes6: list(text('NETWORK/PREFIX [GATEWAY [METRIC]].'), 'The IPv6 routes.').optional(),
  routes6_extended: list(route6, 'The IPv6 routes, with attributes.').optional(),
  route_metric6: integer('The metric of IPv6 routes.').optional(),
  dns6: list(text(ofServers('6')), 'The servers of names (IPv6), in their order.').optional(),
  dns6_search: list(text('A domain.'), 'Domains to search.').optional(),
  dns6_options: list(text('An option.'), 'Options of the resolver.').optional(),
  dns6_ignore_auto: bool('Take no announced servers of names.').default(false),
  ip_privacy6: choice(
    ['disabled', 'prefer-public-addr', 'prefer-temp-addr', 'unknown'],
    'Temporary IPv6 addresses.',
  ).optional(),
  addr_gen_mode6: choice(
    ['default', 'default-or-eui64', 'eui64', 'stable-privacy'],
    'How IPv6 addresses are made up.',
  ).optional(),
  mode: choice(
    ['802.3ad', 'active-backup', 'balance-alb', 'balance-rr', 'balance-tlb', 'balance-xor', 'broadcast'],
    'Of a bond: how its parts share the work.',
  ).default('balance-rr'),
  miimon: integer('Of a bond: how often links are looked at, in milliseconds.').optional(),
  downdelay: integer('Of a bond.').optional(),
  updelay: integer('Of a bond.').optional(),
  arp_interval: integer('Of a bond.').optional(),
  arp_ip_target: text('Of a bond: addresses, with commas in between.').optional(),
  primary: text('Of a bond: the interface that comes first.').optional(),
  xmit_hash_policy: text('Of a bond.').optional(),
  stp: bool('Of a bridge: the spanning tree protocol.').default(true),
  priority: integer('Of a bridge: its priority.').default(128),
  forwarddelay: integer('Of a bridge, in seconds.').default(15),
  hellotime: integer('Of a bridge, in seconds.').default(2),
  maxage: integer('Of a bridge, in seconds.').default(20),
  ageingtime: integer('Of a bridge, in seconds.').default(300),
  path_cost: integer('Of a part of a bridge.').default(100),
  slavepriority: integer('Of a part of a bridge.').default(32),
  hairpin: bool('Of a part of a bridge (default: true).').optional(),
  runner: choice(['broadcast', 'roundrobin', 'activebackup', 'loadbalance', 'lacp'], 'Of a team.').default(
    'roundrobin',
  ),
  runner_hwaddr_policy: choice(['same_all', 'by_active', 'only_active'], 'Of a team.').optional(),
  runner_fast_rate: bool('Of a team with runner=lacp.').optional(),
  vlanid: integer('Of a VLAN: its number.').optional(),
  vlandev: text('Of a VLAN: the interface it is on.').optional(),
  flags: text('Of a VLAN.').optional(),
  ingress: text('Of a VLAN: priorities of what comes in.').optional(),
  egress: text('Of a VLAN: priorities of what goes out.').optional(),
  vxlan_id: integer('Of a VXLAN: its number.').optional(),
  vxlan_local: text('Of a VXLAN: its own address.').optional(),
  vxlan_remote: text('Of a VXLAN: the other address.').optional(),
  ip_tunnel_dev: text('Of a tunnel: the interface it is on.').optional(),
  ip_tunnel_local: text('Of a tunnel: its own address.').optional(),
  ip_tunnel_remote: text('Of a tunnel: the other address.').optional(),
  ip_tunnel_input_key: text('Of a GRE tunnel.').secret().optional(),
  ip_tunnel_output_key: text('Of a GRE tunnel.').secret().optional(),
  transport_mode: choice(['datagram', 'connected'], 'Of Infiniband.').optional(),
  ssid: text('The name of the WLAN.').optional(),
  wifi: dict("Properties of NetworkManager's setting 802-11-wireless.").optional(),
  wifi_sec: dict("Properties of NetworkManager's setting 802-11-wireless-security.").secret().optional(),
  gsm: dict("Properties of NetworkManager's setting gsm.").secret().optional(),
  macvlan: dict("Properties of NetworkManager's setting macvlan: mode and parent are needed.").optional(),
  wireguard: dict("Properties of NetworkManager's setting wireguard.").secret().optional(),
  vpn: dict('permissions, service-type, and the data of the VPN.').secret().optional(),
  ignore_unsupported_suboptions: bool('Leave out what the NetworkManager of the host does not know.').default(false),
};
export type NmcliParams = ParamsOf<typeof nmcliParams>;

/** Why the parameters make no sense together. */
export function refuseNmcli(given: NmcliParams): string | undefined {
  const { gw4, never_default4: never, routes4, routes4_extended, routes6, routes6_extended, type } = given;
  const exclusive = (names: string): string => `parameters are mutually exclusive: ${names}`;
  if (gw4 !== undefined && never) return exclusive('never_default4|gw4');
  if (routes4 && routes4_extended) return exclusive('routes4_extended|routes4');
  if (routes6 && routes6_extended) return exclusive('routes6_extended|routes6');
  if (given.runner_fast_rate !== undefined && given.runner !== 'lacp')
    return 'runner-fast-rate is only allowed for runner lacp';
  if (given.state !== 'present') return undefined;
  if (type === 'wifi' && given.ssid === undefined) return 'type is wifi but all of the following are missing: ssid';
  const needed = { macvlan: ['mode', 'parent'], vpn: ['service-type', 'gateway', 'user', 'permissions'] };
  for (const kind of ['macvlan', 'vpn'] as const) {
    const missing = needed[kind].filter((name) => given[kind]?.[name] === undefined);
    if (type === kind && missing.length > 0) return `type is ${kind} but '${kind}' has no ${missing.join(', ')}`;
  }
  return undefined;
}
