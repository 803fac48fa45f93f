import firewalld from '../../../modules/firewalld.ts';
import type { Exchange } from '../../../src/plan/exchange.ts';
import { labExchange } from '../../support/lab-exchange.ts';
import { type LawCase, obeysTheLaws } from '../../support/laws.ts';
import { type LabHost, labAvailable, startHost } from '../index.ts';

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
  { name: 'adds a rich rule', args: { rich_rule: RICH, ...both } },
  {
    name: 'knows a rich rule in another spelling',
    given: `firewall-cmd -q --permanent --add-rich-rule='${RICH}'; firewall-cmd -q --add-rich-rule='${RICH}'`,
    args: { rich_rule: RICH.replaceAll('"ipv4"', 'ipv4').replace('level="info"', 'level=info'), ...both },
    changed: false,
  },
  { name: 'turns masquerading on', args: { masquerade: 'yes', ...both } },
  { name: 'forwards a port', args: { port_forward: [{ port: '80', proto: 'tcp', toport: '8080' }], ...both } },
  { name: 'sets a target', args: { target: 'DROP', zone: 'internal', permanent: true, state: 'enabled' } },
  {
    name: 'makes a zone',
    args: { zone: 'custom', permanent: true, state: 'present' },
    result: { msg: 'Permanent operation, Added zone custom, Changed zone custom to present' },
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
  let host: LabHost;
  let exchange: Exchange;
  before(async function () {
    this.timeout(300_000);
    const available = await labAvailable();
    if (!available.ok) {
      console.log(`      skipped: ${available.why}`);
      this.skip();
    }
    host = await startHost({ flavour: 'el' });
    exchange = await labExchange(host);
  });
  after(async () => host?.stop());
  const state = (command: string): string =>
    `for z in public internal custom; do for p in ${command}; do $p --zone=$z --list-all 2>&1; done; done; :`;
  const shell = async (script: string): Promise<string> => host.sh(script);
  describe('while it runs', () => {
    beforeEach(async () => {
      await host.exec(
        'rm -f /etc/firewalld/zones/*; systemctl start firewalld; firewall-cmd -q --complete-reload; firewall-cmd -q --reload',
      );
    });
    const saved =
      'for z in public internal custom; do firewall-cmd --permanent --zone=$z --list-all 2>&1; firewall-cmd --zone=$z --list-all 2>&1; done; :';
    obeysTheLaws(firewalld, running, { exchange: () => exchange, shell, state: saved });
  });
  describe('while it is stopped', () => {
    beforeEach(async () => {
      await host.exec('systemctl stop firewalld; rm -f /etc/firewalld/zones/*');
    });
    obeysTheLaws(firewalld, stopped, { exchange: () => exchange, shell, state: state('firewall-offline-cmd') });
  });
});
