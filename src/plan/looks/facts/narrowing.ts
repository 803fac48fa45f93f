// What a gathering leaves out where it is known which facts can be asked for.

import type { Sections, Subset } from './script.ts';

/** Facts, and the sections of the script that they come from, where these cost something: programs, or many files. */
interface Group {
  readonly part: Subset;
  readonly facts: readonly string[];
  readonly sections: readonly string[];
}

const PLATFORM = [
  ...['system', 'nodename', 'hostname', 'kernel', 'kernel_version', 'machine', 'architecture'],
  ...['userspace_architecture', 'userspace_bits'],
];

const USER = [
  ...['user_id', 'user_uid', 'user_gid', 'user_gecos', 'user_dir', 'user_shell', 'real_user_id'],
  ...['effective_user_id', 'real_group_id', 'effective_group_id'],
];

const PROCESSORS = [
  ...['processor', 'processor_count', 'processor_cores', 'processor_threads_per_core', 'processor_vcpus'],
  'processor_nproc',
];

const FIRMWARE = [
  ...['bios_date', 'bios_vendor', 'bios_version', 'board_asset_tag', 'board_name', 'board_serial', 'board_vendor'],
  ...['board_version', 'chassis_asset_tag', 'chassis_serial', 'chassis_vendor', 'chassis_version', 'form_factor'],
  ...['product_name', 'product_serial', 'product_uuid', 'product_version', 'system_vendor'],
];

const MEMORY = ['memtotal_mb', 'memfree_mb', 'swaptotal_mb', 'swapfree_mb', 'memory_mb', 'uptime_seconds'];

/** Those of the interfaces, named after each, come on top. */
const NETWORK = [
  ...['interfaces', 'default_ipv4', 'default_ipv6', 'all_ipv4_addresses', 'all_ipv6_addresses', 'iscsi_iqn'],
  ...['fibre_channel_wwn', 'hostnqn'],
];

const VIRTUAL = [
  ...['virtualization_type', 'virtualization_role', 'virtualization_tech_guest', 'virtualization_tech_host'],
];

const GROUPS: readonly Group[] = [
  { part: 'min', facts: ['env'], sections: ['env'] },
  { part: 'min', facts: PLATFORM, sections: ['uname'] },
  { part: 'min', facts: ['fqdn', 'domain'], sections: ['uname', 'hostname'] },
  { part: 'min', facts: USER, sections: ['user', 'passwd'] },
  { part: 'min', facts: ['python', 'python_version'], sections: ['python'] },
  { part: 'min', facts: ['date_time'], sections: ['date'] },
  { part: 'min', facts: ['system_capabilities', 'system_capabilities_enforced'], sections: ['caps'] },
  { part: 'min', facts: ['lsb'], sections: ['lsb-program'] },
  { part: 'network', facts: NETWORK, sections: [] },
  { part: 'virtual', facts: VIRTUAL, sections: [] },
  { part: 'hardware', facts: MEMORY, sections: [] },
  { part: 'hardware', facts: PROCESSORS, sections: ['nproc'] },
  { part: 'hardware', facts: FIRMWARE, sections: ['dmi'] },
  { part: 'hardware', facts: ['mounts'], sections: ['mounts', 'statfs', 'disk-links'] },
  { part: 'hardware', facts: ['devices', 'device_links'], sections: ['disk-links', 'block-links', 'block'] },
  { part: 'hardware', facts: ['lvm'], sections: ['lvm'] },
];

/** Facts that are always there where their part is: they cost next to nothing, or (`local`) do something on the host. */
const FREE = [
  ...['apparmor', 'cmdline', 'proc_cmdline', 'distribution', 'distribution_version', 'distribution_major_version'],
  ...['distribution_minor_version', 'distribution_release', 'distribution_file_parsed', 'distribution_file_path'],
  ...[
    'distribution_file_variety',
    'os_family',
    'dns',
    'fips',
    'is_chroot',
    'loadavg',
    'local',
    'machine_id',
    'pkg_mgr',
  ],
  ...['selinux', 'selinux_python_present', 'service_mgr'],
  ...['dsa', 'ecdsa', 'ed25519', 'rsa'].flatMap((type) => [
    `ssh_host_key_${type}_public`,
    `ssh_host_key_${type}_public_keytype`,
  ]),
];

const KNOWN: ReadonlySet<string> = new Set([...FREE, ...GROUPS.flatMap(({ facts }) => facts)]);

/** Whether a name, without `ansible_`, is that of a fact on any host; the facts of a host's interfaces are named after these. */
export function isFactName(name: string): boolean {
  return KNOWN.has(name);
}

/** What a gathering runs, and the facts that it leaves out for that, by part. */
export interface Narrowed extends Sections {
  readonly leftOut: ReadonlyMap<Subset, readonly string[]>;
}

/** Narrows some parts to what can be asked for; a name that is no fact's may be an interface's. Without `asked` everything can be. */
export function narrowed(parts: ReadonlySet<Subset>, asked?: readonly string[]): Narrowed {
  if (asked === undefined) return { parts, without: new Set(), leftOut: new Map() };
  const names = new Set(asked.map((name) => (KNOWN.has(name) ? name : 'interfaces')));
  const groups = GROUPS.filter(({ part }) => parts.has(part));
  const wanted = groups.filter(({ facts }) => facts.some((fact) => names.has(fact)));
  const needed = new Set(wanted.flatMap(({ sections }) => sections));
  const kept = new Set([...parts].filter((part) => part === 'min' || wanted.some((group) => group.part === part)));
  const isThere = ({ part, sections }: Group): boolean =>
    kept.has(part) && sections.every((section) => needed.has(section));
  const missing = groups.filter((group) => !isThere(group));
  return {
    parts: kept,
    without: new Set(groups.flatMap(({ sections }) => sections).filter((section) => !needed.has(section))),
    leftOut: new Map(
      [...parts].map((part) => [part, missing.filter((group) => group.part === part).flatMap(({ facts }) => facts)]),
    ),
  };
}
