// The parameters of docker_image.

import { bool, choice, dict, integer, list, type ParamsOf, path, record, text } from '../../params.ts';
import { dockerParams } from '../client.ts';

const limits = {
  cpusetcpus: text('Which processors.').optional(),
  cpushares: integer('The weight for processors.').optional(),
  memory: integer('The limit of memory, in bytes.').optional(),
  memswap: integer('The limit of memory and swap, in bytes; -1 for none.').optional(),
};

const build = {
  path: path('The directory with what the image is built from.'),
  args: dict('Arguments of the build; they stay to be read in the image.').optional(),
  cache_from: list(text('An image.'), 'Images whose layers may be used again.').optional(),
  container_limits: record(limits, 'Limits of the containers in which it is built.').optional(),
  dockerfile: text('The Dockerfile, within the directory or anywhere.').optional(),
  etc_hosts: dict('Addresses by name for the /etc/hosts of the build.').optional(),
  http_timeout: integer('Seconds to wait for an answer.').obsolete('the docker program has no limit of its own'),
  network: text('The network of the build.').optional(),
  nocache: bool('Build everything, even what is known.').default(false),
  platform: text('For which platform: `os[/arch[/variant]]`.').optional(),
  pull: bool('Look for newer images to build upon.').default(false),
  rm: bool('Remove the containers in which it was built.').default(true),
  target: text('The stage at which the build ends.').optional(),
  use_config_proxy: bool(
    'Build with the proxies of the docker configuration, as the docker program always does.',
  ).optional(),
};

/** The parameters of docker_image. */
export const imageParams = {
  ...dockerParams,
  name: text('The image, with or without its tag; or its id.'),
  tag: text('Its tag, where the name has none.').default('latest'),
  state: choice(['absent', 'present'], 'Whether it shall be there.').default('present'),
  source: choice(
    ['build', 'load', 'pull', 'local'],
    'Where it comes from; `local` takes it to be there already.',
  ).optional(),
  build: record(build, 'How it is built.').optional(),
  pull: record({ platform: text('For which platform.').optional() }, 'How it is pulled.').optional(),
  load_path: path('The archive from which it is loaded.').optional(),
  archive_path: path('An archive to save it to.').optional(),
  repository: text('Another name to give it, with or without a tag.').optional(),
  push: bool('Push it to the registry that its name, or the other name, says.').default(false),
  force_source: bool('Build, load or pull it, even where it is there.').default(false),
  force_tag: bool('Take the other name away from another image.').default(false),
  force_absent: bool('Remove it from under whatever uses it.').default(false),
};

export type ImageParams = ParamsOf<typeof imageParams>;
export type BuildParams = NonNullable<ImageParams['build']>;

/** Why parameters of docker_image make no sense; `undefined` where they do. */
export function refuseImage({ state, source, build: how, load_path }: ImageParams): string | undefined {
  if (state === 'absent') return undefined;
  if (source === undefined) return 'state is present but all of the following are missing: source';
  if (source === 'build' && how === undefined) return 'source is build but all of the following are missing: build';
  if (source === 'load' && load_path === undefined)
    return 'source is load but all of the following are missing: load_path';
  if (how?.use_config_proxy === false)
    return 'use_config_proxy is no, but the docker program always builds with the proxies of its configuration; take them out there';
  return undefined;
}
