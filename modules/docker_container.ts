// Manages containers of Docker.

import { containerLooks, containerParams, defineModule, planContainer, refuseContainer } from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage containers of Docker',
  description:
    'Needs the docker program on the host, and no Python. A container that differs from what is asked for is altered where Docker can do that (limits, restart policy, networks), and otherwise removed and made anew with the options given: give all that it needs. What a container has beside that is no difference, unless comparisons say `strict`. Values of variables and all other options reach the daemon by standard input, never by arguments that others can see.',
  collection: 'community.docker',
  params: containerParams,
  returns: {
    container:
      'what inspecting the container says, with its `Output` where the task waited for its end; absent with it',
    status: 'the code with which it ended, where the task waited for that',
  },
  examples: [
    {
      name: 'A web server',
      yaml: 'community.docker.docker_container:\n  name: web\n  image: nginx:1.27\n  ports: ["80:80", "127.0.0.1:8081:81"]\n  volumes: [/srv/www:/usr/share/nginx/html:ro]\n  env: {TZ: Europe/Berlin}\n  restart_policy: unless-stopped',
    },
    {
      name: 'A container in two networks, with limits',
      yaml: 'community.docker.docker_container:\n  name: shop\n  image: registry.example.org/shop:2.1\n  networks:\n    - name: front\n      aliases: [shop]\n    - name: back\n      ipv4_address: 172.30.0.9\n  memory: 512M\n  cpus: 1.5\n  healthcheck:\n    test: [CMD, curl, --fail, http://localhost:8080/health]\n    interval: 30s',
    },
    {
      name: 'Run a migration and wait for its end',
      yaml: 'community.docker.docker_container:\n  name: migrate\n  image: registry.example.org/shop:2.1\n  command: [./manage, migrate]\n  detach: false\n  cleanup: true',
    },
    {
      name: 'Nothing but these variables, whatever the image is',
      yaml: 'community.docker.docker_container:\n  name: worker\n  image: registry.example.org/worker\n  env: {QUEUE: mails}\n  comparisons: {image: ignore, env: strict}',
    },
    { name: 'Remove a container', yaml: 'community.docker.docker_container:\n  name: old\n  state: absent' },
  ],
  check:
    'Check mode shows the changes that a run would make, and later tasks see the host as if they had been made. What a registry has is not asked: see pull_check_mode_behavior.',
  undo: 'A new container is removed, limits and networks are put back, and a container that was started or stopped is stopped or started; one that was removed or made anew is not made again.',
  refuse: refuseContainer,
  look: containerLooks,
  plan: planContainer,
});
