import firewalld from '../../../modules/firewalld.ts';
import { onLabHost } from '../../support/lab-host.ts';
import { type LawCase, obeysTheLaws } from '../../support/laws.ts';

const both = { permanent: true, immediate: true, state: 'enabled' };
const RICH = 'rule family="ipv4" source address="192.0.2.0/24" service name="ssh" log prefix="x y" level="info" accept';

const running: readonly LawCase[] = [
  {
    name: 'lets a service in, saved and in force',
    args: { service: 'http', ...both },
    result: { msg: 'Permanent and Non-Permanent(immediate) operation, Changed service http to enabled' },
  },
  {
    name: 'leaves one that is in',
    args: { service: 'ssh', ...both },
    changed: false,
    result: { msg: 'Permanent and Non-Permanent(immediate) operation' },
  },
  {
    name: 'mends only the side that is wrong',
    given: 'firewall-cmd -q --add-service=http',
    args: { service: 'http', ...both },
  },
  { name: 'takes a service out', args: { service: 'cockpit', ...both, state: 'disabled' } },
  {
    name: 'opens a port for now',
    args: { port: '8081/tcp', state: 'enabled' },
    result: { msg: 'Non-permanent operation, Changed port 8081/tcp to enabled' },
  },
  {
    name: 'saves a source in another zone',
    args: { source: '192.0.2.0/24', zone: 'internal', permanent: true, state: 'enabled' },
  },
  { name: 'puts an interface into a zone', args: { interface: 'dummy9', zone: 'internal', ...both } },
  {
    name: 'takes an interface over from another zone',
    given: 'firewall-cmd -q --permanent --add-interface=dummy9; firewall-cmd -q --add-interface=dummy9',
    args: { interface: 'dummy9', zone: 'internal', ...both },
    // Out of the new zone it goes again, but not back into the old one.
    cannotUndo: true,
  },
  { name: 'takes a source in at once', args: { source: '02:00:00:00:00:01', zone: 'internal', ...both } },
  { name: 'lets a protocol in', args: { protocol: 'gre', ...both } },
  { name: 'blocks a kind of ICMP', args: { icmp_block: 'echo-request', ...both } },
  { name: 'turns the blocks of ICMP round', args: { icmp_block_inversion: 'yes', ...both } },
  { name: 'lets a service in for a while', args: { service: 'http', state: 'enabled', timeout: 600 } },
  { name: 'adds a rich rule', args: { rich_rule: RICH, ...both } },
  {
    name: 'knows a rich rule in another spelling',
    given: `firewall-cmd -q --permanent --add-rich-rule='${RICH}'; firewall-cmd -q --add-rich-rule='${RICH}'`,
    args: { rich_rule: RICH.replaceAll('"ipv4"', 'ipv4').replace('level="info"', 'level=info'), ...both },
    changed: false,
  },
  { name: 'turns masquerading on', args: { masquerade: 'yes', ...both } },
  { name: 'forwards a port', args: { port_forward: [{ port: '80', proto: 'tcp', toport: '8080' }], ...both } },
  {
    name: 'forwards a port to another host',
    args: { port_forward: [{ port: '80-81', proto: 'udp', toport: '8080-8081', toaddr: '192.0.2.7' }], ...both },
  },
  {
    name: 'takes a rich rule out that is written otherwise',
    given: `firewall-cmd -q --permanent --add-rich-rule='${RICH}'; firewall-cmd -q --add-rich-rule='${RICH}'`,
    args: { rich_rule: RICH.replaceAll('"ipv4"', 'ipv4'), ...both, state: 'disabled' },
  },
  { name: 'sets a target', args: { target: 'DROP', zone: 'internal', permanent: true, state: 'enabled' } },
  {
    name: 'makes a zone',
    args: { zone: 'custom', permanent: true, state: 'present' },
    result: { msg: 'Permanent operation, Added zone custom, Changed zone custom to present' },
  },
  {
    name: 'removes a zone',
    given: 'firewall-cmd -q --permanent --new-zone=custom',
    args: { zone: 'custom', permanent: true, state: 'absent' },
    cannotUndo: true,
  },
  {
    name: 'repeats why firewalld refuses something',
    args: { rich_rule: 'rule bogus', state: 'enabled' },
    fails: 'exit code 1: INVALID_RULE: unknown element bogus',
    failsWhenApplied: true,
  },
  {
    name: 'names a service that is none',
    args: { service: 'nosuch', ...both },
    fails: "firewalld has no service 'nosuch'",
  },
  {
    name: 'names a zone that is none',
    args: { service: 'http', zone: 'nozone', ...both },
    fails: "there is no zone 'nozone'",
  },
  { name: 'wants a protocol', args: { port: '80', state: 'enabled' }, fails: 'improper port format' },
];

const withoutBus: readonly LawCase[] = [
  { name: 'lets a service in', args: { service: 'http', ...both } },
  { name: 'makes a zone', args: { zone: 'custom', permanent: true, state: 'present' } },
  {
    name: 'repeats why firewalld refuses something',
    args: { rich_rule: 'rule bogus', state: 'enabled' },
    fails: 'INVALID_RULE: unknown element bogus',
    failsWhenApplied: true,
  },
];

const stopped: readonly LawCase[] = [
  {
    name: 'saves a service while firewalld does not run',
    args: { service: 'http', permanent: true, state: 'enabled', offline: true },
  },
  {
    name: 'refuses what must be in force',
    args: { service: 'http', state: 'enabled' },
    fails: 'firewall is not currently running',
  },
];

describe('firewalld on a lab host', () => {
  const lab = onLabHost('el');
  const state = (command: string): string =>
    `for z in public internal custom; do for p in ${command}; do $p --zone=$z --list-all 2>&1; done; done; :`;
  const { shell } = lab;
  describe('while it runs', () => {
    beforeEach(async () => {
      await lab.host().exec('rm -f /etc/firewalld/zones/*; systemctl start firewalld; firewall-cmd -q --reload');
    });
    // As firewall-cmd --list-all tells it, which is slower.
    const zones = `b=org.fedoraproject.FirewallD1 o=/org/fedoraproject/FirewallD1
      for z in public internal custom; do
        busctl call $b $o $b.zone getZoneSettings2 s $z 2>&1
        p=$(busctl call $b $o/config $b.config getZoneByName s $z 2>&1) && p=\${p#*?} && p=\${p#*?} && p=\${p#*?} && busctl call $b "\${p%?}" $b.config.zone getSettings2
      done; :`;
    obeysTheLaws(firewalld, running, { exchange: lab.exchange, shell, state: zones });
  });
  describe('on a host without busctl', () => {
    before(async () => lab.host().sh('mv /usr/bin/busctl /usr/bin/busctl.away'));
    after(async () => lab.host().sh('mv /usr/bin/busctl.away /usr/bin/busctl'));
    beforeEach(async () => lab.host().exec('rm -f /etc/firewalld/zones/*; firewall-cmd -q --reload'));
    obeysTheLaws(firewalld, withoutBus, { exchange: lab.exchange, shell, state: state('firewall-cmd') });
  });
  describe('while it is stopped', () => {
    beforeEach(async () => {
      await lab.host().exec('systemctl stop firewalld; rm -f /etc/firewalld/zones/*');
    });
    obeysTheLaws(firewalld, stopped, { exchange: lab.exchange, shell, state: state('firewall-offline-cmd') });
  });
});
