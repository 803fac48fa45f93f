// Hosts that have next to nothing: no Python, and busybox for a shell and every program. The command runs as a user runs it, over ssh.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { type Project, writeProject } from '../support/run-playbook.ts';
import { type LabHost, labAvailable, startHosts } from './index.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const PLAYBOOK = `
- hosts: all
  tasks:
    - name: Facts are there without Python
      assert: { that: [ansible_os_family == 'Debian', ansible_memtotal_mb > 0, ansible_default_ipv4.address is defined, ansible_python is undefined] }
    - file: { path: /srv/a, state: directory, mode: '0750' }
    - copy: { content: "hello\\n", dest: /srv/a/copied, mode: '0600' }
    - template: { src: named.j2, dest: /srv/a/rendered }
    - lineinfile: { path: /srv/a/lines, line: more, create: true, mode: '0644' }
    - blockinfile: { path: /srv/a/block, block: "x\\ny", create: true, mode: '0644' }
    - replace: { path: /etc/hostname, regexp: 'nothing of it', replace: x }
    - group: { name: workers }
    - user: { name: bob, shell: /bin/sh, groups: workers }
    - authorized_key: { user: bob, key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKv9Q9Y1hQ9wW0XkM2uYyQ7yq8eG5U0Y2mQm6Y9b3x1F a@b' }
    - stat: { path: /srv/a/copied }
      register: seen
    - assert: { that: [seen.stat.size == 6, seen.stat.mode == '0600', seen.stat.checksum == 'f572d396fae9206628714fb2ce00f72e94f2258f'] }
    - file: { src: /srv/a/copied, dest: /srv/a/link, state: link }
    - file: { path: /srv/a/lines, owner: bob }
    - command: id -un
      become: true
      become_user: bob
      register: who
      changed_when: false
    - assert: { that: who.stdout == 'bob' }
    - getent: { database: passwd, key: bob }
    - service: { name: ssh, state: started }
`;

describe('bare hosts', () => {
  let hosts: readonly LabHost[];
  let project: Project;
  before(async function () {
    this.timeout(300_000);
    const available = await labAvailable();
    if (!available.ok) {
      console.log(`      skipped: ${available.why}`);
      this.skip();
    }
    hosts = await startHosts([{ flavour: 'nopython' }, { flavour: 'busybox' }]);
    const lines = hosts.map(
      ({ name, address, rootKey, hostKeyFingerprint }) =>
        `${name} ansible_host=${address} ansible_user=root ansible_ssh_private_key_file=${rootKey.path} tsplay_host_key=${hostKeyFingerprint}\n`,
    );
    project = writeProject({
      'site.yml': PLAYBOOK,
      'templates/named.j2': '{{ inventory_hostname }}\n',
      inventory: lines.join(''),
    });
  });
  after(async () => {
    await Promise.all((hosts ?? []).map((host) => host.stop()));
    project?.remove();
  });

  const recap = async (...args: readonly string[]): Promise<readonly string[]> => {
    const command = [
      '--import',
      'tsx',
      join(ROOT, 'src/cli/main.ts'),
      'run',
      join(project.directory, 'site.yml'),
      '-i',
      join(project.directory, 'inventory'),
      ...args,
    ];
    const { stdout } = await promisify(execFile)(process.execPath, command, {
      cwd: ROOT,
      env: { ...process.env, ANSIBLE_CONFIG: '' },
    });
    return stdout
      .split('\n')
      .filter((line) => / : ok=/.test(line))
      .map((line) => line.replace(/^\S+ +: /, '').trim());
  };
  const counts = (changed: number): string =>
    `ok=19   changed=${String(changed).padEnd(4)} unreachable=0    failed=0    skipped=0    rescued=0    ignored=0`;

  it('are set up by a first run, and left alone by a second one', async () => {
    expect(await recap()).to.deep.equal([counts(10), counts(10)]);
    for (const host of hosts) {
      expect(
        await host.sh(
          'cat /srv/a/rendered /srv/a/lines; stat -c "%a %U" /srv/a /srv/a/copied /srv/a/lines; readlink /srv/a/link; ls -a /srv/a',
        ),
      ).to.equal(
        [
          host.name,
          'more',
          '750 root',
          '600 root',
          '644 bob',
          '/srv/a/copied',
          '.',
          '..',
          'block',
          'copied',
          'lines',
          'link',
          'rendered',
        ].join('\n'),
      );
    }
    expect(await recap()).to.deep.equal([counts(0), counts(0)]);
  });
});
