// Plays get the facts that they ask for, equal to those of a whole gathering, however they ask.

import { join } from 'node:path';
import { expect } from 'chai';
import type { Plain } from '../../../src/model/value.ts';
import { isFactName } from '../../../src/plan/looks/facts/narrowing.ts';
import type { Result } from '../../../src/plan/plan.ts';
import { type PlaybookRun, runPlaybook, writeProject } from '../../support/run-playbook.ts';

interface Seen {
  /** What `debug` tasks said. */
  readonly said: readonly Plain[];
  /** How many facts each gathering brought. */
  readonly gathered: readonly number[];
}

// Without interfaces: those of a machine that runs tests come and go.
function factsIn({ ansible_facts: facts }: Result): readonly string[] {
  return Object.keys(facts ?? {}).filter((name) => isFactName(name.replace('ansible_', '')));
}

type Files = Readonly<Record<string, string>>;

async function runWith(files: Files, settings: PlaybookRun['settings']): Promise<Seen> {
  const project = writeProject(files);
  try {
    const path = join(project.directory, 'site.yml');
    const hosts = files['site.yml']?.includes("'b'") ? ['a', 'b'] : ['a'];
    const { events, summary } = await runPlaybook({ path, hosts, settings: { forks: 2, ...settings } });
    const said: Plain[] = [];
    const gathered: number[] = [];
    for (const event of events) {
      if (event.kind !== 'host-task-finished') continue;
      const { action } = event.task;
      if (action === 'ansible.builtin.debug') said.push(event.result.msg ?? event.result);
      if (action === 'ansible.builtin.setup') gathered.push(factsIn(event.result).length);
    }
    expect(summary.problems).to.deep.equal([]);
    return { said, gathered };
  } finally {
    project.remove();
  }
}

const play = (...tasks: readonly string[]): string =>
  `- hosts: all\n  tasks:\n${tasks.map((task) => `    - ${task}\n`).join('')}`;
const shown = (expression: string): string => play(`debug: { msg: "{{ ${expression} }}" }`);

