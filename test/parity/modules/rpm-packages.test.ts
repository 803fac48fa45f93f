import { type HostCase, hostParity } from '../../support/host-parity.ts';

const dnf = (args: HostCase['args'], more: Omit<HostCase, 'module' | 'args'> = {}): HostCase => ({
  module: 'ansible.builtin.dnf',
  args,
  ...more,
});

// What would be done is told as what is done is, and not that nothing was.
const CHECK = { check: true, except: ['msg'] } as const;

hostParity('packages of rpm', {
  flavour: 'el',
  state: 'rpm -qa | sort',
  unordered: ['results'],
  cases: [
    dnf({ name: 'tree' }, CHECK),
    dnf({ name: 'tree' }),
    dnf({ name: ['tree', 'jq'] }),
    dnf({ name: 'tree', state: 'absent' }, CHECK),
    dnf({ name: 'tree', state: 'absent' }),
    dnf({ name: 'tree', state: 'absent' }),
    dnf({ name: 'nginx' }),
    dnf({ name: ['curl', 'tree'], state: 'latest' }),
    dnf({ name: ['curl', 'tree'], state: 'latest' }),
    { module: 'ansible.builtin.yum', args: { name: 'tree', state: 'removed' } },
    { module: 'ansible.builtin.package', args: { name: 'tree', state: 'present' } },
  ],
});
