// Runs a playbook once with the new build, so that what V8 compiles for it is kept (src/cli/code-cache.ts): the first run of a user starts as fast as the next.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';

// What most playbooks are made of. All of it happens in a directory that is removed.
const PLAYBOOK = `- hosts: all
  vars: { words: [one, two], number: 3 }
  tasks:
    - file: { path: "{{ base }}/made", state: directory, mode: "0750" }
    - copy: { content: "number = {{ number }}\\n", dest: "{{ base }}/made/copied", mode: "0644" }
      notify: Tell
    - template: { src: warm.j2, dest: "{{ base }}/made/{{ item }}" }
      loop: "{{ words }}"
    - lineinfile: { path: "{{ base }}/made/lines", line: "a {{ number }}", regexp: "^a ", create: true }
    - command: uname -r
      register: kernel
      changed_when: false
    - set_fact: { release: "{{ kernel.stdout | trim }}" }
    - assert: { that: [release | length > 0, words is defined], quiet: true }
    - stat: { path: /etc/passwd }
      register: accounts
    - debug: { msg: "{{ accounts.stat.size | default(0) }}" }
      when: accounts.stat.exists and not ansible_check_mode
    - user: { name: root }
      check_mode: true
      ignore_errors: true
    - service: { name: cron, state: started }
      check_mode: true
      ignore_errors: true
  handlers:
    - name: Tell
      debug: { msg: "{{ ansible_distribution | default('unknown') }}" }
`;
const TEMPLATE =
  '# {{ ansible_managed }}\n{% for word in words if word != "none" %}\n{{ loop.index }} {{ word | upper }}\n{% endfor %}\n';

const UNREACHABLE = 4;

/** Throws where the new build cannot run the playbook; whether the system below can do all of it does not matter. */
export async function warmUp(root) {
  const directory = mkdtempSync(join(tmpdir(), 'tsplay-build-'));
  const server = greeter();
  server.listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    writeFileSync(join(directory, 'warm.yml'), PLAYBOOK);
    writeFileSync(join(directory, 'warm.j2'), TEMPLATE);
    writeFileSync(join(directory, 'key'), newKey(), { mode: 0o600 });
    writeFileSync(
      join(directory, 'hosts'),
      `here ansible_connection=local
there ansible_host=127.0.0.1 ansible_port=${server.address().port} ansible_user=nobody ansible_ssh_private_key_file=${directory}/key tsplay_host_key=${server.fingerprint}
[all:vars]
base=${directory}
`,
    );
    await play(root, directory);
  } finally {
    server.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function play(root, directory) {
  const words = [join(root, 'bin/tsplay.js'), 'run', 'warm.yml', '-i', 'hosts', '--diff', '-o', 'log'];
  // Nothing of the configuration of whoever builds counts here.
  const env = { PATH: process.env.PATH, HOME: directory };
  const child = spawn(process.execPath, words, { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (output += piece));
  const [code] = await once(child, 'close');
  // One of the two hosts lets nobody do anything.
  if (code !== UNREACHABLE) throw new Error(`The new build failed at its first run (exit code ${code}):\n${output}`);
}

/** An ssh server that lets in, and lets nobody do anything: what compiles here is how a client gets in. */
function greeter() {
  const key = newKey();
  const server = new ssh2.Server({ hostKeys: [key] }, (client) => {
    client.on('error', () => {});
    client.on('authentication', (context) => (context.method === 'none' ? context.reject() : context.accept()));
  });
  const digest = createHash('sha256').update(ssh2.utils.parseKey(key).getPublicSSH()).digest('base64');
  server.fingerprint = `SHA256:${digest.replace(/=+$/, '')}`;
  return server;
}

function newKey() {
  return ssh2.utils.generateKeyPairSync('ed25519').private;
}
