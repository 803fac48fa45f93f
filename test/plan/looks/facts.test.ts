import { expect } from 'chai';
import { distributionFacts } from '../../../src/plan/looks/facts/distribution.ts';
import { networkFacts } from '../../../src/plan/looks/facts/network.ts';
import type { FactsOutput } from '../../../src/plan/looks/facts/script.ts';

const output = (
  sections: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): FactsOutput => ({
  section: (name) => sections[name] ?? '',
  file: (path) => files[path] ?? '',
  files: Object.keys(files),
});

describe('facts', () => {
  const systems: readonly (readonly [name: string, release: string, files: string, expected: object])[] = [
    [
      'AlmaLinux 9',
      'NAME="AlmaLinux"\nID="almalinux"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.4"',
      '/etc/redhat-release\tAlmaLinux release 9.4 (Seafoam Ocelot)',
      {
        distribution: 'AlmaLinux',
        distribution_version: '9.4',
        distribution_major_version: '9',
        distribution_release: 'Seafoam Ocelot',
        os_family: 'RedHat',
      },
    ],
    [
      'CentOS 7',
      'NAME="CentOS Linux"\nID="centos"\nVERSION_ID="7"',
      '/etc/redhat-release\tCentOS Linux release 7.9.2009 (Core)',
      {
        distribution: 'CentOS',
        distribution_version: '7.9',
        distribution_major_version: '7',
        distribution_release: 'Core',
        os_family: 'RedHat',
      },
    ],
    [
      'Ubuntu 22.04',
      'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\nVERSION_ID="22.04"\nVERSION_CODENAME=jammy',
      '/etc/debian_version\tbookworm/sid',
      {
        distribution: 'Ubuntu',
        distribution_version: '22.04',
        distribution_major_version: '22',
        distribution_release: 'jammy',
        os_family: 'Debian',
      },
    ],
    [
      'Debian 12',
      'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm',
      '/etc/debian_version\t12.5',
      {
        distribution: 'Debian',
        distribution_version: '12',
        distribution_major_version: '12',
        distribution_minor_version: '5',
        distribution_release: 'bookworm',
        os_family: 'Debian',
      },
    ],
  ];
  for (const [name, release, files, expected] of systems) {
    it(`names ${name} as Ansible does`, () => {
      expect(distributionFacts(output({ 'release-files': files }, { '/etc/os-release': release }))).to.deep.include(
        expected,
      );
    });
  }

  it('reads interfaces, addresses and the default route', () => {
    const facts = networkFacts(
      output({
        links:
          '/sys/class/net/eth0/address\tde:ad:be:ef:00:01\n/sys/class/net/eth0/mtu\t1500\n/sys/class/net/eth0/type\t1\n/sys/class/net/eth0/flags\t0x1003\n/sys/class/net/eth0/operstate\tup',
        addresses:
          '2: eth0    inet 192.0.2.2/24 brd 192.0.2.255 scope global eth0\\       valid_lft forever\n2: eth0    inet6 fe80::1/64 scope link \\ valid',
        route4: '8.8.8.8 via 192.0.2.1 dev eth0 src 192.0.2.2 uid 0',
      }),
    );
    const address = {
      address: '192.0.2.2',
      broadcast: '192.0.2.255',
      netmask: '255.255.255.0',
      network: '192.0.2.0',
      prefix: '24',
    };
    expect(facts).to.deep.include({
      interfaces: ['eth0'],
      all_ipv4_addresses: ['192.0.2.2'],
      default_ipv4: {
        ...address,
        interface: 'eth0',
        gateway: '192.0.2.1',
        macaddress: 'de:ad:be:ef:00:01',
        mtu: 1500,
        type: 'ether',
        alias: 'eth0',
      },
      default_ipv6: {},
      eth0: {
        device: 'eth0',
        macaddress: 'de:ad:be:ef:00:01',
        mtu: 1500,
        active: true,
        type: 'ether',
        promisc: false,
        ipv4: address,
        ipv6: [{ address: 'fe80::1', prefix: '64', scope: 'link' }],
      },
    });
  });
});
