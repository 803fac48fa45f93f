import { type HostCase, hostParity } from '../../support/host-parity.ts';

const firewalld = (args: HostCase['args'], more: Omit<HostCase, 'module' | 'args'> = {}): HostCase => ({
  module: 'ansible.posix.firewalld',
  args,
  ...more,
});
const both = { permanent: true, immediate: true, state: 'enabled' };
const RICH = 'rule family="ipv4" source address="192.0.2.0/24" service name="ssh" log prefix="x" level="info" accept';

hostParity('firewalld', {
  flavour: 'el',
  given: 'systemctl start firewalld',
  // The files as they were written, and what is in force.
  state: `for f in /etc/firewalld/zones/*.xml; do [ -e $f ] && echo $f && cat $f; done
    for z in public internal; do
      busctl --json=short call org.fedoraproject.FirewallD1 /org/fedoraproject/FirewallD1 org.fedoraproject.FirewallD1.zone getZoneSettings2 s $z
    done`,
  cases: [
    firewalld({ service: 'http', ...both }, { check: true }),
    firewalld({ service: 'http', ...both }),
    firewalld({ service: 'http', ...both }),
    firewalld({ service: 'cockpit', ...both, state: 'disabled' }),
    firewalld({ port: '8081/tcp', state: 'enabled' }),
    firewalld({ port: '6000-6010/udp', zone: 'internal', ...both }),
    firewalld({ port: '6000-6010/udp', zone: 'internal', ...both, state: 'disabled' }),
    firewalld({ source: '192.0.2.0/24', zone: 'internal', ...both }),
    firewalld({ interface: 'dummy9', zone: 'public', ...both }),
    firewalld({ interface: 'dummy9', zone: 'internal', ...both }),
    firewalld({ interface: 'dummy9', zone: 'internal', ...both, state: 'disabled' }),
    firewalld({ masquerade: 'yes', ...both }),
    firewalld({ icmp_block: 'echo-request', ...both }),
    firewalld({ icmp_block_inversion: 'yes', ...both }),
    firewalld({ rich_rule: RICH, ...both }),
    firewalld({ rich_rule: RICH, ...both }),
    firewalld({ port_forward: [{ port: '80', proto: 'tcp', toport: '8080', toaddr: '192.0.2.7' }], ...both }),
    firewalld({ target: 'DROP', zone: 'internal', permanent: true, state: 'enabled' }),
    firewalld({ target: 'DROP', zone: 'internal', permanent: true, state: 'disabled' }),
    firewalld({ zone: 'custom', permanent: true, state: 'present' }),
    firewalld({ service: 'https', zone: 'custom', permanent: true, state: 'enabled' }),
    firewalld({ zone: 'custom', permanent: true, state: 'absent' }),
    firewalld({ rich_rule: RICH, ...both, state: 'disabled' }),
  ],
});
