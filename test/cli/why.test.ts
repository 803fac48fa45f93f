// `tsplay why`: whole outputs.

import { expect } from 'chai';
import { InputError } from '../../src/cli/problems.ts';
import { explainVariable, type WhyOptions } from '../../src/cli/why.ts';
import { encryptString } from '../../src/load/vault/operations.ts';
import { Vault } from '../../src/load/vault/vault.ts';
import { type Project, writeProject } from '../support/run-playbook.ts';

const vault = new Vault([{ label: 'default', password: Buffer.from('key') }]);
const sealed = encryptString(Buffer.from('s3cret'), vault, { name: 'seal' });

const FILES = {
  inv: '[web]\nweb1 port=81\nweb1 port=82\n[eu]\nweb1\n[all:vars]\nbase=70\n',
  key: 'key\n',
  'group_vars/web.yml': 'port: 80\nbroken: "{{ missing }}"\none: "{{ two }}"\ntwo: "{{ one }}"\n',
  'group_vars/eu.yml': 'port: 79\n',
  'host_vars/web1.yml': `url: "http://me:{{ seal }}@host"\ndb_password: hunter2{{ nowhere }}\n${sealed.ok ? sealed.value : ''}`,
  'roles/r/defaults/main.yml': 'port: 1\n',
  'roles/r/tasks/main.yml': '- name: choose\n  set_fact: {port: 5}\n',
  'site.yml': `- name: Web
  hosts: web
  vars:
    port: "{{ base }}{{ suffix | default('x') }}"
    suffix: 1
  roles: [r]
  tasks:
    - name: find
      command: ls
      register: found
      vars: {port: inner}
- {hosts: all, tasks: []}
- {hosts: eu, vars: {suffix: 2}, tasks: []}
`,
};

const given = { inventory: ['inv'], extraVars: [], vaultId: [], vaultPasswordFile: ['key'], askVaultPassword: false };
const OPTIONS: WhyOptions = { ...given, verbose: 0, host: 'web1', showSecrets: false };

interface Asked {
  readonly name: string;
  readonly variable: string;
  readonly playbooks?: readonly string[];
  readonly options?: Partial<WhyOptions>;
  readonly says: string;
}

