// Manages images of Docker.

import { defineModule, imageLooks, imageParams, planImage, refuseImage } from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage images of Docker',
  description:
    'Needs the docker program on the host, and no Python. Images are built, pulled and pushed by that program, with what its configuration says of registries and builders. What is in an archive is told by the archive itself, in check mode too.',
  collection: 'community.docker',
  params: imageParams,
  returns: {
    image: 'what inspecting the image says; `state: Deleted` where it was removed',
    actions: 'what was done, in words',
    stdout: 'what building or loading it said',
  },
  examples: [
    { name: 'Pull an image', yaml: 'community.docker.docker_image:\n  name: nginx:1.27\n  source: pull' },
    {
      name: 'Build an image and push it',
      yaml: "community.docker.docker_image:\n  name: registry.example.org/shop\n  tag: '2.1'\n  source: build\n  build:\n    path: /srv/shop\n    args: {VERSION: '2.1'}\n    pull: true\n  push: true\n  force_source: true",
    },
    {
      name: 'Give an image another name',
      yaml: 'community.docker.docker_image:\n  name: shop:2.1\n  source: local\n  repository: shop:stable\n  force_tag: true',
    },
    {
      name: 'Save an image to an archive',
      yaml: 'community.docker.docker_image:\n  name: shop:2.1\n  source: local\n  archive_path: /srv/images/shop.tar',
    },
    {
      name: 'Load it elsewhere',
      yaml: 'community.docker.docker_image:\n  name: shop:2.1\n  source: load\n  load_path: /srv/images/shop.tar',
    },
    { name: 'Remove an image', yaml: "community.docker.docker_image:\n  name: shop\n  tag: '2.0'\n  state: absent" },
  ],
  check:
    'Check mode shows the changes that a run would make, and later tasks see the host as if they had been made. An image that is pulled again with force_source is taken to be the same, one that is built to be another, and one that is pushed to be new to the registry.',
  undo: 'A name that was given is taken away, or given back; a removed image comes back where it has another name. What a registry was given stays there.',
  refuse: refuseImage,
  look: imageLooks,
  plan: planImage,
});
