// `tsplay lint`: whole outputs.

import { expect } from 'chai';
import { lint } from '../../src/cli/lint.ts';
import { type Project, writeProject } from '../support/run-playbook.ts';

const MODULE =
  '#!/usr/bin/python\nfrom ansible.module_utils.basic import AnsibleModule\nAnsibleModule(argument_spec={})\n';
const COLLECTION = 'collections/ansible_collections/my/coll';

const FILES = {
  inv: '[web]\nweb1 port=80\n',
  'group_vars/web.yml': 'tier: front\n',
  [`${COLLECTION}/plugins/modules/ping.py`]: MODULE,
  [`${COLLECTION}/plugins/modules/built.py`]: MODULE,
  [`${COLLECTION}/plugins/action/built.py`]: '',
  [`${COLLECTION}/meta/runtime.yml`]:
    'plugin_routing:\n  modules:\n    ping:\n      deprecation:\n        removal_version: 3.0.0\n        warning_text: Use pong.\n',
  'roles/r/defaults/main.yml': 'mode: 1\n',
  'roles/r/tasks/main.yml': '- debug: {msg: "{{ mode }} {{ tier }}"}\n',
  'roles/r/handlers/main.yml': '- name: again\n  service: {name: x, state: restarted}\n',
  'more.yml': '- command: ls\n  register: found\n- include_tasks: more.yml\n  when: false\n- debug: {var: found}\n',
  'good.yml': `- hosts: web
  roles: [r]
  tasks:
    - include_tasks: more.yml
    - debug: {msg: "{{ item }} {{ found.rc }} {{ port }}"}
      loop: [1]
    - debug: {msg: "{{ perhaps }}"}
      when: perhaps is defined
`,
  'needs.yml': `- hosts: web
  collections: [my.coll]
  tasks:
    - ping:
    - built:
    - some.thing.else: {a: 1}
    - include_role: {name: nowhere}
    - debug: {msg: "{{ whatever }}"}
`,
  'typo.yml': `- hosts: web
  tasks:
    - copy: {content: "{{ prot }}", dest: /x}
      when: porrt == 80
    - debug: {msg: "{{ later }}"}
`,
  'open.yml': `- hosts: web
  tasks:
    - include_tasks: "{{ tier }}.yml"
    - debug: {msg: "{{ later }}"}
`,
  'wrong.yml': '- hosts: web\n  tasks:\n    - copy: {contnt: x, dest: /x}\n',
};

const OPTIONS = {
  inventory: ['inv'],
  extraVars: ['later=1'],
  vaultId: [],
  vaultPasswordFile: [],
  askVaultPassword: false,
  verbose: 0,
  modulePath: [],
  json: false,
};

const NATIVE = 'Native: nothing is needed on the hosts but a POSIX shell\n';

const CASES: readonly { readonly playbook: string; readonly code: number; readonly says: string }[] = [
  {
    playbook: 'good.yml',
    code: 0,
    says: `${NATIVE}  ansible.builtin.command  1 task
  ansible.builtin.debug    4 tasks
  ansible.builtin.service  1 task
`,
  },
  {
    playbook: 'needs.yml',
    code: 1,
    says: `${NATIVE}  ansible.builtin.debug  1 task

Foreign: run by the Python of the hosts
  my.coll.ping  1 task: ${COLLECTION}/plugins/modules/ping.py

Missing
  some.thing.else  1 task

Cannot be run
  my.coll.built  1 task

needs.yml:4:7: warning: my.coll.ping has been deprecated. Use pong. It will be removed in version 3.0.0.
    4 |     - ping:
      |       ^^^^

needs.yml:5:7: error: the module 'my.coll.built' is an action plugin (${COLLECTION}/plugins/action/built.py): Python that Ansible runs on the controller, within itself, which tsplay cannot
    5 |     - built:
      |       ^^^^^

needs.yml:6:7: error: there is no module 'some.thing.else'
    6 |     - some.thing.else: {a: 1}
      |       ^^^^^^^^^^^^^^^
  hint: install its collection: ansible-galaxy collection install some.thing

needs.yml:7:28: error: there is no role 'nowhere'
    7 |     - include_role: {name: nowhere}
      |                            ^^^^^^^
  hint: searched: roles, ~/roles, .
`,
  },
  {
    playbook: 'typo.yml',
    code: 1,
    says: `${NATIVE}  ansible.builtin.copy   1 task
  ansible.builtin.debug  1 task

typo.yml:3:23: error: nothing defines 'prot'
    3 |     - copy: {content: "{{ prot }}", dest: /x}
      |                       ^^^^^^^^^^^^

typo.yml:4:13: error: nothing defines 'porrt'
    4 |       when: porrt == 80
      |             ^^^^^^^^^^^
`,
  },
  { playbook: 'open.yml', code: 0, says: `${NATIVE}  ansible.builtin.debug  1 task\n` },
  {
    playbook: 'wrong.yml',
    code: 1,
    says: `wrong.yml:3:14: error: 'contnt' is not a parameter of copy
    3 |     - copy: {contnt: x, dest: /x}
      |              ^^^^^^
  hint: did you mean 'content'?
`,
  },
];

describe('tsplay lint', () => {
  let project: Project;
  const directory = process.cwd();
  before(() => {
    project = writeProject(FILES);
    process.chdir(project.directory);
  });
  after(() => {
    process.chdir(directory);
    project.remove();
  });

  for (const { playbook, code, says } of CASES)
    it(`tells of ${playbook}`, async () => {
      const found = await lint([playbook], OPTIONS);
      const text = project.local(found.text).replace(/(searched: roles), .*, \.$/m, '$1, ~/roles, .');
      expect({ code: found.code, says: text }).to.deep.equal({ code, says });
    });

  it('tells the same as data', async () => {
    const { text } = await lint(['needs.yml'], { ...OPTIONS, json: true });
    const found: unknown = JSON.parse(project.local(text));
    expect(found)
      .to.have.nested.property('modules[3]')
      .that.deep.equals({
        name: 'some.thing.else',
        need: 'missing',
        remedy: 'install its collection: ansible-galaxy collection install some.thing',
        uses: ['needs.yml:6:7'],
      });
    expect(found).to.have.nested.property('problems[3].place', 'needs.yml:7:28');
  });
});
