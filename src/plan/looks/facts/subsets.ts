// `gather_subset`: which collectors of facts are wanted, which parts of the script they need, and which facts they bring.

import type { Plain } from '../../../model/value.ts';
import type { Subset } from './script.ts';

/** What gathers facts that belong together, by Ansible's names. */
interface Collector {
  /** The part of the script that it needs. */
  readonly part: Subset;
  /** Its facts; a collector without a list brings all that its part has. */
  readonly facts?: readonly string[];
  /** Further words that ask for it, beside the names of its facts. */
  readonly words?: readonly string[];
  /** Collectors that it needs, whose facts come along. */
  readonly needs?: readonly string[];
  /** Whether it is there even with `!all`. */
  readonly minimal?: true;
}

const COLLECTORS: ReadonlyMap<string, Collector> = new Map<string, Collector>([
  ['apparmor', { part: 'min', facts: ['apparmor'], minimal: true }],
  ['caps', { part: 'min', facts: ['system_capabilities', 'system_capabilities_enforced'], minimal: true }],
  ['chroot', { part: 'min', facts: ['is_chroot'] }],
  ['cmdline', { part: 'min', facts: ['cmdline', 'proc_cmdline'], minimal: true }],
  ['date_time', { part: 'min', facts: ['date_time'], minimal: true }],
  [
    'distribution',
    {
      part: 'min',
      facts: [
        ...['distribution', 'distribution_version', 'distribution_major_version', 'distribution_minor_version'],
        ...['distribution_release', 'distribution_file_parsed', 'distribution_file_path'],
        ...['distribution_file_variety', 'os_family'],
      ],
      minimal: true,
    },
  ],
  ['dns', { part: 'min', facts: ['dns'], minimal: true }],
  ['env', { part: 'min', facts: ['env'], minimal: true }],
  ['fips', { part: 'min', facts: ['fips'], minimal: true }],
  ['fibre_channel_wwn', { part: 'network', facts: ['fibre_channel_wwn'] }],
  [
    'hardware',
    {
      part: 'hardware',
      words: [
        ...['devices', 'dmi', 'mounts', 'processor', 'processor_cores', 'processor_count', 'memory', 'lvm'],
        ...['uptime_seconds', 'product_name', 'system_vendor', 'memtotal_mb', 'memfree_mb'],
      ],
      needs: ['platform'],
    },
  ],
  ['iscsi', { part: 'network', facts: ['iscsi_iqn'] }],
  ['loadavg', { part: 'min', facts: ['loadavg'] }],
  ['local', { part: 'min', facts: ['local'], minimal: true }],
  ['lsb', { part: 'min', facts: ['lsb'], minimal: true }],
  [
    'network',
    {
      part: 'network',
      words: ['interfaces', 'default_ipv4', 'default_ipv6', 'all_ipv4_addresses', 'all_ipv6_addresses'],
      needs: ['platform', 'distribution'],
    },
  ],
  ['nvme', { part: 'network', facts: ['hostnqn'] }],
  ['pkg_mgr', { part: 'min', facts: ['pkg_mgr'], needs: ['distribution'], minimal: true }],
  [
    'platform',
    {
      part: 'min',
      facts: [
        ...['system', 'kernel', 'kernel_version', 'machine', 'python_version', 'architecture', 'machine_id'],
        ...['userspace_architecture', 'userspace_bits', 'fqdn', 'hostname', 'nodename', 'domain'],
      ],
      minimal: true,
    },
  ],
  ['python', { part: 'min', facts: ['python'], minimal: true }],
  ['selinux', { part: 'min', facts: ['selinux', 'selinux_python_present'], minimal: true }],
  ['service_mgr', { part: 'min', facts: ['service_mgr'], needs: ['platform', 'distribution'], minimal: true }],
  [
    'ssh_pub_keys',
    {
      part: 'min',
      facts: ['dsa', 'ecdsa', 'ed25519', 'rsa'].flatMap((type) => [
        `ssh_host_key_${type}_public`,
        `ssh_host_key_${type}_public_keytype`,
      ]),
      words: ['ssh_host_pub_keys'],
      minimal: true,
    },
  ],
  [
    'user',
    {
      part: 'min',
      facts: [
        ...['user_id', 'user_uid', 'user_gid', 'user_gecos', 'user_dir', 'user_shell', 'real_user_id'],
        ...['effective_user_id', 'real_group_id', 'effective_group_id'],
      ],
      words: ['effective_group_ids'],
      minimal: true,
    },
  ],
  [
    'virtual',
    {
      part: 'virtual',
      words: [
        ...['virtualization_type', 'virtualization_role'],
        ...['virtualization_tech_guest', 'virtualization_tech_host'],
      ],
    },
  ],
]);

