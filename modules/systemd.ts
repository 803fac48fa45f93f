// Manages systemd units.

import { bool, choice, daemonStep, defineModule, planUnit, text, unitLook } from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage systemd units: start, stop, restart, reload, enable, mask',
  params: {
    name: text('The unit; without a suffix it is a service.').alias('service', 'unit').optional(),
    state: choice(
      ['reloaded', 'restarted', 'started', 'stopped'],
      'What it shall be doing. restarted and reloaded act every time.',
    ).optional(),
    enabled: bool('Whether it starts at boot.').optional(),
    masked: bool('Whether it is masked, so that nothing can start it.').optional(),
    force: bool('Replace links that are in the way of enabling.').default(false),
    daemon_reload: bool('Let systemd read its unit files again first.').default(false).alias('daemon-reload'),
    daemon_reexec: bool('Let systemd start itself anew first.').default(false).alias('daemon-reexec'),
    scope: choice(['system', 'user', 'global'], 'Whose units.').default('system'),
    no_block: bool('Do not wait until it is done.').default(false),
  },
  returns: {
    status: 'properties of the unit, as `systemctl show` has them',
    state: 'what was asked for',
    enabled: 'whether it starts at boot',
  },
  examples: [
    { name: 'A service that runs now and at boot', yaml: 'systemd:\n  name: nginx\n  state: started\n  enabled: true' },
    { name: 'Ask how a service is', yaml: 'systemd:\n  name: nginx\nregister: nginx' },
    { name: 'Read unit files again', yaml: 'systemd:\n  daemon_reload: true' },
  ],
  refuse: ({ name, state, enabled, masked }) => {
    const needing = Object.entries({ state, enabled, masked }).find(([, value]) => value !== undefined);
    return name === undefined && needing ? `missing parameter(s) required by '${needing[0]}': name` : undefined;
  },
  look: ({ name, scope }) => ({ unit: name === undefined ? undefined : unitLook(name, scope) }),
  plan: (params, { unit }) => {
    const { name, scope, state, enabled, masked, force } = params;
    const daemon = [
      ...(params.daemon_reload ? [daemonStep('daemon-reload', scope)] : []),
      ...(params.daemon_reexec ? [daemonStep('daemon-reexec', scope)] : []),
    ];
    if (name === undefined || unit === undefined)
      return { changes: daemon, changed: false, result: { name: null, status: {} } };
    return planUnit({ name, scope, state, enabled, masked, force, noBlock: params.no_block }, unit, daemon);
  },
});
