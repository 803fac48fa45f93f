// `tsplay-playbook` beside ansible-playbook: the same command lines give the same listings and the same exit codes.

import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { describeParity, oracle } from '../../support/oracle.ts';
import { type Project, writeProject } from '../../support/run-playbook.ts';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const MAIN = fileURLToPath(new URL('../../../src/cli/tsplay-playbook.ts', import.meta.url));

const UNREACHABLE = '{ansible_connection: ssh, ansible_host: 127.0.0.1, ansible_port: 1}';
const plays = (...lines: readonly string[]): string => `- hosts: all\n  gather_facts: false\n  ${lines.join('\n  ')}\n`;

const FILES = {
  inv: '[web]\nw1\n[db]\nd1\n[all:vars]\nansible_connection=local\n',
  'roles/web/meta/main.yml': 'dependencies: [{role: db}]\n',
  'roles/web/tasks/main.yml':
    '- {name: install, debug: , tags: [install, web]}\n- {include_tasks: more.yml, tags: inc}\n- {import_tasks: imp.yml, tags: imp}\n',
  'roles/web/tasks/more.yml': '- debug:\n',
  'roles/web/tasks/imp.yml': '- {debug: , tags: deep}\n- {name: "named {{ foo }}", debug: }\n',
  'roles/db/tasks/main.yml': '- {name: "db {{ x | default(1) }}", ansible.builtin.debug: , tags: db}\n',
  'site.yml': `- name: First {{ n | default("x") }}
  hosts: web
  tags: a
  pre_tasks:
    - {name: pre, debug: , tags: always}
    - meta: flush_handlers
  roles:
    - {role: web, tags: [r, b]}
  tasks:
    - block:
        - debug:
        - {name: in block, command: ls, tags: never}
      rescue: [{name: res, debug: }]
      always: [{name: alw, debug: }]
      tags: blk
    - {name: named meta, meta: noop, tags: mm}
    - include_role: {name: db}
    - {import_role: {name: db}, tags: ir}
    - {name: named inc, include_role: {name: db}}
    - ansible.builtin.shell: ls
    - action: debug msg=1
    - local_action: command ls
  post_tasks: [{name: post, debug: }]
  handlers: [{name: h, debug: , tags: hh}]
- hosts: [db]
  tasks: []
- hosts: "{{ grp }}"
  vars: {grp: db, tt: dyn}
  tasks:
    - {name: only, debug: , tags: "one,two"}
    - {debug: , tags: ["{{ tt }}"]}
- import_playbook: other.yml
  tags: fromimp
`,
  'other.yml': '- {name: other, hosts: "db:!web", tasks: [{name: o1, debug: , tags: o}]}\n',
  'fine.yml': plays('tasks: [{debug: }]'),
  'failed.yml': plays('tasks: [{fail: }]'),
  'both.yml': plays('tasks:', '  - {fail: , when: inventory_hostname == "w1"}', `  - {ping: , vars: ${UNREACHABLE}}`),
  'ruled.yml': plays('any_errors_fatal: true', 'tasks:', `  - {ping: , vars: ${UNREACHABLE}}`),
  'syntax.yml': '- hosts: all\n  tasks: [\n',
  'module.yml': '- {hosts: all, tasks: [{nosuch_module_: }]}\n',
};

const LISTINGS = [
  'site.yml --list-hosts --list-tasks --list-tags',
  'site.yml --list-ta --list-tags -t install,never -e grp=web',
  'fine.yml other.yml --syntax-check',
];

const ENDS = [
  'failed.yml -CDb --forks=2',
  'both.yml',
  'ruled.yml',
  'syntax.yml',
  'module.yml',
  'nosuch.yml',
  'fine.yml -f x',
  '',
  'fine.yml -K --become-pass-file inv',
];

describeParity('tsplay-playbook beside ansible-playbook', () => {
  let project: Project;
  before(() => {
    project = writeProject(FILES);
  });
  after(() => project.remove());

  const both = async (line: string, environment: Readonly<Record<string, string>> = {}) => {
    const args = ['-i', 'inv', ...line.split(' ').filter((word) => word !== '')];
    const { directory } = project;
    const [ours, theirs] = await Promise.all([
      tsplay(args, directory, environment),
      oracle('ansible-playbook', args, { cwd: directory, env: environment }),
    ]);
    return { ours, theirs: { code: theirs.status, stdout: theirs.stdout } };
  };

  for (const line of LISTINGS) {
    it(line, async () => {
      const { ours, theirs } = await both(line);
      expect(ours).to.deep.equal(theirs);
    });
  }

  for (const line of ENDS) {
    it(`ends as it does: ${line}`, async () => {
      const { ours, theirs } = await both(line);
      expect(ours.code).to.equal(theirs.code);
    });
  }

  it('ends as it does for a wrong environment variable', async () => {
    const { ours, theirs } = await both('fine.yml', { ANSIBLE_FORKS: 'x' });
    expect([ours.code, theirs.code]).to.deep.equal([5, 5]);
  });

  it('tells the version in its form', async () => {
    const { ours, theirs } = await both('--version');
    const first = (text: string): string => text.split('\n').slice(0, 2).join('\n');
    expect(first(ours.stdout)).to.equal(first(theirs.stdout).replace('ansible-playbook', 'tsplay-playbook'));
  });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
}

function tsplay(args: readonly string[], cwd: string, environment: Readonly<Record<string, string>>): Promise<Ended> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('ANSIBLE_'));
  const child = spawn(process.execPath, ['--import', TSX, MAIN, ...args], {
    cwd,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout })));
}
