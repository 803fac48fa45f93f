// Manages connections of NetworkManager.

import { defineModule, nmcliLook, nmcliParams, planNmcli, refuseNmcli } from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage connections of NetworkManager',
  description:
    'Needs nmcli on the host. Secrets are given to it on its standard input, not as arguments. What takes effect at once (deleting, activating or ending a connection, the zone of an active one) is done under a checkpoint of NetworkManager: if the host cannot be reached any more afterwards, everything is as it was before after a minute.',
  collection: 'community.general',
  params: nmcliParams,
  returns: {
    conn_name: 'the connection',
    state: 'the state',
    Exists: 'for a connection that was there: whether it is changed',
    Connection: 'for a new one: that it is added',
    stdout: 'what nmcli said',
  },
  examples: [
    {
      name: 'A static address',
      yaml: 'community.general.nmcli:\n  conn_name: office\n  type: ethernet\n  ifname: eth1\n  ip4: 192.0.2.10/24\n  gw4: 192.0.2.1\n  dns4: [192.0.2.53, 198.51.100.53]\n  state: present',
    },
    {
      name: 'A WLAN',
      yaml: "community.general.nmcli:\n  conn_name: cafe\n  type: wifi\n  ifname: wlan0\n  ssid: Cafe\n  wifi_sec:\n    key-mgmt: wpa-psk\n    psk: '{{ cafe_key }}'\n  state: present",
    },
    { name: 'One that is gone', yaml: 'community.general.nmcli:\n  conn_name: office\n  state: absent' },
  ],
  undo: 'A deleted connection is not made again.',
  refuse: refuseNmcli,
  look: (given) => ({ connection: nmcliLook(given) }),
  plan: (given, { connection }) => planNmcli(given, connection),
});
