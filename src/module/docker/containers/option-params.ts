// The parameters of docker_container that describe a container.

import { bool, choice, dict, float, integer, list, path, raw, record, text } from '../../params.ts';

const size = (doc: string) => text(`${doc}, such as \`64M\`.`).optional();
const rate = { path: text('The device.'), rate: text('Bytes in a second, such as `20M`.') };
const operations = { path: text('The device.'), rate: integer('Operations in a second.') };

const healthcheck = {
  test: raw('The command: text for a shell, or a list that begins with CMD, CMD-SHELL or NONE.').optional(),
  interval: text('The time between two checks, such as `1m30s`.').optional(),
  timeout: text('How long one may take.').optional(),
  retries: integer('How many must fail in a row.').optional(),
  start_period: text('How long a container may take to begin with.').optional(),
  start_interval: text('The time between two checks in the beginning.').optional(),
};

const request = {
  capabilities: list(
    list(text('A capability.'), 'Capabilities, of which all are wanted.'),
    'Lists of capabilities, of which one is wanted.',
  ).optional(),
  count: integer('How many devices; -1 for all.').optional(),
  device_ids: list(text('A device.'), 'Which devices.').optional(),
  driver: text('The driver.').optional(),
  options: dict('The options of the driver.').optional(),
};

const mount = {
  target: text('Where in the container.'),
  source: text('A path of the host, or the name of a volume.').optional(),
  type: choice(['bind', 'npipe', 'tmpfs', 'volume'], 'What is mounted.').default('volume'),
  read_only: bool('Nothing can be written there.').optional(),
  consistency: choice(['cached', 'consistent', 'default', 'delegated'], 'How consistent it is.').optional(),
  propagation: choice(
    ['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave'],
    'How mounts below a bind propagate.',
  ).optional(),
  create_mountpoint: bool('Make the source of a bind where it is missing.').optional(),
  non_recursive: bool('Leave out the mounts below a bind.').optional(),
  read_only_non_recursive: bool('A read-only bind is so without the mounts below it.').optional(),
  read_only_force_recursive: bool('A read-only bind is so with all mounts below it, or fails.').optional(),
  no_copy: bool('A new volume stays empty.').optional(),
  labels: dict('The labels of a new volume.').optional(),
  volume_driver: text('The driver of a new volume.').optional(),
  volume_options: dict('The options of its driver.').optional(),
  subpath: text('A directory within the volume.').optional(),
  tmpfs_size: size('The size of a tmpfs'),
  tmpfs_mode: text('The mode of a tmpfs, in octal.').optional(),
};

/** What a container runs, and as whom. */
const process = {
  command: raw('The command, as text or as a list.').optional(),
  entrypoint: list(text('A word.'), 'What stands before the command, in place of what the image says.').optional(),
  env: dict('Environment variables; values are texts, in quotes.').optional(),
  env_file: path('A file on the host with more of them, a `NAME=value` in each line.').optional(),
  working_dir: text('Where it begins.').optional(),
  user: text('As whom: `user`, `user:group`, names or numbers.').optional(),
  groups: list(text('A group.'), 'Further groups, by name or number.').optional(),
  hostname: text('The name of the host that it sees.').optional(),
  domainname: text('The name of its domain.').optional(),
  interactive: bool('Keep its input open.').optional(),
  tty: bool('Give it a terminal.').optional(),
  init: bool('Run an init in it that reaps processes.').optional(),
  stop_signal: text('The signal that ends it.').optional(),
  stop_timeout: integer('Seconds that it has to end.').optional(),
  healthcheck: record(healthcheck, 'How to find out whether it is well.').optional(),
  labels: dict('Its labels.').optional(),
  runtime: text('What runs it.').optional(),
  platform: text('For which platform: `os[/arch[/variant]]`.').optional(),
};

