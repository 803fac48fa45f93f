import { expect } from 'chai';
import { inventoryAsJson } from '../../../src/load/inventory/dump/list.ts';
import { describeParity, oracle } from '../../support/oracle.ts';
import { scratch } from '../../support/scratch.ts';
import { groupLines, load, type TestLoad, told, written } from './support.ts';

const hosts = `[web]
w1 a=1 role=front tags="['x','y']" m="{'k':'v','k2':''}" empty='' n=5 region="us west-1" j="{{ a }}z"
w2 a=2 role=back
[db]
d1 gv=inv
[web:vars]
gvar=fromgroup
`;

describe('constructed inventory', () => {
  const files = scratch();
  const construct = async (lines: readonly string[], options?: TestLoad) => {
    files.write('hosts', hosts);
    files.write('group_vars/all.yml', 'file: from file\n');
    files.write('c.yml', ['plugin: constructed', ...lines, ''].join('\n'));
    return load(files.path(), ['hosts', 'c.yml'], options);
  };
  const composed = async (lines: readonly string[], names: readonly string[], options?: TestLoad): Promise<unknown> => {
    const { inventory, problems } = await construct(['compose:', ...lines.map((line) => `  ${line}`)], options);
    const variables = names.map((name) =>
      written(inventory.hosts.get(name)?.variables.filter((variable) => 'value' in variable) ?? []),
    );
    return problems.length > 0 ? problems.map(told) : variables;
  };
  const groups = async (lines: readonly string[]): Promise<readonly string[]> => {
    const { inventory, problems } = await construct(lines);
    return [...groupLines(inventory).slice(4), ...problems.map(told)];
  };

  // Text is what a template leaves of anything but a lone variable, a list, a dict or a bool; so has the oracle.
  it('computes variables for the hosts that have what it takes', async () => {
    const lines = [
      ...[
        'sum: a + 1',
        "name: inventory_hostname ~ '!'",
        'member: group_names',
        'all_of_them: groups',
        'inherited: gvar',
        'f: file',
      ],
      ...[
        'l: tags',
        'rendered: j',
        'lone: n',
        'number: 5',
        'flag: true',
        'list: [1, 2]',
        'text: "\'1\'"',
        'key: m.k',
        'again: sum',
      ],
    ];
    expect(await composed(lines, ['w1', 'd1'])).to.deep.equal([
      {
        ...{ sum: '2', name: 'w1!', member: ['web'], inherited: 'fromgroup', l: ['x', 'y'], rendered: '1z', lone: 5 },
        ...{ number: 5, flag: true, list: [1, 2], text: '1', key: 'v' },
      },
      { name: 'd1!', member: ['db'], number: 5, flag: true, list: [1, 2], text: '1' },
    ]);
  });

  it('sees files of variables, and those of the command line, only when told', async () => {
    const span = { file: { path: '-e', text: 'e=9' }, start: 2, end: 3 };
    const extraVars = [{ name: 'e', node: { kind: 'scalar', value: '9', span } }] as const;
    const seen = async (...lines: readonly string[]): Promise<unknown> => {
      const { inventory } = await construct([...lines, 'compose: {f: file, x: e}'], { extraVars });
      return written(inventory.hosts.get('d1')?.variables.filter((variable) => 'value' in variable) ?? []);
    };
    expect([await seen(), await seen('use_extra_vars: yes'), await seen('use_vars_plugins: yes')]).to.deep.equal([
      {},
      { x: '9' },
      { f: 'from file' },
    ]);
  });

  it('puts hosts into groups by conditions, which see what was composed', async () => {
    const lines = [
      ...[
        'compose: {twice: a * 2}',
        'groups:',
        "  front: role == 'front'",
        '  "ye": true',
        '  "n": false',
        '  weird-name: true',
      ],
      ...['  undef: nosuch == 1', "  multi: inventory_hostname.startswith('w')", "  late: twice == '4'"],
    ];
    expect(await groups(lines)).to.deep.equal([
      'front: w1',
      'ye: w1 w2 d1',
      'weird_name: w1 w2 d1',
      'multi: w1 w2',
      'late: w2',
    ]);
  });

  const keyed: readonly (readonly [title: string, lines: readonly string[], groups: readonly string[]])[] = [
    ['text', ['{key: role}', '{key: role, prefix: r}'], ['_front: w1', 'r_front: w1', '_back: w2', 'r_back: w2']],
    ['the items of a list', ['{key: tags, prefix: tag}'], ['tag_x: w1', 'tag_y: w1']],
    [
      'the pairs of a mapping',
      ['{key: m, prefix: map}', '{key: m, prefix: t, trailing_separator: no}', '{key: m, prefix: d, default_value: z}'],
      ['map_k_v: w1', 'map_k2_: w1', 't_k_v: w1', 't_k2: w1', 'd_k_v: w1', 'd_k2_z: w1'],
    ],
    ['nothing', ['{key: empty, prefix: e}', '{key: empty, prefix: f, default_value: none}'], ['f_none: w1']],
    [
      'separators',
      ['{key: region, separator: ""}', '{key: region, prefix: r, separator: "-"}'],
      ['us_west_1: w1', 'r_us_west_1: w1'],
    ],
    [
      'parents',
      ['{key: role, parent_group: roles}', '{key: role, prefix: p, parent_group: "{{ role }}s"}'],
      [
        '_front: w1',
        'roles: _front/ _back/',
        'p_front: w1',
        'fronts: p_front/',
        '_back: w2',
        'p_back: w2',
        'backs: p_back/',
      ],
    ],
    ['numbers that are text', ['{key: a|int, prefix: i}'], ['i_1: w1', 'i_2: w2']],
  ];
  for (const [title, lines, expected] of keyed) {
    it(`groups by the value of a key: ${title}`, async () => {
      expect(await groups(['keyed_groups:', ...lines.map((line) => `  - ${line}`)])).to.deep.equal(expected);
    });
  }

  it('leaves the separator out in front of names without a prefix when told', async () => {
    const lines = [
      'leading_separator: no',
      'keyed_groups:',
      '  - {key: role}',
      '  - {key: role, prefix: p}',
      '  - {key: m}',
    ];
    expect(await groups(lines)).to.deep.equal([
      'front: w1',
      'p_front: w1',
      'k_v: w1',
      'k2_: w1',
      'back: w2',
      'p_back: w2',
    ]);
  });

  const mistakes: readonly (readonly [lines: readonly string[], problems: readonly string[]])[] = [
    [
      ['strict: yes', 'compose: {x: nosuch, y: role}'],
      ["3:14 | error | 'nosuch' is undefined (for 'w1')", "3:25 | error | 'role' is undefined (for 'd1')"],
    ],
    [['strict: yes', 'keyed_groups: [{key: empty}]'], ["3:22 | error | The key is empty (for 'w1')"]],
    [['keyed_groups: [{key: n}]'], ["2:22 | error | The key is neither text nor a list nor a mapping (for 'w1')"]],
    [['keyed_groups: [{prefix: x}]'], ["2:16 | error | A keyed group needs a 'key', which is an expression"]],
    [
      ['keyed_groups: [{key: a, default_value: x, trailing_separator: no}]'],
      ["2:16 | error | 'default_value' and 'trailing_separator' exclude each other"],
    ],
    [['compose: [1]'], ["2:10 | error | 'compose' must be a mapping"]],
    [['strict: maybe'], ["2:9 | error | 'strict' must be yes or no"]],
    [['stric: yes'], ["2:1 | warning | The option 'stric' is not known | did you mean 'strict'?"]],
  ];
  for (const [lines, problems] of mistakes) {
    it(`finds what is wrong with ${lines.join('; ')}`, async () => {
      expect((await construct(lines)).problems.map(told)).to.deep.equal(problems);
    });
  }

  it('finds expressions that can never work, strict or not', async () => {
    const { problems } = await construct(['compose: {x: 1 +}', 'groups: {g: a|nofilter}']);
    expect(problems.map(told)).to.deep.equal([
      "2:17 | error | unexpected 'end of template'",
      "3:15 | warning | there is no filter 'nofilter'",
    ]);
  });

  describeParity('against ansible-inventory', () => {
    it('has the same hosts, groups and variables', async () => {
      const lines = [
        ...[
          'strict: no',
          'compose:',
          '  sum: a + 1',
          '  addr: "\'10.0.0.\' ~ a"',
          '  l: tags',
          '  lone: n',
          '  flag: true',
          '  d: dict(x=1)',
          '  none: none',
        ],
        ...['groups:', "  front: role == 'front'", '  weird-name: true', '  composed: sum is defined'],
        ...[
          'keyed_groups:',
          '  - {key: role}',
          '  - {key: tags, prefix: tag}',
          '  - {key: m, prefix: map, default_value: z}',
        ],
        ...[
          '  - {key: region, prefix: "", separator: ""}',
          '  - {key: role, parent_group: "{{ role }}_parent", prefix: p}',
          '  - {key: empty, default_value: dd, prefix: e}',
        ],
      ];
      const { inventory } = await construct(lines);
      const { stdout } = oracle('ansible-inventory', ['-i', 'hosts', '-i', 'c.yml', '--list'], { cwd: files.path() });
      const ours = inventoryAsJson(inventory);
      expect(ours.ok && JSON.parse(ours.value)).to.deep.equal(JSON.parse(stdout));
    });
  });
});
