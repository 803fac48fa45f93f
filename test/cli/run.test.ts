// The command as a user runs it: a process of its own, its output, its exit code.

import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { type Project, writeProject } from '../support/run-playbook.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const MAIN = join(ROOT, 'src/cli/main.ts');

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function tsplay(args: readonly string[], cwd: string, input = ''): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', TSX, MAIN, ...args], {
    cwd,
    env: { ...process.env, HOME: cwd, ANSIBLE_CONFIG: '', NO_COLOR: '1' },
    stdio: 'pipe',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdin.end(input);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code: code ?? 255, stdout, stderr })));
}

const INVENTORY = 'one ansible_connection=local\ntwo ansible_connection=local\n';

describe('tsplay', () => {
  let project: Project;
  const runSite = async (playbook: string, ...args: readonly string[]): Promise<Ended> => {
    project = writeProject({ 'site.yml': playbook, inventory: INVENTORY });
    return tsplay(['run', 'site.yml', '-i', 'inventory', ...args], project.directory);
  };
  afterEach(() => project?.remove());

  it('tells its version and how it is used', async () => {
    project = writeProject({});
    expect((await tsplay(['--version'], project.directory)).stdout).to.match(/^\d+\.\d+\.\d+\n$/);
    const help = await tsplay(['--help'], project.directory);
    expect(help.code).to.equal(0);
    expect(help.stdout).to.include('Usage: tsplay').and.to.include('Examples:');
  });

  it('runs a playbook and prints it as Ansible does', async () => {
    const { code, stdout, stderr } = await runSite(
      '- hosts: all\n  gather_facts: false\n  tasks:\n    - name: Say hello\n      debug: msg="hello {{ inventory_hostname }}"\n      notify: told\n      changed_when: inventory_hostname == "one"\n  handlers:\n    - name: told\n      command: "true"\n',
      '--forks',
      '1',
    );
    expect(stderr).to.equal('');
    expect(stdout.trimEnd().split('\n')).to.deep.equal([
      '',
      'PLAY [all] *********************************************************************',
      '',
      'TASK [Say hello] ***************************************************************',
      'changed: [one] => {',
      '    "msg": "hello one"',
      '}',
      'ok: [two] => {',
      '    "msg": "hello two"',
      '}',
      '',
      'RUNNING HANDLER [told] *********************************************************',
      'changed: [one]',
      '',
      'PLAY RECAP *********************************************************************',
      'one                        : ok=2    changed=2    unreachable=0    failed=0    skipped=0    rescued=0    ignored=0   ',
      'two                        : ok=1    changed=0    unreachable=0    failed=0    skipped=0    rescued=0    ignored=0',
    ]);
    expect(code).to.equal(0);
  });

  it('answers five different mistakes with five located messages, and runs nothing', async () => {
    const { code, stdout, stderr } = await runSite(
      [
        '- hosts: all',
        '  gather_fact: no',
        '  tasks:',
        '    - command: touch ran',
        '    - lineinfil: {path: a, line: b}',
        '    - lineinfile: {path: a, lin: b}',
        '    - service: {name: x, state: runing}',
        '    - debug: msg=x',
        '      when: a ==',
      ].join('\n'),
    );
    expect(code).to.equal(1);
    expect(stdout).to.equal('');
    const messages = stderr.split('\n').filter((line) => line.startsWith('site.yml:'));
    expect(messages).to.deep.equal([
      "site.yml:2:3: error: 'gather_fact' is not a keyword of a play",
      "site.yml:5:7: error: there is no module 'lineinfil'",
      "site.yml:6:29: error: 'lin' is not a parameter of lineinfile",
      "site.yml:7:33: error: 'state' is 'runing'; it must be one of: reloaded, restarted, started, stopped",
      "site.yml:9:17: error: unexpected 'end of template'",
    ]);
    expect(stderr).to.include("did you mean 'gather_facts'?").and.to.include("did you mean 'lineinfile'?");
  });

  const ends: readonly (readonly [name: string, playbook: string, code: number, says: RegExp])[] = [
    [
      '2 where a task fails',
      '- hosts: one\n  gather_facts: no\n  tasks:\n    - fail: msg=no\n',
      2,
      /fatal: \[one\]: FAILED! => \{"changed": false, "msg": "no"\}/,
    ],
    [
      '0 where the failure is ignored',
      '- hosts: one\n  gather_facts: no\n  tasks:\n    - fail: msg=no\n      ignore_errors: true\n',
      0,
      /\.\.\.ignoring/,
    ],
    ['0 where no host matches', '- hosts: nobody\n  tasks: []\n', 0, /skipping: no hosts matched/],
    ['1 where YAML is broken', '- hosts: all\n  tasks:\n   - debug: msg="a\n', 1, /^site\.yml:\d+:\d+: error/m],
    [
      '4 where a host is unreachable',
      '- hosts: one\n  gather_facts: no\n  vars: {ansible_connection: ssh, ansible_host: 127.0.0.1, ansible_port: 1}\n  tasks:\n    - ping:\n',
      4,
      /fatal: \[one\]: UNREACHABLE! =>/,
    ],
  ];
  for (const [name, playbook, code, says] of ends) {
    it(`ends with ${name}`, async () => {
      const ended = await runSite(playbook);
      expect(ended.stdout + ended.stderr).to.match(says);
      expect(ended.code).to.equal(code);
    });
  }

  it('names a playbook that is not there', async () => {
    project = writeProject({ inventory: INVENTORY });
    const { code, stderr } = await tsplay(['run', 'nosuch.yml', '-i', 'inventory'], project.directory);
    expect(code).to.equal(1);
    expect(stderr).to.equal("error: the playbook 'nosuch.yml' could not be found\n");
  });

  it('refuses a limit that matches nobody', async () => {
    const { code, stderr } = await runSite('- hosts: all\n  tasks: []\n', '--limit', 'three');
    expect(code).to.equal(1);
    expect(stderr).to.include("--limit 'three' matches none");
  });

  it('tells what a check would change, and changes nothing', async () => {
    const playbook =
      '- hosts: one\n  gather_facts: no\n  tasks:\n    - copy: {content: "a\\n", dest: "{{ playbook_dir }}/made"}\n    - lineinfile: {path: "{{ playbook_dir }}/made", line: b}\n    - command: touch ran\n';
    const { code, stdout } = await runSite(playbook, '--check', '--diff');
    expect(code).to.equal(0);
    expect(stdout).to.include('+++ after: ').and.to.include('\n+b\n').and.to.include('skipping: [one]');
    expect(stdout).to.match(/one +: ok=2 +changed=2 /);
    const found = await tsplay(['run', 'site.yml', '-i', 'inventory', '--list-hosts'], project.directory);
    expect(found.stdout).to.include('hosts (1):\n      one');
  });

  it('gives events as JSON lines', async () => {
    const { stdout } = await runSite('- hosts: one\n  gather_facts: no\n  tasks:\n    - ping:\n', '-o', 'json');
    const events = stdout
      .trim()
      .split('\n')
      .map((line): { readonly event?: string } => JSON.parse(line));
    expect(events.map((event) => event.event)).to.include.members([
      'run-started',
      'play-started',
      'task-started',
      'host-task-finished',
      'recap',
      'run-ended',
    ]);
  });

  it('opens vaults, and shows inventory and modules', async () => {
    project = writeProject({ inventory: INVENTORY, secret: 'x\n', 'plain.yml': 'a: 1\n' });
    const { directory } = project;
    expect(
      (await tsplay(['vault', 'encrypt', '--vault-password-file', 'secret', 'plain.yml'], directory)).code,
    ).to.equal(0);
    expect(
      (await tsplay(['vault', 'view', '--vault-password-file', 'secret', 'plain.yml'], directory)).stdout,
    ).to.equal('a: 1\n');
    expect((await tsplay(['inventory', '-i', 'inventory', '--graph'], directory)).stdout).to.equal(
      '@all:\n  |--@ungrouped:\n  |  |--one\n  |  |--two\n',
    );
    expect((await tsplay(['modules', 'ping'], directory)).stdout).to.match(/^ansible\.builtin\.ping: /);
  });
});
