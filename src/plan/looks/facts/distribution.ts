// Which distribution a host has, in Ansible's words.

import type { Plain } from '../../../model/value.ts';
import { osRelease } from '../platform.ts';
import type { FactsOutput } from './script.ts';

export type Facts = Record<string, Plain>;

const NAMES: Readonly<Record<string, string>> = {
  debian: 'Debian',
  ubuntu: 'Ubuntu',
  rhel: 'RedHat',
  centos: 'CentOS',
  rocky: 'Rocky',
  almalinux: 'AlmaLinux',
  fedora: 'Fedora',
  ol: 'OracleLinux',
  amzn: 'Amazon',
  alpine: 'Alpine',
  arch: 'Archlinux',
  'opensuse-leap': 'openSUSE Leap',
  'opensuse-tumbleweed': 'openSUSE Tumbleweed',
  sles: 'SLES',
  raspbian: 'Debian',
  linuxmint: 'Linux Mint',
  kali: 'Kali',
  pop: 'Pop!_OS',
  gentoo: 'Gentoo',
  void: 'Void',
};

const FAMILIES: readonly (readonly [family: string, members: readonly string[]])[] = [
  [
    'RedHat',
    [
      'RedHat',
      'CentOS',
      'Rocky',
      'AlmaLinux',
      'Fedora',
      'OracleLinux',
      'Amazon',
      'Scientific',
      'Virtuozzo',
      'CloudLinux',
    ],
  ],
  ['Debian', ['Debian', 'Ubuntu', 'Raspbian', 'Linux Mint', 'Kali', 'Pop!_OS', 'Devuan']],
  ['Suse', ['openSUSE Leap', 'openSUSE Tumbleweed', 'SLES', 'SLED']],
  ['Alpine', ['Alpine']],
  ['Archlinux', ['Archlinux', 'Manjaro']],
  ['Gentoo', ['Gentoo']],
];

/** `distribution*`, `os_family`, `lsb`. */
export function distributionFacts(output: FactsOutput): Facts {
  const { section, file } = output;
  const release = osRelease(file('/etc/os-release') || file('/usr/lib/os-release'));
  const files = new Map(
    section('release-files')
      .split('\n')
      .map((line) => [line.split('\t')[0] ?? '', line.split('\t')[1] ?? '']),
  );
  const id = release.get('ID') ?? '';
  const distribution = NAMES[id] ?? release.get('NAME') ?? 'NA';
  const redhat = files.get('/etc/redhat-release');
  const isRedHat = redhat !== undefined && !['Debian', 'Ubuntu'].includes(distribution);
  const version = versionOf(distribution, release, files);
  const [major = version, minor] = version.split('.');
  const debianMinor = distribution === 'Debian' ? files.get('/etc/debian_version')?.split('.')[1] : minor;
  return {
    distribution,
    distribution_version: version,
    distribution_major_version: major,
    ...(debianMinor !== undefined && !isRedHat && { distribution_minor_version: debianMinor }),
    distribution_release: codename(release, isRedHat ? redhat : undefined),
    distribution_file_parsed: true,
    distribution_file_path: isRedHat ? '/etc/redhat-release' : '/etc/os-release',
    distribution_file_variety: isRedHat ? 'RedHat' : distribution,
    os_family: familyOf(distribution, release.get('ID_LIKE') ?? ''),
    lsb: lsbFacts(output),
  };
}

function versionOf(
  distribution: string,
  release: ReadonlyMap<string, string>,
  files: ReadonlyMap<string, string>,
): string {
  // CentOS 7's os-release says 7, its release file 7.9.2009; Ansible takes the longer one.
  const written = /release (\d[\d.]*)/.exec(files.get('/etc/redhat-release') ?? '')?.[1];
  if (written !== undefined && distribution !== 'Fedora')
    return distribution === 'CentOS' ? written.split('.').slice(0, 2).join('.') : written;
  const version = release.get('VERSION_ID') ?? 'NA';
  if (distribution === 'Alpine') return files.get('/etc/alpine-release') ?? version;
  return version;
}

function codename(release: ReadonlyMap<string, string>, redhat: string | undefined): string {
  const name = redhat === undefined ? undefined : /\(([^)]*)\)/.exec(redhat)?.[1];
  return name ?? release.get('VERSION_CODENAME') ?? /\(([^)]*)\)/.exec(release.get('VERSION') ?? '')?.[1] ?? 'NA';
}

function familyOf(distribution: string, like: string): string {
  const known = FAMILIES.find(([, members]) => members.includes(distribution));
  if (known) return known[0];
  const similar = like.split(/\s+/).map((id) => NAMES[id] ?? '');
  return FAMILIES.find(([, members]) => similar.some((one) => members.includes(one)))?.[0] ?? distribution;
}

function lsbFacts({ section, file: fileAt }: FactsOutput): Facts {
  const values = new Map<string, string>();
  for (const line of section('lsb-program').split('\n')) {
    const match = /^(Distributor ID|Description|Release|Codename):\s*(.*)$/.exec(line);
    if (match?.[1]) values.set(match[1], match[2] ?? '');
  }
  const file = osRelease(fileAt('/etc/lsb-release'));
  const id = values.get('Distributor ID') ?? file.get('DISTRIB_ID');
  if (id === undefined) return {};
  const release = values.get('Release') ?? file.get('DISTRIB_RELEASE') ?? '';
  return {
    id,
    description: values.get('Description') ?? file.get('DISTRIB_DESCRIPTION') ?? '',
    release,
    codename: values.get('Codename') ?? file.get('DISTRIB_CODENAME') ?? '',
    major_release: release.split('.')[0] ?? '',
  };
}
