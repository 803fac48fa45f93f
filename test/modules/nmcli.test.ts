// nmcli is a stand-in: lab hosts have no NetworkManager. What it answers was recorded from NetworkManager 1.42.

import { expect } from 'chai';
import nmcli from '../../modules/nmcli.ts';
import { isAsWanted } from '../../src/module/nmcli/seen.ts';
import { type StandInCase, standInTests } from '../support/stand-ins.ts';

// A secret must come by standard input. The editor repeats what it reads, and asks whether it may quit.
const nmcliWith = (connection: string): Readonly<Record<string, string>> => ({
  nmcli: `case "$*$(export -p)" in *secret*) echo 'Error: the secret is in the open' >&2; exit 2;; esac
case "$*" in
'-t -s connection show id '*) ${
    connection === ''
      ? `echo 'Error: x - no such connection profile.' >&2; exit 10`
      : `cat <<'END'\n${connection}\nEND\n`
  };;
'connection edit '*) echo "$*" >>"$LOG"; sed -e '/^yes$/d' | while read -r line; do echo "$line" >>"$LOG"; echo "nmcli> $line"; case $line in *bogus*) echo 'Error: invalid key';; esac; done
  echo "Connection 'x' successfully updated."; exit 1;;
*) echo "$*" >>"$LOG"; case "$*" in *nodevice*) echo 'Error: No suitable device found' >&2; exit 4;; 'connection add'*) echo "Connection 'x' successfully added.";; esac;;
esac`,
  sleep: ':',
  busctl: `case "$*" in
*CheckpointCreate*) echo "$*" | sed 's/.*CheckpointCreate/CheckpointCreate/' >>"$LOG";;
*CheckpointDestroy*) echo "$*" | sed 's/.*CheckpointDestroy/CheckpointDestroy/' >>"$LOG";;
*' Checkpoints') echo 'ao 2 "/org/freedesktop/NetworkManager/Checkpoint/1" "/org/freedesktop/NetworkManager/Checkpoint/2"';;
*Checkpoint/1*) echo 'u 600';;
*Checkpoint/2*) echo 'u 61';;
esac`,
});

const common = (name: string, type: string, card: string): string => `connection.id:${name}
connection.uuid:8a0d0d75-4fe5-4d4c-9a4c-e5a0f6b2d3a1
connection.type:${type}
connection.interface-name:${card}
connection.autoconnect:yes
connection.zone:`;

const IP = `ipv4.method:manual
ipv4.dns:192.0.2.53,192.0.2.54
ipv4.dns-search:
ipv4.addresses:192.0.2.5/24, 192.0.2.6/24
ipv4.gateway:192.0.2.1
ipv4.routes:192.0.3.0/24 192.0.2.1 5 onlink=true table=7, 198.51.100.0/24 192.0.2.1
ipv4.route-metric:-1
ipv4.routing-rules:priority 5 from 192.0.3.0/24 table 5000
ipv4.ignore-auto-routes:no
ipv4.ignore-auto-dns:no
ipv4.never-default:no
ipv4.may-fail:yes
ipv6.method:manual
ipv6.dns:
ipv6.addresses:2001:db8::5/64
ipv6.gateway:
ipv6.ignore-auto-routes:no
ipv6.ignore-auto-dns:no
ipv6.ip6-privacy:-1
ipv6.addr-gen-mode:default`;

