// Manages volumes of Docker.

import { defineModule, planVolume, volumeLook, volumeParams } from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage volumes of Docker',
  description: 'Needs the docker program on the host, and no Python.',
  collection: 'community.docker',
  params: volumeParams,
  returns: { volume: 'what inspecting the volume says; empty where it is absent' },
  examples: [
    { name: 'A volume', yaml: 'community.docker.docker_volume:\n  name: data' },
    {
      name: 'One on a file server',
      yaml: "community.docker.docker_volume:\n  name: shared\n  driver_options:\n    type: nfs\n    o: addr=192.0.2.1,rw\n    device: ':/srv/shared'",
    },
  ],
  undo: 'A new volume is removed where nothing uses it; a removed one is not made again, since what was in it is gone.',
  look: (given) => ({ volume: volumeLook(given) }),
  plan: (given, { volume }) => planVolume(given, volume),
});
