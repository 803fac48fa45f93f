// Adds a host to the inventory of this run.

import { defineAction, list, text, toPlain } from '../src/module/index.ts';

export default defineAction({
  summary: 'Add a host, and groups, to the inventory of this run',
  missing: 'name, host or hostname needs to be provided',
  params: {
    name: text('The host, with a port after a colon where it has another.').alias('host', 'hostname'),
    groups: list(text('A group.'), 'Groups it belongs to.').alias('group', 'groupname').optional(),
  },
  anyParams: true,
  oncePerPlay: true,
  needsHost: false,
  returns: { add_host: 'the host as it was added' },
  examples: [{ name: 'Add a new server', yaml: 'add_host:\n  name: 192.0.2.10\n  groups: new\n  ansible_user: root' }],
  run: ({ name, groups = [] }, _context, rest) => {
    const match = /^(\[.+\]|[^:]+):(\d+)$/.exec(name);
    const host = match?.[1] ?? name;
    const variables = new Map(rest);
    if (match?.[2] !== undefined) variables.set('ansible_ssh_port', Number(match[2]));
    const shown = Object.fromEntries([...variables].map(([key, one]) => [key, toPlain(one)]));
    return {
      changed: true,
      result: { add_host: { host_name: host, groups, host_vars: shown } },
      effects: [{ kind: 'add-host', name: host, groups, variables }],
    };
  },
});