const ETHERNET = `${common('office', '802-3-ethernet', 'eth1')}
802-3-ethernet.cloned-mac-address:02:00:00:00:00:0A
802-3-ethernet.mtu:auto
${IP}`;
const ACTIVE = `${ETHERNET}
GENERAL.STATE:activated
IP4.ADDRESS[1]:192.0.2.5/24`;
const BOND = `${common('bond0', 'bond', 'bond0')}
bond.options:mode=active-backup,fail_over_mac=active,miimon=100,arp_ip_target=192.0.2.1 192.0.2.2
${IP}`;
const WIFI = `${common('cafe', '802-11-wireless', 'wlan0')}
802-11-wireless.ssid:Cafe 1: the best
802-11-wireless.mode:infrastructure
802-11-wireless.mac-address-randomization:never
802-11-wireless.powersave:disable
802-11-wireless.hidden:no
802-11-wireless-security.key-mgmt:wpa-psk
802-11-wireless-security.proto:rsn
802-11-wireless-security.pairwise:tkip,ccmp
802-11-wireless-security.pmf:2
802-11-wireless-security.psk:old secret
${IP}`;

const office = {
  conn_name: 'office',
  type: 'ethernet',
  ifname: 'eth1',
  mac: '02:00:00:00:00:0a',
  ip4: ['192.0.2.5/24', '192.0.2.6/24'],
  gw4: '192.0.2.1',
  dns4: ['192.0.2.53', '192.0.2.54'],
  ip6: '2001:0DB8::0005/64',
  routes4_extended: [
    { ip: '198.51.100.0/24', next_hop: '192.0.2.1' },
    { ip: '192.0.3.0/24', next_hop: '192.0.2.1', metric: 5, table: 7, onlink: true },
  ],
  routing_rules4: 'priority 5 from 192.0.3.0/24 table 5000',
  state: 'present',
};
const wifi = { conn_name: 'cafe', type: 'wifi', ifname: 'wlan0', ssid: 'Cafe 1: the best', state: 'present' };
const bond = { conn_name: 'bond0', type: 'bond', ifname: 'bond0', mode: 'active-backup', state: 'present' };

const CHECKPOINT = 'CheckpointCreate aouu 0 61 2';
const KEPT = 'CheckpointDestroy o /org/freedesktop/NetworkManager/Checkpoint/2';
const DEFAULTS =
  'ipv4.ignore-auto-routes no ipv4.never-default no ipv4.may-fail yes ipv4.ignore-auto-dns no ipv6.ignore-auto-routes no ipv6.ignore-auto-dns no';

