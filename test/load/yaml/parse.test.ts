// Documents to nodes: places, anchors, merges, repeated keys, and the lenience of PyYAML.

import { expect } from 'chai';
import { renderDiagnostics } from '../../../src/load/diagnostics/render.ts';
import { parseYaml } from '../../../src/load/yaml/parse.ts';
import type { Node, SourceFile } from '../../../src/model/source.ts';

function parse(text: string): Node {
  const parsed = parseYaml({ path: 'x.yml', text });
  if (!parsed.ok) throw new Error(renderDiagnostics(parsed.problems));
  return parsed.value;
}

/** A node as plain data; the language's floats do not occur here. */
function plain(node: Node): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plain);
    case 'map':
      return new Map(node.entries.map(({ key, value }) => [key.value, plain(value)]));
  }
}

/** Every node's text as it is written, depth first. */
function written(node: Node, file: SourceFile = node.span.file): readonly string[] {
  const own = file.text.slice(node.span.start, node.span.end);
  const children =
    node.kind === 'list'
      ? node.items
      : node.kind === 'map'
        ? node.entries.flatMap(({ key, value }) => [key, value])
        : [];
  return [own, ...children.flatMap((child) => written(child, file))];
}

describe('parseYaml', () => {
  const PLACES: readonly (readonly [string, string, readonly string[]])[] = [
    ['plain values', 'a: b c # d\n', ['a: b c', 'a', 'b c']],
    ['quotes', `"a": 'b''c'\n`, [`"a": 'b''c'`, '"a"', `'b''c'`]],
    ['a literal block', 'a: | # >\n  b\n  c\n', ['a: | # >\n  b\n  c\n', 'a', '| # >\n  b\n  c\n']],
    ['a folded block behind a tag', 'a: !unsafe >-\n  b\n', ['a: !unsafe >-\n  b\n', 'a', '>-\n  b\n']],
    [
      'flow collections',
      'a: [b, {c: d} , # ]\n  ]\n',
      ['a: [b, {c: d} , # ]\n  ]', 'a', '[b, {c: d} , # ]\n  ]', 'b', '{c: d}', 'c', 'd'],
    ],
    ['a pair in a flow list', '[a: b]', ['[a: b]', 'a: b', 'a', 'b']],
    ['empty values', 'a:\nb:', ['a:\nb:', 'a', '', 'b', '']],
    ['an empty item', '- \n- a\n', ['- \n- a', '', 'a']],
    ['a closing bracket below its key', 'a: [\n  b\n]\nc: d', ['a: [\n  b\n]\nc: d', 'a', '[\n  b\n]', 'b', 'c', 'd']],
    ['quotes that go on at the margin', 'a: "b\nc"\nd: e', ['a: "b\nc"\nd: e', 'a', '"b\nc"', 'd', 'e']],
  ];
  for (const [what, text, expected] of PLACES) {
    it(`knows the places of ${what}`, () => expect(written(parse(text))).to.deep.equal(expected));
  }

  const VALUES: readonly (readonly [string, string, unknown])[] = [
    ['an empty file', '', null],
    ['only comments', '# a\n', null],
    ['a merge', '<<: {a: 1, b: 2}\na: 3', new Map([['a', 3], ['b', 2]])], // biome-ignore format: one row
    [
      'several merges, the first wins',
      '<<: [{a: 1}, {a: 2, b: 3}]',
      new Map([
        ['a', 1],
        ['b', 3],
      ]),
    ],
    ['a quoted merge key as a key', '"<<": 1', new Map([['<<', 1]])],
    [
      'a repeated key',
      'a: 1\nb: 2\na: 3',
      new Map([
        ['a', 3],
        ['b', 2],
      ]),
    ],
    [
      'keys of all kinds',
      '1: a\n~: b\nyes: c',
      new Map<unknown, unknown>([
        [true, 'c'],
        [null, 'b'],
      ]),
    ],
    ['aliases', '- &x [1]\n- *x', [[1], [1]]],
    [
      'a set and an ordered map',
      'a: !!set {b}\nc: !!omap [d: e]',
      new Map<string, unknown>([
        ['a', new Map([['b', null]])],
        ['c', [['d', 'e']]],
      ]),
    ],
    ['folding', 'a: >\n  b\n  c\n\n  d\n', new Map([['a', 'b c\nd\n']])],
    ['a block that ends with the file', 'a: |\n  b', new Map([['a', 'b']])],
    ['a kept block that ends with the file', 'a: |+\n  b\n\n', new Map([['a', 'b\n\n']])],
    [
      'Windows line ends',
      'a: b\r\nc: |\r\n  d\r\n',
      new Map([
        ['a', 'b'],
        ['c', 'd\n'],
      ]),
    ],
    ['a tab after the colon', 'a:\tb', new Map([['a', 'b']])],
  ];
  for (const [what, text, expected] of VALUES) {
    it(`reads ${what}`, () => expect(plain(parse(text))).to.deep.equal(expected));
  }

  it('gives an alias the place of its anchor', () => {
    const node = parse('- &x a\n- *x');
    expect(node.kind === 'list' && node.items[0] === node.items[1]).to.equal(true);
  });

  it('marks everything below !unsafe', () => {
    const node = parse('!unsafe {a: [b, 1]}');
    const list = node.kind === 'map' ? node.entries[0]?.value : undefined;
    expect(list?.kind === 'list' && list.items.map((item) => item.tag)).to.deep.equal(['unsafe', undefined]);
  });

  it('warns of repeated keys', () => {
    const parsed = parseYaml({ path: 'x.yml', text: 'a: 1\nb: 2\na: 3\n' });
    expect(renderDiagnostics((parsed.ok && parsed.warnings) || [])).to.equal(
      [
        "x.yml:3:1: warning: the key 'a' is here twice; the last value counts",
        '    3 | a: 3',
        '      | ^',
        '  x.yml:1:1: the first one',
        '    1 | a: 1',
        '      | ^',
      ].join('\n'),
    );
  });

  it('refuses aliases that stand for too much', () => {
    const levels = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(',')}]`);
    const parsed = parseYaml({ path: 'x.yml', text: `a0: &a0 [x]\n${levels.join('\n')}` });
    expect(parsed.ok ? '' : parsed.problems[0]?.message).to.equal('the aliases of this file stand for too many values');
  });

  it('reads 5,000 lines in less than 100 ms of processor time', () => {
    const task = '    - name: t\n      copy:\n        dest: "/etc/{{ i }}"\n        mode: 0644\n      when: a == 1\n';
    const file = { path: 'x.yml', text: `- hosts: all\n  tasks:\n${task.repeat(1000)}` };
    parseYaml(file);
    const times = [1, 2, 3].map(() => {
      const start = process.cpuUsage();
      parseYaml(file);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    expect(Math.min(...times)).to.be.lessThan(100);
  });
});
