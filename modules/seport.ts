// Manages which type SELinux gives to network ports.

import {
  bool,
  choice,
  defineModule,
  list,
  type Plan,
  parsePorts,
  platformLook,
  portCommands,
  portsLook,
  text,
} from '../src/module/index.ts';

export default defineModule({
  summary: "Manage SELinux's types of network ports",
  description:
    'Needs semanage on the host (package policycoreutils-python-utils, on old systems policycoreutils-python).',
  collection: 'community.general',
  params: {
    ports: list(text('A port or a range such as 8000-8010.'), 'The ports.'),
    proto: choice(['tcp', 'udp'], 'The protocol.'),
    setype: text('The type, such as ssh_port_t.'),
    state: choice(['absent', 'present'], 'Whether they shall have it.').default('present'),
    reload: bool('Load the policy afterwards.').default(true),
    ignore_selinux_state: bool('Work where SELinux is disabled too.').default(false),
    local: bool('Only what was set on this host counts.').default(false),
  },
  returns: { ports: 'the ports', proto: 'the protocol', setype: 'the type', state: 'the state' },
  examples: [
    {
      name: 'Let sshd listen on port 2222',
      yaml: 'seport:\n  ports: 2222\n  proto: tcp\n  setype: ssh_port_t\n  state: present',
    },
  ],
  refuse: ({ ports }) => {
    const wrong = ports.find((port) => !/^\d{1,5}(?:-\d{1,5})?$/.test(port));
    return wrong === undefined
      ? undefined
      : `'ports' has '${wrong}', which is neither a port nor a range such as 8000-8010`;
  },
  look: () => ({ table: portsLook, platform: platformLook() }),
  plan: (given, { table, platform }): Plan => {
    const { ports, proto, setype, state } = given;
    const off = platform.selinux === undefined || platform.selinux === 'disabled';
    if (off && !given.ignore_selinux_state) return { changes: [], failed: 'SELinux is disabled on this host.' };
    if (table.code === 127)
      return { changes: [], failed: 'the host has no semanage; install policycoreutils-python-utils' };
    if (table.code !== 0)
      return { changes: [], failed: `semanage port -l failed: ${table.stderr.toString('utf8').trim()}` };
    const wanted = ports.map((port) => ({ setype, proto, port }));
    const { local } = parsePorts(table.stdout.toString('utf8'));
    // Only this host's own settings can be taken away.
    const meant = wanted.filter((one) => {
      if (!given.local || state === 'present') return true;
      return local.some((own) => own.port === one.port && own.proto === proto && own.setype === setype);
    });
    return {
      changes: portCommands(table, meant, { state, reload: given.reload }),
      result: { ports, proto, setype, state },
    };
  },
});