const CASES: readonly Asked[] = [
  {
    name: 'tells every place of the inventory, the strongest first',
    variable: 'port',
    says: `port on web1
  value  82
  > inv:3:11                inventory host 'web1'      82
    inv:2:11                inventory host 'web1'      81
    group_vars/web.yml:1:7  playbook group_vars 'web'  80
    group_vars/eu.yml:1:7   playbook group_vars 'eu'   79
  a later line or source overrides an earlier one
`,
  },
  {
    name: 'tells of plays, of what a template refers to, and of tasks that may set it',
    variable: 'port',
    playbooks: ['site.yml'],
    says: `port on web1, in the play 'Web' (site.yml:1:3)
  value  "701"
  > site.yml:4:11                  play vars                  "{{ base }}{{ suffix | default('x') }}"
    inv:3:11                       inventory host 'web1'      82
    inv:2:11                       inventory host 'web1'      81
    group_vars/web.yml:1:7         playbook group_vars 'web'  80
    group_vars/eu.yml:1:7          playbook group_vars 'eu'   79
    roles/r/defaults/main.yml:1:7  role defaults of the play  1
  the first holds: play vars come before inventory host

  it refers to base
    value  70
    > inv:7:6  inventory group 'all'  70

  it refers to suffix
    value  1
    > site.yml:5:13  play vars  1

  while the play runs it may be set by
    roles/r/tasks/main.yml:2:20  set_fact  the task 'r : choose'
    site.yml:11:20               vars      the task 'find'

port on web1, in the plays 'all' (site.yml:12:3), 'eu' (site.yml:13:3)
  value  82
  > inv:3:11                inventory host 'web1'      82
    inv:2:11                inventory host 'web1'      81
    group_vars/web.yml:1:7  playbook group_vars 'web'  80
    group_vars/eu.yml:1:7   playbook group_vars 'eu'   79
  a later line or source overrides an earlier one
`,
  },
  {
    name: 'tells of extra variables, of which the last holds, as a task sees them',
    variable: 'suffix',
    playbooks: ['site.yml'],
    options: { extraVars: ['suffix=3', 'suffix=4'], task: 'find' },
    says: `suffix on web1, in the play 'Web' (site.yml:1:3)
  value  "4"
  > -e:1:8         extra vars  4
    -e:1:8         extra vars  3
    site.yml:5:13  play vars   1
  a later -e overrides an earlier one
`,
  },
  {
    name: 'tells what a task registers',
    variable: 'found',
    playbooks: ['site.yml'],
    options: { task: 'find' },
    says: `found on web1, in the play 'Web' (site.yml:1:3)
  nothing sets it before the play starts

  while the play runs it may be set by
    site.yml:10:17  register  the task 'find'
`,
  },
  {
    name: 'tells why a variable has no value',
    variable: 'broken',
    says: `broken on web1
  it has no value:
    group_vars/web.yml:2:13: error: 'missing' is undefined
        2 | broken: "{{ missing }}"
          |             ^^^^^^^
  > group_vars/web.yml:2:9  playbook group_vars 'web'  "{{ missing }}"
`,
  },
  {
    name: 'keeps secrets, and what is made of them, to itself',
    variable: 'url',
    says: `url on web1
  value  (secret; --show-secrets shows it)
  > host_vars/web1.yml:1:6  playbook host_vars 'web1'  (secret; --show-secrets shows it)

  it refers to seal
    value  (secret; --show-secrets shows it)
    > host_vars/web1.yml:3:14  playbook host_vars 'web1'  (secret; --show-secrets shows it)
`,
  },
  {
    name: 'shows no line with a secret in it',
    variable: 'db_password',
    says: `db_password on web1
  it has no value:
    host_vars/web1.yml:2:24:
    error: 'nowhere' is undefined
  > host_vars/web1.yml:2:14  playbook host_vars 'web1'  (secret; --show-secrets shows it)
`,
  },
  {
    name: 'shows secrets where it is asked to',
    variable: 'url',
    options: { showSecrets: true },
    says: `url on web1
  value  "http://me:s3cret@host"
  > host_vars/web1.yml:1:6  playbook host_vars 'web1'  "http://me:{{ seal }}@host"

  it refers to seal
    value  "s3cret"
    > host_vars/web1.yml:3:14  playbook host_vars 'web1'  |…
`,
  },
  {
    name: 'explains what tsplay itself says',
    variable: 'playbook_dir',
    says: 'playbook_dir on web1\n  value  "."\n  > (built in)  magic  "."\n',
  },
];

const REFUSED: readonly (readonly [variable: string, options: Partial<WhyOptions>, message: string, hint?: string])[] =
  [
    ['prot', {}, "nothing sets the variable 'prot' on 'web1'", "did you mean 'port'?"],
    ['port', { host: 'wbe1' }, "there is no host 'wbe1' in the inventory", "did you mean 'web1'?"],
    ['port', { task: 'nosuch' }, "no play that takes the host 'web1' has a task 'nosuch'"],
  ];

describe('tsplay why', () => {
  let project: Project;
  const before_ = process.cwd();
  before(() => {
    project = writeProject(FILES);
    process.chdir(project.directory);
  });
  after(() => {
    process.chdir(before_);
    project.remove();
  });

  for (const { name, variable, playbooks = [], options = {}, says } of CASES) {
    it(name, async () => {
      const text = await explainVariable(variable, playbooks, { ...OPTIONS, ...options });
      expect(project.local(text)).to.equal(says);
    });
  }

  for (const [variable, options, message, hint] of REFUSED) {
    it(`says: ${message}`, async () => {
      const playbooks = options.task === undefined ? [] : ['site.yml'];
      const refused = await explainVariable(variable, playbooks, { ...OPTIONS, ...options }).then(
        () => undefined,
        (problem: unknown) => problem,
      );
      expect(refused).to.be.instanceOf(InputError);
      expect(refused).to.have.deep.property('problems', [
        { severity: 'error', message, ...(hint !== undefined && { hint }) },
      ]);
    });
  }
});