const CASES: readonly Omit<StandInCase, 'module'>[] = [
  {
    name: 'makes one',
    programs: nmcliWith(''),
    args: { conn_name: 'br 0', type: 'bridge', ifname: 'br0', stp: false, ip4: '10.0.0.1', state: 'present' },
    runs: [
      'connection add type bridge con-name br 0 connection.autoconnect yes connection.interface-name br0 ipv4.method manual ipv4.addresses 10.0.0.1/32 ipv4.ignore-auto-routes no ipv4.never-default no ipv4.may-fail yes ipv4.ignore-auto-dns no ipv6.ignore-auto-routes no ipv6.ignore-auto-dns no bridge.stp no bridge.priority 128 bridge.forward-delay 15 bridge.hello-time 2 bridge.max-age 20 bridge.ageing-time 300',
    ],
    undo: ['connection delete id br 0'],
    result: {
      conn_name: 'br 0',
      state: 'present',
      Connection: 'Connection br 0 of Type bridge is being added',
      stdout: "Connection 'x' successfully added.\n",
    },
  },
  {
    name: 'gives secrets by standard input, before it is activated',
    programs: nmcliWith(''),
    args: { ...wifi, wifi_sec: { 'key-mgmt': 'wpa-psk', psk: 'a secret' } },
    runs: [
      `connection add type wifi con-name cafe connection.autoconnect no connection.interface-name wlan0 ${DEFAULTS} 802-11-wireless.ssid Cafe 1: the best 802-11-wireless-security.key-mgmt wpa-psk`,
      'connection edit id cafe',
      'set 802-11-wireless-security.psk a secret',
      'save',
      'quit',
      'connection modify id cafe connection.autoconnect yes',
    ],
    undo: ['connection delete id cafe'],
  },
  {
    name: 'brings up what Ansible brings up, and keeps it as the host can be reached',
    programs: nmcliWith(''),
    args: { conn_name: 'x', type: 'dummy', dns4: ['192.0.2.53'], autoconnect: false, state: 'present' },
    runs: [
      CHECKPOINT,
      'connection add type dummy con-name x connection.autoconnect no connection.interface-name x ipv4.ignore-auto-routes no ipv4.never-default no ipv4.may-fail yes ipv4.dns 192.0.2.53 ipv4.ignore-auto-dns no ipv6.ignore-auto-routes no ipv6.ignore-auto-dns no ipv4.method disabled ipv6.method disabled',
      'connection up id x',
      KEPT,
    ],
  },
  { name: 'leaves one that is as wanted, however it is written', programs: nmcliWith(ETHERNET), args: office },
  {
    name: 'changes what differs',
    programs: nmcliWith(ETHERNET),
    args: { ...office, mtu: 9000, dns4: ['192.0.2.54', '192.0.2.53'], autoconnect: false, zone: 'dmz' },
    runs: [
      'connection modify id office connection.autoconnect no connection.zone dmz 802-3-ethernet.mtu 9000 ipv4.dns 192.0.2.54,192.0.2.53',
    ],
    undo: [
      'connection modify id office connection.autoconnect yes connection.zone  802-3-ethernet.mtu auto ipv4.dns 192.0.2.53,192.0.2.54',
    ],
    result: { Exists: 'Connections do exist so we are modifying them' },
  },
  {
    name: 'changes the zone of an active one under a checkpoint',
    programs: nmcliWith(ACTIVE),
    args: { ...office, zone: 'dmz', conn_reload: true },
    runs: [CHECKPOINT, 'connection modify id office connection.zone dmz', 'connection reload', KEPT],
  },
  {
    name: 'leaves the options of a bond',
    programs: nmcliWith(BOND),
    args: { ...bond, miimon: 100, arp_ip_target: '192.0.2.1,192.0.2.2' },
  },
  {
    name: 'changes one option of a bond',
    programs: nmcliWith(BOND),
    args: { ...bond, miimon: 200 },
    runs: [
      'connection modify id bond0 bond.options mode=active-backup,fail_over_mac=active,arp_ip_target=192.0.2.1 192.0.2.2,miimon=200',
    ],
    undo: [
      'connection modify id bond0 bond.options mode=active-backup,fail_over_mac=active,miimon=100,arp_ip_target=192.0.2.1 192.0.2.2',
    ],
  },
  {
    name: 'leaves a WLAN and its secret',
    programs: nmcliWith(WIFI),
    args: {
      ...wifi,
      wifi: { hidden: false, powersave: 2, 'mac-address-randomization': 1 },
      wifi_sec: { 'key-mgmt': 'wpa-psk', psk: 'old secret', pmf: 2, proto: ['rsn'], pairwise: ['ccmp', 'tkip'] },
    },
  },
  {
    name: 'changes a secret',
    programs: nmcliWith(WIFI),
    args: { ...wifi, wifi_sec: { psk: 'new secret' } },
    runs: ['connection edit id cafe', 'set 802-11-wireless-security.psk new secret', 'save', 'quit'],
    undo: ['connection edit id cafe', 'set 802-11-wireless-security.psk old secret', 'save', 'quit'],
  },
  {
    name: 'deletes one that is active under a checkpoint',
    programs: nmcliWith(ACTIVE),
    args: { conn_name: 'office', state: 'absent' },
    runs: [CHECKPOINT, 'connection delete id office', KEPT],
    result: { conn_name: 'office', state: 'absent' },
  },
  {
    name: 'deletes one that is not active',
    programs: nmcliWith(ETHERNET),
    args: { conn_name: 'office', state: 'absent' },
    runs: ['connection delete id office'],
  },
  { name: 'deletes none', programs: nmcliWith(''), args: { conn_name: 'office', state: 'absent' } },
  {
    name: 'activates one',
    programs: nmcliWith(ETHERNET),
    args: { conn_name: 'office', state: 'up' },
    runs: [CHECKPOINT, 'connection up id office', KEPT],
    undo: ['connection down id office'],
  },
  { name: 'leaves an active one', programs: nmcliWith(ACTIVE), args: { conn_name: 'office', state: 'up' } },
  {
    name: 'ends one',
    programs: nmcliWith(ACTIVE),
    args: { conn_name: 'office', state: 'down' },
    runs: [CHECKPOINT, 'connection down id office', KEPT],
    undo: ['connection up id office'],
  },
  {
    name: 'activates none',
    programs: nmcliWith(''),
    args: { conn_name: 'x', state: 'up' },
    fails: "no connection 'x'",
  },
  { name: 'wants nmcli', programs: {}, args: office, fails: 'install network-manager' },
  {
    name: 'wants NetworkManager to run',
    programs: { nmcli: "echo 'Error: NetworkManager is not running.' >&2; exit 8" },
    args: office,
    fails: 'NetworkManager is not running; start it first',
  },
  {
    name: 'wants a type',
    programs: nmcliWith(''),
    args: { conn_name: 'x', state: 'present' },
    fails: "'type' is needed",
  },
  {
    name: 'makes no other type of one that is there',
    programs: nmcliWith(ETHERNET),
    args: { conn_name: 'office', type: 'vlan', vlanid: 5, vlandev: 'eth0', state: 'present' },
    fails: "the connection 'office' is of the type 802-3-ethernet, not vlan",
  },
  {
    name: 'gives the editor no second line',
    programs: nmcliWith(WIFI),
    args: { ...wifi, wifi_sec: { psk: 'a\nremove ipv4' } },
    fails: 'has a line break in it',
  },
  {
    name: 'knows what excludes what',
    programs: nmcliWith(''),
    args: { conn_name: 'x', type: 'ethernet', gw4: '192.0.2.1', never_default4: true, state: 'present' },
    fails: 'parameters are mutually exclusive: never_default4|gw4',
  },
  {
    name: 'wants a network',
    programs: nmcliWith(''),
    args: { conn_name: 'x', type: 'wifi', state: 'present' },
    fails: 'type is wifi but all of the following are missing: ssid',
  },
];