const ALL: readonly string[] = [...COLLECTORS.keys()];
const MINIMAL: readonly string[] = [...COLLECTORS].flatMap(([name, { minimal }]) => (minimal ? [name] : []));

/** Collectors by the words that ask for them: their own names and those of their facts. */
const WORDS: ReadonlyMap<string, string> = new Map(
  [...COLLECTORS].flatMap(([name, { facts = [], words = [] }]) =>
    [name, ...facts, ...words].map((word) => [word, name] as const),
  ),
);

/** Collectors of Ansible's that ask other programs for facts: they bring nothing here. */
const OTHERS: readonly string[] = ['facter', 'ohai'];

/** The first of some words of `gather_subset` that means nothing, without its `!`. */
export function unknownSubset(words: readonly string[]): string | undefined {
  return words
    .map((word) => word.replace(/^!/, ''))
    .find((word) => !WORDS.has(word) && !['all', 'min', ...OTHERS].includes(word));
}

/** Every word that `gather_subset` takes, sorted. */
export function subsetWords(): readonly string[] {
  return ['all', 'min', ...OTHERS, ...WORDS.keys()].sort();
}

/** What `gather_subset` comes to. */
export interface Gathering {
  /** The parts of the script to run. */
  readonly parts: ReadonlySet<Subset>;
  /** Of all facts that these parts give, those that are wanted. */
  keep(facts: Readonly<Record<string, Plain>>, part: Subset): Readonly<Record<string, Plain>>;
}

/** What is to be gathered. */
export function gatheringOf(words: readonly string[]): Gathering {
  const wanted = withNeeds(collectorsOf(words));
  const chosen = [...COLLECTORS].filter(([name]) => wanted.has(name)).map(([, collector]) => collector);
  return {
    parts: new Set(chosen.map(({ part }) => part)),
    keep: (facts, part) => {
      const collectors = chosen.filter((collector) => collector.part === part);
      const isWanted = (fact: string): boolean => {
        const owner = WORDS.get(fact);
        const facts = owner === undefined ? undefined : COLLECTORS.get(owner)?.facts;
        // What no collector lists belongs to the one that has no list.
        return facts?.includes(fact)
          ? collectors.some((collector) => collector.facts?.includes(fact))
          : collectors.some((collector) => collector.facts === undefined);
      };
      return Object.fromEntries(Object.entries(facts).filter(([fact]) => isWanted(fact)));
    },
  };
}

/** `min` is always there unless `!min` says no; what is named wins over what is not wanted. */
function collectorsOf(words: readonly string[]): ReadonlySet<string> {
  const positive = words.filter((word) => !word.startsWith('!'));
  const negative = words.filter((word) => word.startsWith('!')).map((word) => word.slice(1));
  const named = positive.filter((word) => word !== 'all').flatMap(meant);
  const wanted = new Set(positive.length === 0 || positive.includes('all') ? ALL : named);
  for (const word of negative) {
    const unwanted = word === 'all' ? ALL.filter((name) => !MINIMAL.includes(name)) : meant(word);
    for (const name of unwanted) if (!named.includes(name)) wanted.delete(name);
  }
  if (negative.includes('all') && positive.length === 0) wanted.clear();
  if (!negative.includes('min')) for (const name of MINIMAL) if (!negative.includes(name)) wanted.add(name);
  return wanted;
}

function meant(word: string): readonly string[] {
  if (word === 'min') return MINIMAL;
  const name = WORDS.get(word);
  return name === undefined ? [] : [name];
}

function withNeeds(names: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(names);
  for (const name of names) for (const needed of COLLECTORS.get(name)?.needs ?? []) all.add(needed);
  return all;
}
