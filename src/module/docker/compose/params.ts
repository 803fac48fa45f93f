// The parameters of docker_compose_v2.

import { bool, choice, dict, integer, list, type ParamsOf, path, text } from '../../params.ts';
import { dockerParams } from '../client.ts';

const { docker_host, tls, validate_certs, ca_cert, client_cert, client_key, api_version, tls_hostname } = dockerParams;

/** The parameters of docker_compose_v2. */
export const composeParams = {
  docker_host,
  tls,
  validate_certs,
  ca_path: ca_cert.alias('ca_cert', 'tls_ca_cert', 'cacert_path'),
  client_cert,
  client_key,
  api_version,
  tls_hostname,
  docker_cli: path('The docker program, where it is not found by its name.').optional(),
  cli_context: text('The context of the docker program, in place of docker_host.').optional(),
  project_src: path('The directory of the project.').optional(),
  project_name: text('The name of the project; by default that of its directory.').optional(),
  files: list(text('A file.'), 'Its files, in place of compose.yaml or docker-compose.yml.').optional(),
  definition: dict('What such a file says, in place of a directory.').optional(),
  env_files: list(text('A file.'), 'Files with variables, in place of `.env`.').optional(),
  profiles: list(text('A profile.'), 'Profiles to enable.').optional(),
  check_files_existing: bool('Say so where the files are not there.').default(true),
  state: choice(
    ['absent', 'present', 'restarted', 'stopped'],
    '`present` as by `up`, `absent` as by `down`, `stopped` made but not running, `restarted` whatever is.',
  ).default('present'),
  services: list(text('A service.'), 'The services meant; all where none is named.').default([]),
  scale: dict('How many containers services have.').default({}),
  dependencies: bool('Services on which these depend are meant too.').default(true),
  pull: choice(['always', 'missing', 'never', 'policy'], 'When images are pulled; `policy` as the files say.').default(
    'policy',
  ),
  build: choice(['always', 'never', 'policy'], 'When images are built; `policy` as the files say.').default('policy'),
  ignore_build_events: bool('An image that is built is no change.').default(true),
  recreate: choice(['always', 'never', 'auto'], 'When containers are made anew.').default('auto'),
  renew_anon_volumes: bool('Containers made anew get new nameless volumes.').default(false),
  remove_images: choice(['all', 'local'], 'Images to remove too; `local` those without a tag of their own.').optional(),
  remove_volumes: bool('Remove the volumes too.').default(false),
  remove_orphans: bool('Remove containers of services that the files do not have.').default(false),
  timeout: integer('Seconds that containers have to stop.').optional(),
  wait: bool('Wait until containers run, or are well.').default(false),
  wait_timeout: integer('Seconds to wait at most.').optional(),
  assume_yes: bool('Answer questions with yes.').alias('yes').default(false),
};

export type ComposeParams = ParamsOf<typeof composeParams>;

/** Why parameters of docker_compose_v2 make no sense; `undefined` where they do. */
export function refuseCompose(given: ComposeParams): string | undefined {
  const { project_src, project_name, definition, files, wait, wait_timeout } = given;
  if (definition === undefined) {
    if (project_src === undefined) return 'one of the following is required: definition, project_src';
  } else {
    if (project_src !== undefined) return 'parameters are mutually exclusive: definition|project_src';
    if (files !== undefined) return 'parameters are mutually exclusive: definition|files';
    if (project_name === undefined) return "definition needs 'project_name'";
  }
  if (given.cli_context !== undefined && given.tls) return 'parameters are mutually exclusive: cli_context|tls';
  return wait_timeout !== undefined && !wait ? 'wait_timeout has no meaning without wait' : undefined;
}