describe('nmcli', () => {
  standInTests(CASES.map((one) => ({ ...one, module: nmcli })));

  const same: readonly (readonly [property: string, wanted: string, shown: string, isSame: boolean])[] = [
    ['ipv6.ip6-privacy', '0', '0 (disabled)', true],
    ['802-3-ethernet.mtu', '0', 'auto', true],
    ['802-3-ethernet.mtu', '1500', 'auto', false],
    ['wireguard.fwmark', '0x11', '0x11', true],
    ['wireguard.ip4-auto-default-route', 'yes', '1', true],
    ['wireguard.ip4-auto-default-route', 'no', '-1', false],
    ['connection.permissions', 'alice', 'user:alice', true],
    ['vpn.data', 'gateway=a,user=b', 'user = b, gateway = a', true],
    ['vpn.data', 'gateway=a,user=c', 'user = b, gateway = a', false],
    ['vlan.egress-priority-map', '3:4,5:6', '3:4 5:6', true],
    ['ipv6.routes', '2001:0db8:1::/64 2001:db8::01', '2001:db8:1::/64 2001:db8::1', true],
    ['ipv4.dns', '192.0.2.1,192.0.2.2', '192.0.2.2,192.0.2.1', false],
    ['802-11-wireless.ssid', 'yes', '1', false],
    ['802-11-wireless-security.psk', '0x10', '16', false],
  ];
  for (const [property, wanted, shown, isSame] of same) {
    it(`takes ${property} '${shown}' ${isSame ? 'as' : 'not as'} '${wanted}'`, () => {
      expect(isAsWanted(property, wanted, shown)).to.equal(isSame);
    });
  }
});
