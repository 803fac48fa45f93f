// Manages who a host is to registries of images.

import { defineModule, loginLooks, loginParams, planLogin, refuseLogin } from '../src/module/index.ts';

export default defineModule({
  summary: 'Log a host into registries of images',
  description:
    'Needs the docker program on the host, and no Python. The registry is asked through the daemon, in check mode too, where the file does not have the same name and password already. Where the configuration of docker names a program that keeps passwords, that program is given it; the password reaches every program by standard input.',
  collection: 'community.docker',
  params: loginParams,
  returns: { login_result: 'what the registry said, or as whom the host was known already' },
  examples: [
    {
      name: 'Log into a registry',
      yaml: "community.docker.docker_login:\n  registry_url: registry.example.org\n  username: deploy\n  password: '{{ registry_password }}'",
    },
    {
      name: 'Log out of it',
      yaml: 'community.docker.docker_login:\n  registry_url: registry.example.org\n  state: absent',
    },
  ],
  refuse: refuseLogin,
  look: loginLooks,
  plan: planLogin,
});
