import { expect } from 'chai';
import { readIniInventory } from '../../../src/load/inventory/ini-source.ts';
import { InventoryWriter } from '../../../src/load/inventory/inventory-writer.ts';
import { MutableInventory } from '../../../src/model/mutable-inventory.ts';
import { groupLines, told, written } from './support.ts';

function read(text: string): { readonly inventory: MutableInventory; readonly problems: readonly string[] } {
  const inventory = new MutableInventory();
  const writer = new InventoryWriter(inventory, { file: 'hosts', directory: '.' }, 'never');
  readIniInventory({ path: 'hosts', text }, writer);
  inventory.settle();
  return { inventory, problems: writer.problems.map(told) };
}

describe('INI inventory', () => {
  const structures: readonly (readonly [title: string, text: string, groups: readonly string[]])[] = [
    ['hosts above the first section', 'a\nb\n', ['all: ungrouped/', 'ungrouped: a b']],
    ['comments and blanks', '# c\n; c\n\n [g] # c\n  a   # c\n#b\n', ['all: ungrouped/ g/', 'ungrouped:', 'g: a']],
    [
      'children before their own section, in the order of the sections',
      '[p:children]\na\nb\n[b]\n2\n[a]\n1\n',
      ['all: ungrouped/ p/', 'ungrouped:', 'p: b/ a/', 'b: 2', 'a: 1'],
    ],
    [
      'children behind their own section, in the order named',
      '[a]\n1\n[b]\n2\n[p:children]\nb\na # c\nb\n',
      ['all: ungrouped/ p/', 'ungrouped:', 'a: 1', 'b: 2', 'p: b/ a/'],
    ],
    [
      'a section of variables makes the group',
      '[z:vars]\nx=1\n[p]\n1\n[z]\nq\n',
      ['all: ungrouped/ z/ p/', 'ungrouped:', 'z: q', 'p: 1'],
    ],
    ['a section twice', '[a]\n1\n[b]\n2\n[a]\n3\n1\n', ['all: ungrouped/ a/ b/', 'ungrouped:', 'a: 1 3', 'b: 2']],
    ['hosts that get a group later', 'a\nb\n[g]\nb\n', ['all: ungrouped/ g/', 'ungrouped: a', 'g: b']],
    ['the group all', '[all]\nh\n[all:children]\nx\n[x]\ni\n', ['all: ungrouped/ x/ h', 'ungrouped: h', 'x: i']],
    [
      'ranges, ports and addresses',
      'a[1:2].x:2201\n::1\n[::2]:22\nuser@h:22\n',
      ['all: ungrouped/', 'ungrouped: a1.x a2.x ::1 ::2 user@h:22'],
    ],
  ];
  for (const [title, text, groups] of structures) {
    it(`reads ${title}`, () => {
      const { inventory, problems } = read(text);
      expect({ groups: groupLines(inventory), problems }).to.deep.equal({ groups, problems: [] });
    });
  }

  // What ansible-inventory makes of the same line; None, True and numbers are Python's.
  const hostLines: readonly (readonly [line: string, variables: Readonly<Record<string, unknown>>])[] = [
    ['a=1 b=1.5 c=True d=None e=-5 f=+3 g=1_000', { a: 1, b: 1.5, c: true, d: null, e: -5, f: 3, g: 1000 }],
    [
      'a=true b=yes c=null d=0755 e=1L f=2+3 g=--1 h=1_',
      { a: 'true', b: 'yes', c: 'null', d: '0755', e: '1L', f: '2+3', g: '--1', h: '1_' },
    ],
    ['a=0x1F b=0o17 c=0b11 d=1e3 e=.5 f=5. g=00', { a: 31, b: 15, c: 3, d: 1000, e: 0.5, f: 5, g: 0 }],
    [
      `a='quoted' b="a b" c='"in"' d="'0123'" e= f=x=y g=-`,
      { a: 'quoted', b: 'a b', c: 'in', d: '0123', e: '', f: 'x=y', g: '-' },
    ],
    [
      `a=[1,2] b="[1, 'x y']" c="{'k': [None, 2]}" d=(1,2) e={} f="[1, 2"`,
      { a: [1, 2], b: [1, 'x y'], c: { k: [null, 2] }, d: [1, 2], e: {}, f: '[1, 2' },
    ],
    [
      `a='{"x": true}' b="[True, none]" c={'x':1} d=set()`,
      { a: '{"x": true}', b: '[True, none]', c: '{x:1}', d: 'set()' },
    ],
    ['a=x#y b=1', { a: 'x' }],
    ['a="x # y" b=http://h:80/?q=1 # c=2', { a: 'x # y', b: 'http://h:80/?q=1' }],
    [`a="{{ b }}" b={{b}} c=!unsafe`, { a: '{{ b }}', b: '{{b}}', c: '!unsafe' }],
    ['a=1 a=2', { a: 2 }],
    ['a-b=1 1c=2', { 'a-b': 1, '1c': 2 }],
    [String.raw`a="\"q\"" b=\'1\' c="'\\n'" d="'\\x41'"`, { a: 'q', b: '1', c: '\n', d: 'A' }],
  ];
  for (const [line, variables] of hostLines) {
    it(`reads the host line ${line}`, () => {
      const { inventory, problems } = read(`h ${line}\n`);
      expect({ variables: written(inventory.hosts.get('h')?.variables ?? []), problems }).to.deep.equal({
        variables,
        problems: [],
      });
    });
  }

  it('reads variables of groups as Python literals to the end of the line', () => {
    const lines = [
      'a=1',
      'b = False',
      'c = false',
      "d = 'q'",
      'e = a b # c',
      'f = 1 # c',
      'g = [1, 2] # c',
      'h=',
      'i = x = y',
      "j = 'x' # y",
    ];
    const { inventory, problems } = read(`[g:vars]\n${lines.join('\n')}\n[g]\nh\n`);
    expect(problems).to.deep.equal([]);
    expect(written(inventory.groups.get('g')?.variables ?? [])).to.deep.equal({
      ...{ a: 1, b: false, c: 'false', d: 'q', e: 'a b # c', f: 1, g: [1, 2], h: '', i: 'x = y', j: 'x' },
    });
  });

  it('keeps the place of each value', () => {
    const text = 'h a=1 b="x {{ y }}"\n[g:vars]\n  c =  z w  # no comment\n[g]\nh\n';
    const { inventory } = read(text);
    const variables = [...(inventory.hosts.get('h')?.variables ?? []), ...(inventory.groups.get('g')?.variables ?? [])];
    const places = variables.flatMap((variable) =>
      'node' in variable ? [[variable.name, text.slice(variable.node.span.start, variable.node.span.end)]] : [],
    );
    expect(places).to.deep.equal([
      ['a', '1'],
      ['b', '"x {{ y }}"'],
      ['c', 'z w  # no comment'],
    ]);
  });

  it('orders groups by their priority, which is no variable', () => {
    const { inventory } = read('[g:vars]\nansible_group_priority=10\n[g]\nh\n');
    const group = inventory.groups.get('g');
    expect([group?.priority, group?.variables]).to.deep.equal([10, []]);
  });

  it('takes a port only for a host that is new', () => {
    const { inventory } = read('h ansible_port=33\nh:22\ni:22 ansible_port=33\n');
    const ports = ['h', 'i'].map((name) => written(inventory.hosts.get(name)?.variables ?? []));
    expect(ports).to.deep.equal([{ ansible_port: 33 }, { ansible_port: 33 }]);
  });

  const mistakes: readonly (readonly [text: string, problems: readonly string[]])[] = [
    [
      'h x\n',
      [
        '1:3 | error | \'x\' is no variable of a host | write key=value; a value with spaces needs quotes: key="some value"',
      ],
    ],
    ["h a='x\n", ['1:5 | error | There is a quote that is never closed']],
    ['h[1:3\n', ["1:1 | error | 'h[1:3' names no hosts: a '[' is never closed"]],
    ['[g]\nh:\n', ["2:1 | error | 'h:' names no hosts: it ends in a colon, which announces a port"]],
    [
      '[a b]\nh\n',
      [
        "1:1 | error | '[a b]' is no section | write [group], [group:children] or [group:vars], without spaces in the name",
      ],
    ],
    ['[g:childrn]\nx\n', ["1:1 | error | The section [g:childrn] is of an unknown kind | did you mean 'children'?"]],
    ['[g:children]\nx y\n[g]\n', ["2:1 | error | 'x y' is no name of a group | write one group on each line"]],
    ['[g:children]\nwebb\n[web]\nh\n', ["2:1 | error | There is no group 'webb' | did you mean 'web'?"]],
    ['[g:vars]\nx=1\n', ["1:1 | error | There is no group 'g' | give it a section: [g]"]],
    ['[g]\n[g:vars]\nx\n', ["3:1 | error | 'x' is no variable of 'g' | write key=value"]],
    [
      '[g]\n[g:vars]\nansible_group_priority=high\n',
      ["3:24 | error | The ansible_group_priority of 'g' is no whole number"],
    ],
    [
      '[a:children]\nb\n[b:children]\na\n',
      ["4:1 | error | The group 'a' cannot be a child of 'b': 'a' holds 'b' already"],
    ],
    ['[a:children]\na\n', ["2:1 | error | The group 'a' cannot be a child of 'a': a group cannot hold itself"]],
    ['[a:children]\nall\n', ["2:1 | error | The group 'all' cannot be a child of 'a': 'all' holds every group"]],
    [
      '[a-b]\nh\n',
      [
        "1:1 | warning | The group name 'a-b' is no valid name of a variable | use only letters, digits and '_' (see force_valid_group_names)",
      ],
    ],
    [
      'h x\nh[1:\n[g y]\nthe = lines of it\n[h]\ni j\n',
      [
        '1:3 | error | \'x\' is no variable of a host | write key=value; a value with spaces needs quotes: key="some value"',
        "2:1 | error | 'h[1:' names no hosts: it ends in a colon, which announces a port",
        "3:1 | error | '[g y]' is no section | write [group], [group:children] or [group:vars], without spaces in the name",
        '6:3 | error | \'j\' is no variable of a host | write key=value; a value with spaces needs quotes: key="some value"',
      ],
    ],
  ];
  for (const [text, problems] of mistakes) {
    it(`finds what is wrong with ${JSON.stringify(text)}`, () => {
      expect(read(text).problems).to.deep.equal(problems);
    });
  }
});