describe('facts that a play asks for', () => {
  /** `part`: less than everything is gathered for it; `late`: the rest comes when it is asked for. */
  const cases: readonly (readonly [name: string, kind: 'part' | 'whole' | 'late', files: Files])[] = [
    ['none', 'part', { 'site.yml': play('debug: { msg: x }') }],
    ['a variable', 'part', { 'site.yml': shown('ansible_fqdn') }],
    ['a member', 'part', { 'site.yml': shown("ansible_facts['user_id'] ~ ansible_facts.nodename") }],
    [
      'some of every kind',
      'part',
      {
        'site.yml': shown(
          '[ansible_distribution, ansible_lsb, ansible_python_version, ansible_virtualization_type, ansible_processor_vcpus, ansible_system_capabilities]',
        ),
      },
    ],
    ['network', 'part', { 'site.yml': shown("['lo' in ansible_interfaces, ansible_default_ipv4]") }],
    ['an interface', 'part', { 'site.yml': shown('ansible_lo') }],
    [
      'hardware',
      'part',
      {
        'site.yml': shown(
          "[ansible_mounts | map(attribute='mount') | first, ansible_devices is mapping, ansible_bios_date]",
        ),
      },
    ],
    [
      'what is not there',
      'part',
      { 'site.yml': shown('[ansible_wlan7 is defined, ansible_facts.wlan7 is defined, ansible_env is defined]') },
    ],
    [
      'of another host',
      'part',
      { 'site.yml': shown("hostvars['b'].ansible_machine ~ hostvars['b']['ansible_env']['PATH']") },
    ],
    [
      'by a condition',
      'part',
      { 'site.yml': play('{ debug: { msg: x }, when: ansible_facts.architecture != "none" }') },
    ],
    [
      'in a template',
      'part',
      {
        'site.yml': play(
          'template: { src: a.j2, dest: "{{ playbook_dir }}/out" }',
          "debug: { msg: \"{{ lookup('file', playbook_dir ~ '/out') }}\" }",
        ),
        'templates/a.j2': '{{ ansible_user_dir }}',
      },
    ],
    [
      'in a template that includes another',
      'whole',
      {
        'site.yml': play(
          'template: { src: a.j2, dest: "{{ playbook_dir }}/out" }',
          "debug: { msg: \"{{ lookup('file', playbook_dir ~ '/out') }}\" }",
        ),
        'templates/a.j2': "{% include 'b.j2' %}",
        'templates/b.j2': '{{ ansible_user_dir }}',
      },
    ],
    [
      'in group variables',
      'part',
      { 'site.yml': shown('home'), 'group_vars/all.yml': 'home: "{{ ansible_user_dir }}"' },
    ],
    [
      'in variables of a role',
      'part',
      {
        'site.yml': '- hosts: all\n  roles: [r]\n',
        'roles/r/defaults/main.yml': 'home: "{{ ansible_user_dir }}"',
        'roles/r/tasks/main.yml': '- debug: { msg: "{{ home }}" }',
      },
    ],
    [
      'in a file of variables',
      'part',
      {
        'site.yml': play('include_vars: more.yml', 'debug: { msg: "{{ home }}" }'),
        'vars/more.yml': 'home: "{{ ansible_user_dir }}"',
      },
    ],
    [
      'in a file of variables of some name',
      'whole',
      {
        'site.yml': play("include_vars: \"{{ 'mo' ~ 're' }}.yml\"", 'debug: { msg: "{{ home }}" }'),
        'vars/more.yml': 'home: "{{ ansible_user_dir }}"',
      },
    ],
    [
      'in included tasks',
      'part',
      {
        'site.yml': play('include_tasks: more.yml'),
        'more.yml': '- debug: { msg: "{{ ansible_user_dir }}" }',
      },
    ],
    [
      'in an included role',
      'part',
      {
        'site.yml': play('include_role: { name: r }'),
        'roles/r/tasks/main.yml': '- debug: { msg: "{{ ansible_user_dir }}" }',
      },
    ],
    [
      'in included tasks of some name',
      'whole',
      {
        'site.yml': play("include_tasks: \"{{ 'mo' ~ 're' }}.yml\""),
        'more.yml': '- debug: { msg: "{{ ansible_user_dir }}" }',
      },
    ],
    [
      'in a handler',
      'part',
      {
        'site.yml':
          '- hosts: all\n  tasks: [{ command: "true", notify: h }]\n  handlers: [{ name: h, debug: { msg: "{{ ansible_user_dir }}" } }]\n',
      },
    ],
    [
      'in a later play',
      'part',
      {
        'site.yml': `${play('debug: { msg: x }')}- hosts: all\n  gather_facts: false\n  tasks: [{ debug: { msg: "{{ ansible_user_dir }}" } }]\n`,
      },
    ],
    ['all of them', 'whole', { 'site.yml': shown('ansible_facts.keys() | sort') }],
    ['by a name that is put together', 'whole', { 'site.yml': shown("vars['ansible_' ~ 'fqdn']") }],
    [
      'a part that the play chooses',
      'part',
      {
        'site.yml':
          '- hosts: all\n  gather_subset: ["!all", network]\n  tasks: [{ debug: { msg: "{{ [\'lo\' in ansible_interfaces, ansible_mounts is defined, ansible_kernel] }}" } }]\n',
      },
    ],
    [
      'a variable whose name nobody can see',
      'late',
      { 'site.yml': play('debug: { msg: "{{ \\x61nsible_user_dir }}" }') },
    ],
    [
      'an interface whose name nobody can see',
      'late',
      { 'site.yml': play('debug: { msg: "{{ \\x61nsible_lo.device }}" }') },
    ],
    ['a member that nobody can see', 'late', { 'site.yml': play('debug: { msg: "{{ \\x61nsible_facts.fqdn }}" }') }],
    [
      'all, where nobody can see it',
      'late',
      { 'site.yml': play('debug: { msg: "{{ \\x61nsible_facts | dict2items | map(attribute=\'key\') | sort }}" }') },
    ],
    [
      'of another host, where nobody can see it',
      'late',
      { 'site.yml': play('debug: { msg: "{{ \\x68ostvars[\'b\'].\\x61nsible_fqdn }}" }') },
    ],
    [
      'in tasks that the play writes anew',
      'late',
      {
        'site.yml': play(
          'command: cp "{{ playbook_dir }}/new" "{{ playbook_dir }}/more.yml"',
          'include_tasks: more.yml',
        ),
        'more.yml': '- debug: { msg: old }',
        new: '- debug: { msg: "{{ ansible_user_dir }}" }',
      },
    ],
    [
      'in a template that the play writes anew',
      'late',
      {
        'site.yml': play(
          'command: cp "{{ playbook_dir }}/new" "{{ playbook_dir }}/a.j2"',
          'template: { src: a.j2, dest: "{{ playbook_dir }}/out" }',
          "debug: { msg: \"{{ lookup('file', playbook_dir ~ '/out') }}\" }",
        ),
        'a.j2': 'old',
        new: '{{ ansible_user_dir }}',
      },
    ],
    [
      'as a condition that nobody can see',
      'late',
      { 'site.yml': play('{ debug: { msg: x }, when: "\\x61nsible_user_dir is defined" }') },
    ],
  ];
  for (const [name, kind, files] of cases) {
    it(`${name}: ${kind === 'whole' ? 'everything is gathered' : kind === 'part' ? 'the rest is left out' : 'gathered when it is asked for'}`, async () => {
      const whole = await runWith(files, { wholeFacts: true });
      const asked = await runWith(files, { wholeFacts: false });
      expect(asked.said).to.deep.equal(whole.said);
      const fewer = asked.gathered.map((count, index) => count < (whole.gathered[index] ?? 0));
      expect(fewer).to.deep.equal(whole.gathered.map(() => kind !== 'whole'));
    });
  }

  it('are gone with the others when they are cleared', async () => {
    const site = play('meta: clear_facts', 'debug: { msg: "{{ \\x61nsible_fqdn is defined }}" }');
    expect((await runWith({ 'site.yml': site }, { wholeFacts: false })).said).to.deep.equal([false]);
  });

  it('are of the moment of the gathering, where more come later', async () => {
    const site = play(
      'set_fact: { early: "{{ ansible_date_time.iso8601_micro }}" }',
      'debug: { msg: "{{ \\x61nsible_fqdn is defined and ansible_date_time.iso8601_micro == early }}" }',
    );
    expect((await runWith({ 'site.yml': site }, { wholeFacts: false })).said).to.deep.equal([true]);
  });
});
