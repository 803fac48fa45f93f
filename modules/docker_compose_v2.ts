// Manages projects of docker compose.

import { composeLooks, composeParams, defineModule, planCompose, refuseCompose } from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage projects of docker compose',
  description:
    'Needs the docker program with its compose plugin (2.18 or later) on the host, and no Python. Compose says by its dry run what it would do, which builds nothing; only where there is something to do is it run. A definition reaches it by standard input and leaves no file.',
  collection: 'community.docker',
  params: composeParams,
  returns: {
    actions: 'what was done, each with `what`, `id` and `status`',
    containers: 'the containers of the project, as `docker compose ps` tells them',
    images: 'their images',
    stdout: 'what compose said, where it was run',
    stderr: 'the same',
  },
  examples: [
    {
      name: 'Bring a project up and wait until it is well',
      yaml: 'community.docker.docker_compose_v2:\n  project_src: /srv/shop\n  pull: always\n  remove_orphans: true\n  wait: true\n  wait_timeout: 120',
    },
    {
      name: 'A project without a file',
      yaml: 'community.docker.docker_compose_v2:\n  project_name: cache\n  definition:\n    services:\n      redis:\n        image: redis:7\n        restart: unless-stopped',
    },
    {
      name: 'Restart one service',
      yaml: 'community.docker.docker_compose_v2:\n  project_src: /srv/shop\n  services: [web]\n  state: restarted',
    },
    {
      name: 'Take a project down with its volumes',
      yaml: 'community.docker.docker_compose_v2:\n  project_src: /srv/shop\n  state: absent\n  remove_volumes: true',
    },
  ],
  check:
    'Check mode shows what the dry run of compose tells. An image that would be pulled again or built again is taken to be the same.',
  undo: 'A project of which nothing was there is taken down, and services that were stopped are started; containers that were made anew or removed are not made again.',
  refuse: refuseCompose,
  look: composeLooks,
  plan: planCompose,
});
