// Sets the name of the host, now and for the next boot.

import {
  choice,
  defineModule,
  fileLook,
  NO_ATTRIBUTES,
  type Plan,
  planContent,
  type RunCommand,
  runLook,
  text,
  unreadable,
} from '../src/module/index.ts';

const SAVED = '/etc/hostname';
const LIVE = '/proc/sys/kernel/hostname';

export default defineModule({
  summary: "Set the host's name, now and for the next boot",
  description: 'The name is written to /etc/hostname and to the kernel; /etc/hosts is left as it is.',
  params: {
    name: text('The name.'),
    use: choice(
      [
        'alpine',
        'debian',
        'freebsd',
        'generic',
        'macos',
        'macosx',
        'darwin',
        'openbsd',
        'openrc',
        'redhat',
        'sles',
        'solaris',
        'systemd',
      ],
      'Without effect: on Linux all of them come to the same.',
    ).optional(),
  },
  returns: { name: 'the name', ansible_facts: 'ansible_hostname, ansible_nodename, ansible_fqdn, ansible_domain' },
  examples: [{ name: 'A name', yaml: 'hostname:\n  name: web01.example.org' }],
  refuse: ({ name }) => {
    if (name.length > 64) return `'name' is '${name}': name cannot be longer than 64 characters`;
    if (/^[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*$/i.test(name)) return undefined;
    return `'name' is '${name}', which is no host name: letters, digits and, between them, hyphens and dots`;
  },
  look: () => ({ saved: fileLook(SAVED, { content: 'all' }), live: liveLook }),
  plan: ({ name }, { saved, live }): Plan => {
    const problem = unreadable(saved);
    if (problem !== undefined) return { changes: [], failed: problem };
    const current = live.stdout.toString('utf8').trim();
    const kept = saved.exists ? (saved.content?.toString('utf8').trim() ?? '') : '';
    const planned = planContent({
      seen: saved,
      content: kept === name ? undefined : Buffer.from(`${name}\n`),
      params: NO_ATTRIBUTES,
      accounts: { owner: undefined, group: undefined },
    });
    if (!planned.ok) return { changes: [], failed: planned.problem };
    const [short = name, ...domain] = name.split('.');
    return {
      changes: [...planned.changes, ...(current === name ? [] : [rename(current, name)])],
      result: { name },
      facts: {
        ansible_hostname: short,
        ansible_nodename: name,
        ansible_fqdn: name,
        ansible_domain: domain.join('.'),
      },
    };
  },
});

const liveLook = runLook({ argv: ['cat', LIVE] }, [`path:${LIVE}`]);

function rename(before: string, after: string): RunCommand {
  // A container may set its name, but not write to /proc/sys; a host may have no hostname program.
  const script = `if command -v hostname >/dev/null 2>&1; then exec hostname "$1"; else printf '%s\\n' "$1" >${LIVE}; fi`;
  const command = (name: string) => ({ script, args: [name] });
  return {
    kind: 'run',
    title: `name the host ${after}`,
    command: command(after),
    touches: [`path:${LIVE}`, 'facts'],
    accept: [0],
    predictable: true,
    leaves: [
      {
        kind: 'run',
        look: liveLook,
        value: { code: 0, stdout: Buffer.from(`${after}\n`), stderr: Buffer.alloc(0) },
      },
    ],
    undo: command(before),
    diff: { before: `hostname = ${before}\n`, after: `hostname = ${after}\n`, header: 'hostname' },
  };
}
