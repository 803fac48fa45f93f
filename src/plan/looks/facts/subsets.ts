// `gather_subset`: which groups of facts are asked for, and which single facts are kept.

import type { Subset } from './script.ts';

const ALL: readonly Subset[] = ['min', 'hardware', 'network', 'virtual'];

/** Names of single collectors, by the group whose script has what they need. */
const COLLECTORS: Readonly<Record<string, Subset>> = {
  ...Object.fromEntries(
    [
      'devices',
      'dmi',
      'mounts',
      'processor',
      'processor_cores',
      'processor_count',
      'memory',
      'lvm',
      'uptime_seconds',
      'product_name',
      'system_vendor',
      'memtotal_mb',
      'memfree_mb',
    ].map((name) => [name, 'hardware' as const]),
  ),
  ...Object.fromEntries(
    [
      'interfaces',
      'default_ipv4',
      'default_ipv6',
      'all_ipv4_addresses',
      'all_ipv6_addresses',
      'iscsi',
      'fibre_channel_wwn',
      'nvme',
    ].map((name) => [name, 'network' as const]),
  ),
  ...Object.fromEntries(
    ['virtualization_role', 'virtualization_type', 'virtualization_tech_guest', 'virtualization_tech_host'].map(
      (name) => [name, 'virtual' as const],
    ),
  ),
};

/** Collectors of Ansible that give nothing here: they ask programs or clouds. */
const OTHERS = new Set(['facter', 'ohai']);

/** The groups of facts to gather. `min` is always there unless `!min` says no; a single collector brings its group. */
export function subsetsOf(words: readonly string[]): ReadonlySet<Subset> {
  const wanted = new Set<Subset>();
  const unwanted = new Set<Subset>();
  const positive = words.filter((word) => !word.startsWith('!'));
  const negative = words.filter((word) => word.startsWith('!')).map((word) => word.slice(1));
  for (const word of positive) for (const group of groupsOf(word)) wanted.add(group);
  if (positive.length === 0 && !negative.includes('all')) for (const group of ALL) wanted.add(group);
  for (const word of negative) {
    if (word === 'all') for (const group of ALL) if (group !== 'min') unwanted.add(group);
    const group = ALL.find((one) => one === word);
    if (group) unwanted.add(group);
  }
  // What is named wins over `!all`, as in `!all,network`.
  for (const group of unwanted)
    if (!positive.some((word) => word !== 'all' && groupsOf(word).includes(group))) wanted.delete(group);
  if (!negative.includes('min')) wanted.add('min');
  return wanted;
}

function groupsOf(word: string): readonly Subset[] {
  if (word === 'all') return ALL;
  if (OTHERS.has(word)) return [];
  const group = ALL.find((one) => one === word);
  return [group ?? COLLECTORS[word] ?? 'min'];
}
