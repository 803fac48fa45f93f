import { expect } from 'chai';
import { scratch } from '../../support/scratch.ts';
import { groupLines, load, told, written } from './support.ts';

describe('YAML inventory', () => {
  const files = scratch();

  it('reads groups, hosts with ranges and ports, variables and children', async () => {
    files.write(
      'hosts.yml',
      `all:
  hosts:
    h[1:2]: {x: 1}
    h3:2222:
    "[::1]:22": {}
  vars: {v: "{{ x }}"}
  children:
    web:
      hosts: {h1: , h9: {y: [1, no]}}
      vars: {ansible_group_priority: 3, w: 1}
      children:
    db:
lone:
  hosts: one
  children: web
  vars: flag
`,
    );
    const { inventory, problems } = await load(files.path(), ['hosts.yml']);
    expect(problems.map(told)).to.deep.equal([]);
    expect(groupLines(inventory)).to.deep.equal([
      'all: ungrouped/ web/ db/ lone/ h1 h2 h3 ::1',
      'ungrouped: h2 h3 ::1',
      'web: h1 h9',
      'db:',
      'lone: web/ one',
    ]);
    expect(['h1', 'h2', 'h3', 'h9'].map((name) => written(inventory.hosts.get(name)?.variables ?? []))).to.deep.equal([
      { x: 1 },
      { x: 1 },
      { ansible_port: 2222 },
      { y: [1, false] },
    ]);
    expect(
      ['all', 'web', 'lone'].map((name) => [
        inventory.groups.get(name)?.priority,
        written(inventory.groups.get(name)?.variables ?? []),
      ]),
    ).to.deep.equal([
      [1, { v: '{{ x }}' }],
      [3, { w: 1 }],
      [1, { flag: null }],
    ]);
  });

  const mistakes: readonly (readonly [text: string, problems: readonly string[]])[] = [
    [
      'web:\n  hosts: [h1]\n',
      [
        "2:10 | error | The hosts of the group 'web' are no mapping | write a mapping: end each name with ':' instead of beginning it with '-'",
      ],
    ],
    ['web: h1\n', ["1:6 | error | The group 'web' is no mapping | it can have hosts, vars and children"]],
    ['web:\n  host: {h1: }\n', ["2:3 | warning | 'host' of the group 'web' is left out | did you mean 'hosts'?"]],
    [
      'web:\n  hosts:\n    h1: 5\n    h2: [1]\n',
      [
        "3:9 | error | The variables of the host 'h1' are no mapping",
        "4:9 | error | The variables of the host 'h2' are no mapping",
      ],
    ],
    ['web:\n  hosts:\n    1: {}\n', ["3:5 | error | The host '1' is no text | put quotes around it"]],
    ['web:\n  hosts:\n    h[2:1]: {}\n', ["3:5 | error | 'h[2:1]' names no hosts: the range '[2:1]' holds no number"]],
    [
      'a:\n  children:\n    b:\n      children: {a: }\n',
      ["4:18 | error | The group 'a' cannot be a child of 'b': 'a' holds 'b' already"],
    ],
    [
      'all:\n  children: {all: }\n',
      ["2:14 | error | The group 'all' cannot be a child of 'all': 'all' holds every group"],
    ],
    ['- a\n', ["1:1 | error | 'hosts.yml' is no mapping of groups | begin with 'all:' and 'hosts:' below it"]],
    [
      'a-b: {hosts: {h: }}\n',
      [
        "1:1 | warning | The group name 'a-b' is no valid name of a variable | use only letters, digits and '_' (see force_valid_group_names)",
      ],
    ],
    [
      'plugin: amazon.aws.aws_ec2\n',
      [
        "1:9 | error | The inventory plugin 'amazon.aws.aws_ec2' is not supported | save what it gives: ansible-inventory -i FILE --list --export > hosts.json",
      ],
    ],
    [
      'plugin: ansible.builtin.construct\n',
      ["1:9 | error | The inventory plugin 'construct' is not supported | did you mean 'constructed'?"],
    ],
  ];
  for (const [text, expected] of mistakes) {
    it(`finds what is wrong with ${JSON.stringify(text)}`, async () => {
      files.write('hosts.yml', text);
      const { problems } = await load(files.path(), ['hosts.yml']);
      expect(problems.map((problem) => told(problem).replaceAll(`${files.path()}/`, ''))).to.deep.equal(expected);
    });
  }

  const rules: readonly (readonly [rule: string, name: string, warnings: number])[] = [
    ['never', 'a-b.c', 1],
    ['ignore', 'a-b.c', 0],
    ['always', 'a_b_c', 1],
    ['silently', 'a_b_c', 0],
  ];
  for (const [rule, name, warnings] of rules) {
    it(`names groups as force_valid_group_names=${rule} says`, async () => {
      files.write('hosts.yml', 'a-b.c: {hosts: {h: }, children: {1x: }}\n');
      const environment = { ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS: rule };
      const { inventory, problems } = await load(files.path(), ['hosts.yml'], { environment });
      const child = name === 'a-b.c' ? '1x' : '_x';
      expect([groupLines(inventory).slice(2), problems.length]).to.deep.equal([
        [`${name}: ${child}/ h`, `${child}:`],
        2 * warnings,
      ]);
    });
  }
});
