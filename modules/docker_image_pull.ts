// Pulls images of Docker.

import { defineModule, planImagePull, pullLooks, pullParams, refuseImagePull } from '../src/module/index.ts';

export default defineModule({
  summary: 'Pull images of Docker from registries',
  description: 'Needs the docker program on the host, and no Python.',
  collection: 'community.docker',
  params: pullParams,
  returns: { image: 'what inspecting the image says', actions: 'what was done, in words' },
  examples: [
    { name: 'Pull an image', yaml: 'community.docker.docker_image_pull:\n  name: nginx:1.27' },
    {
      name: 'Pull one for another platform where it is not there',
      yaml: 'community.docker.docker_image_pull:\n  name: nginx\n  platform: linux/arm64\n  pull: not_present',
    },
  ],
  check:
    'Check mode shows the changes that a run would make, and later tasks see the host as if they had been made. An image that is pulled again is taken to be the same.',
  undo: 'An image that was not there is removed; what another was before is not kept.',
  refuse: refuseImagePull,
  look: pullLooks,
  plan: planImagePull,
});
