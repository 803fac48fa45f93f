import { type HostCase, hostParity } from '../../support/host-parity.ts';

const answer = (args: HostCase['args'], check?: true): HostCase => ({
  module: 'debconf',
  args,
  ...(check && { check }),
});

hostParity('debconf and dpkg_selections', {
  flavour: 'debian',
  state:
    "debconf-show unattended-upgrades tzdata 2>/dev/null | sort; debconf-get-selections | grep -e '^tzdata' -e '^unattended' | sort; dpkg --get-selections tree",
  cases: [
    answer({ name: 'tzdata' }),
    answer({ name: 'tzdata', question: 'tzdata/Areas', vtype: 'select', value: 'Europe' }, true),
    answer({ name: 'tzdata', question: 'tzdata/Areas', vtype: 'select', value: 'Europe' }),
    answer({ name: 'tzdata', question: 'tzdata/Areas', vtype: 'select', value: 'Europe' }),
    answer({
      name: 'unattended-upgrades',
      question: 'unattended-upgrades/enable_auto_updates',
      vtype: 'boolean',
      value: 'True',
    }),
    answer({
      name: 'unattended-upgrades',
      question: 'unattended-upgrades/enable_auto_updates',
      vtype: 'boolean',
      value: true,
    }),
    answer({
      name: 'unattended-upgrades',
      question: 'unattended-upgrades/enable_auto_updates',
      vtype: 'boolean',
      value: 'false',
      unseen: true,
    }),
    answer({ name: 'tzdata', question: 'tzdata/Own', vtype: 'string', value: 'a b  c' }),
    answer({ name: 'tzdata', question: 'tzdata/Many', vtype: 'multiselect', value: 'b, a' }),
    answer({ name: 'tzdata', question: 'tzdata/Many', vtype: 'multiselect', value: 'a, b' }),
    answer({ name: 'tzdata', question: 'tzdata/Areas' }),
    answer({ name: 'nosuchpackage' }),
    { module: 'dpkg_selections', args: { name: 'tree', selection: 'hold' }, check: true },
    { module: 'dpkg_selections', args: { name: 'tree', selection: 'hold' } },
    { module: 'dpkg_selections', args: { name: 'tree', selection: 'hold' } },
    { module: 'dpkg_selections', args: { name: 'tree', selection: 'install' } },
  ],
});