/** How much of the host it may use. */
const resources = {
  blkio_weight: integer('Its weight for block devices, 10 to 1000.').optional(),
  cgroup_parent: text('Its parent control group.').optional(),
  cgroupns_mode: choice(['host', 'private'], 'The namespace of its control groups.').optional(),
  cpu_period: integer('The period of the processor quota.').optional(),
  cpu_quota: integer('The processor quota.').optional(),
  cpu_shares: integer('Its weight for processors.').optional(),
  cpus: float('How many processors it may use.').optional(),
  cpuset_cpus: text('Which processors: `0,2` or `0-3`.').optional(),
  cpuset_mems: text('Which memory nodes.').optional(),
  device_read_bps: list(record(rate, 'A device.'), 'How fast it may read devices.').optional(),
  device_write_bps: list(record(rate, 'A device.'), 'How fast it may write to devices.').optional(),
  device_read_iops: list(record(operations, 'A device.'), 'How often it may read devices.').optional(),
  device_write_iops: list(record(operations, 'A device.'), 'How often it may write to devices.').optional(),
  kernel_memory: size('The limit of kernel memory'),
  memory: size('The limit of memory'),
  memory_reservation: size('The soft limit of memory'),
  memory_swap: size('The limit of memory and swap, `unlimited` or'),
  memory_swappiness: integer('How readily it is swapped, 0 to 100.').optional(),
  oom_killer: bool('Whether the killer of large processes is switched off, as Ansible has it.').optional(),
  oom_score_adj: integer('How readily it is killed.').optional(),
  pids_limit: integer('How many processes; -1 for any number.').optional(),
  shm_size: size('The size of /dev/shm'),
  storage_opts: dict('Options of the storage driver.').optional(),
  ulimits: list(text('`nofile:1024:2048`.'), 'Limits of its processes.').optional(),
};

/** What it may do to the host. */
const rights = {
  capabilities: list(text('A capability.'), 'Capabilities to add.').optional(),
  cap_drop: list(text('A capability.'), 'Capabilities to take away.').optional(),
  devices: list(text('`/dev/a:/dev/b:rwm`.'), 'Devices of the host.').optional(),
  device_cgroup_rules: list(text('`c 42:* rwm`.'), 'Rules for devices that may come.').optional(),
  device_requests: list(record(request, 'A request.'), 'Devices that a driver is asked for, such as GPUs.').optional(),
  ipc_mode: text('The namespace of its shared memory.').optional(),
  pid_mode: text('The namespace of its processes.').optional(),
  privileged: bool('It may do everything.').optional(),
  read_only: bool('Nothing can be written to its root file system.').optional(),
  security_opts: list(text('`label:user:User`.'), 'Options of the security modules.').optional(),
  sysctls: dict('Kernel parameters of its namespaces.').optional(),
  userns_mode: text('The namespace of its users: `host` or nothing.').optional(),
  uts: text('The namespace of its host name.').optional(),
};

/** How it is reached, and what it reaches. */
const network = {
  default_host_ip: text('The address of the host for published ports that name none.').optional(),
  dns_opts: list(text('An option.'), 'Options of its resolver.').optional(),
  dns_search_domains: list(text('A domain.'), 'Domains that its resolver searches.').optional(),
  dns_servers: list(text('An address.'), 'The name servers that it asks.').optional(),
  etc_hosts: dict('Addresses by name for its /etc/hosts.').optional(),
  exposed_ports: list(text('`80`, `53/udp`, `70-79`.'), 'Ports on which it listens.')
    .alias('exposed', 'expose')
    .optional(),
  links: list(text('`container:alias`.'), 'Containers whose names it knows.').optional(),
  mac_address: text('Its hardware address.').optional(),
  network_mode: text('`bridge`, `host`, `none`, `container:NAME`, a network, or `default`.').optional(),
  publish_all_ports: bool('Publish every port on which it listens.').optional(),
  published_ports: list(
    text('`80`, `8080:80`, `127.0.0.1:8080:80/udp`, ranges too.'),
    'Ports of the host that lead to it.',
  )
    .alias('ports')
    .optional(),
};

/** What it sees of the host's disks, and where its output goes. */
const storage = {
  log_driver: text('Where its output goes.').optional(),
  log_options: dict('Options of that.').alias('log_opt').optional(),
  mounts: list(record(mount, 'A mount.'), 'What is mounted in it, in detail.').optional(),
  tmpfs: list(text('`/run:size=1m`.'), 'File systems in memory.').optional(),
  volume_driver: text('The driver of its volumes.').optional(),
  volumes: list(path('`/host:/container:ro`, `name:/container` or `/container`.'), 'What is mounted in it.').optional(),
  volumes_from: list(text('A container.'), 'Containers whose volumes it has too.').optional(),
};

/** How it lives. */
const life = {
  auto_remove: bool('It goes when it ends.').optional(),
  restart_policy: choice(
    ['no', 'on-failure', 'always', 'unless-stopped'],
    'When it is started again; quote `no`.',
  ).optional(),
  restart_retries: integer('How often, with `on-failure`.').optional(),
};

/** All of them. */
export const optionParams = { ...process, ...resources, ...rights, ...network, ...storage, ...life };
