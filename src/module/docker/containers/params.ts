// The parameters of docker_container.

import { bool, choice, dict, float, integer, list, type ParamsOf, raw, record, text } from '../../params.ts';
import { dockerParams } from '../client.ts';
import { optionParams } from './option-params.ts';

const network = {
  name: text('The network.'),
  aliases: list(text('A name.'), 'Its names in this network.').optional(),
  ipv4_address: text('Its address there.').optional(),
  ipv6_address: text('Its IPv6 address there.').optional(),
  links: list(text('`container:alias`.'), 'Containers whose names it knows there.').optional(),
  mac_address: text('Its hardware address there.').optional(),
  driver_opts: dict('Options of the driver of the network.').optional(),
  gw_priority: integer('The network with the highest is the way out.').optional(),
};

/** The parameters of docker_container. */
export const containerParams = {
  ...dockerParams,
  name: text('The container, by name; one that is there also by id.'),
  state: choice(
    ['absent', 'present', 'stopped', 'started'],
    'Whether it shall be there; `stopped` and `started` make it first.',
  ).default('started'),
  image: text('The image, by name or id; with the tag `latest` where none is named.').optional(),
  ...optionParams,
  networks: list(record(network, 'A network.'), 'The networks to which it is connected.').optional(),
  networks_cli_compatible: bool('Connect it to the default network only where no networks are listed.').default(true),
  purge_networks: bool('Disconnect it from other networks; the same as `networks: strict` in comparisons.').default(
    false,
  ),
  comparisons: dict(
    'How options of a container that is there are compared: `strict`, `ignore` or `allow_more_present` by option; `*` for all others.',
  ).optional(),
  container_default_behavior: choice(
    ['compatibility', 'no_defaults'],
    'Whether options that are not given have the defaults of old versions.',
  ).default('no_defaults'),
  command_handling: choice(
    ['compatibility', 'correct'],
    'Whether lists of command and entrypoint are joined and split again.',
  ).default('correct'),
  image_comparison: choice(
    ['desired-image', 'current-image'],
    'The image whose variables, ports, labels and volumes a container has beside its own.',
  ).default('desired-image'),
  image_label_mismatch: choice(['ignore', 'fail'], 'What labels of the image mean where labels are strict.').default(
    'ignore',
  ),
  image_name_mismatch: choice(
    ['recreate', 'ignore'],
    'What it means that the container has the same image by another name.',
  ).default('ignore'),
  ignore_image: bool('Another image is no difference.').default(false),
  pull: raw('When the image is pulled: `always` (or yes), `missing` (or no), `never`.').optional(),
  pull_check_mode_behavior: choice(
    ['image_not_present', 'always'],
    'What check mode says of a pull, whose outcome nobody knows.',
  ).default('image_not_present'),
  recreate: bool('Make it anew in any case.').default(false),
  restart: bool('Restart it where it runs and stays as it is.').default(false),
  paused: bool('It is paused.').optional(),
  detach: bool('Leave it running; `false` waits for its end, and fails as it fails.').optional(),
  cleanup: bool('Remove it after its end, with `detach: false`.').default(false),
  output_logs: bool('Show its output; the result has it in any case.').default(false),
  force_kill: bool('Kill it where it is to stop.').alias('forcekill').default(false),
  kill_signal: text('The signal for that.').optional(),
  keep_volumes: bool('Leave the nameless volumes of a container that is removed.').default(true),
  removal_wait_timeout: float('Seconds to wait until it is removed.').optional(),
};

export type ContainerParams = ParamsOf<typeof containerParams>;
export type NetworkWish = NonNullable<ContainerParams['networks']>[number];
