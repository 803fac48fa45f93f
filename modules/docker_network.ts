// Manages networks of Docker.

import { defineModule, networkLook, networkParams, planNetwork } from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage networks of Docker',
  description:
    'Needs the docker program on the host, and no Python. A network whose options are others than asked for is made anew: its containers are disconnected, and connected again where they are listed or appends is true.',
  collection: 'community.docker',
  params: networkParams,
  returns: { network: 'what inspecting the network says; empty where it is absent' },
  examples: [
    { name: 'A network', yaml: 'community.docker.docker_network:\n  name: backend\n  internal: true' },
    {
      name: 'One with a subnet, and a container in it',
      yaml: 'community.docker.docker_network:\n  name: shop\n  ipam_config:\n    - subnet: 172.30.0.0/24\n      gateway: 172.30.0.1\n  connected: [web]\n  appends: true',
    },
  ],
  undo: 'A new network is removed, and containers are connected as they were; a removed one is not made again.',
  look: (given) => ({ network: networkLook(given) }),
  plan: (given, { network }) => planNetwork(given, network),
});
