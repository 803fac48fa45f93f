import { expect } from 'chai';
import { includesOthers, referencesIn, together } from '../../../src/run/facts/references.ts';

describe('references to facts', () => {
  const named: readonly (readonly [text: string, facts: readonly string[]])[] = [
    ['nothing', []],
    ['{{ ansible_distribution }} {{ ansible_eth0.ipv4 }}', ['distribution', 'eth0']],
    ["when: ansible_facts['os_family'] == 'Debian'", ['os_family']],
    ["when: 'ansible_facts[''os_family''] == x'", ['os_family']],
    ['when: "ansible_facts[\\"os_family\\"] == x"', ['os_family']],
    ['ansible_facts.date_time.epoch', ['date_time']],
    ["ansible_facts.get('fqdn')", ['fqdn']],
    ['ansible_facts.ansible_local.x', ['local']],
    ["hostvars[h]['ansible_facts']['default_ipv4']['address']", ['default_ipv4']],
    ["hostvars[groups['db'][0]].ansible_fqdn", ['fqdn']],
    ['hostvars.db1.ansible_fqdn', ['fqdn']],
    ["groups.all | map('extract', hostvars, ['ansible_default_ipv4', 'address'])", ['default_ipv4']],
    ["vars['ansible_fqdn']", ['fqdn']],
    ["lookup('vars', 'ansible_fqdn')", ['fqdn']],
    ['ansible_user ansible_become_password ansible_ssh_common_args ansible_async_dir ansible_managed', []],
    ['ansible_user_id ansible_system_vendor', ['system_vendor', 'user_id']],
    ["ansible_facts.services['x'] ansible_facts.packages getent_passwd", []],
    ['ansible_facts:\n  x: 1', []],
    ['vars:\n  a: 1\n# vars of it\n- name: Load vars\n  include_vars: ../vars/main.yml', []],
  ];
  for (const [text, facts] of named) {
    it(`${JSON.stringify(text)}: ${facts.join(', ') || 'none'}`, () => {
      const found = referencesIn(text);
      expect([[...found.facts].sort(), found.any]).to.deep.equal([facts, undefined]);
    });
  }

  const any: readonly string[] = [
    'ansible_facts',
    'ansible_facts[item]',
    'ansible_facts.items()',
    "ansible_facts['a' ~ b]",
    "'fqdn' in ansible_facts",
    'ansible_facts | to_json',
    "hostvars[h]['ansible_facts']",
    'hostvars[h]',
    'hostvars[h][name]',
    'hostvars[h] | to_json',
    "map('extract', hostvars)",
    "map('extract', hostvars, name)",
    'hostvars.items()',
    '{{ vars }}',
    'var: vars',
    'vars[item]',
    '# {{ vars }}',
    "name | extract(vars, 'x')",
    "'ansible_' ~ item",
    '"ansible_%s" | format(x)',
    'ansible_{{ x }}',
    "'ansible_processor_' + x",
    "lookup('vars', name)",
    "lookup('ansible.builtin.vars', name)",
    "query('varnames', '.*')",
    "lookup('template', 'x.j2')",
    'lookup(plugin)',
    'with_vars: [a]',
    'debugger: on_failed',
    'strategy: debug',
  ];
  for (const text of any) {
    it(`${JSON.stringify(text)} may ask for any`, () => {
      expect(referencesIn(text).any).to.be.a('string');
    });
  }

  it('of several texts are those of each, and any where one may ask for any', () => {
    const texts = (...all: string[]): readonly unknown[] => {
      const { facts, any: why } = together(all.map(referencesIn));
      return [[...facts].sort(), why];
    };
    expect([texts('ansible_fqdn', 'ansible_lsb'), texts('ansible_fqdn', '{{ vars }}')]).to.deep.equal([
      [['fqdn', 'lsb'], undefined],
      [[], 'vars'],
    ]);
  });

  it('of a template that names others are not all in it', () => {
    const texts = [
      "{% include 'x' %}",
      "{%- extends 'x' %}",
      "{% import 'x' as y %}",
      "{% from 'x' import y %}",
      '{% if x %}',
    ];
    expect(texts.map(includesOthers)).to.deep.equal([true, true, true, true, false]);
  });
});
