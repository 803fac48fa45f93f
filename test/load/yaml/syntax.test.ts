// Syntax errors as the user sees them: each a text that people really write, and the whole message.

import { expect } from 'chai';
import { renderDiagnostics } from '../../../src/load/diagnostics/render.ts';
import { parseYaml } from '../../../src/load/yaml/parse.ts';

const CASES: readonly (readonly [string, readonly string[]])[] = [
  [
    '- copy:\n    dest: {{ home }}/x\n',
    [
      'x.yml:2:11: error: a value that starts with {{ must be in quotes',
      '    2 |     dest: {{ home }}/x',
      '      |           ^^^^^^^^^^^^',
      '  hint: write "{{ home }}/x"',
    ],
  ],
  [
    '- dest: {{ home["a"] }}\n',
    [
      'x.yml:1:9: error: a value that starts with {{ must be in quotes',
      '    1 | - dest: {{ home["a"] }}',
      '      |         ^^^^^^^^^^^^^^^',
      `  hint: write '{{ home["a"] }}'`,
    ],
  ],
  [
    'a: 1\n{{ x }}: 2\n',
    [
      'x.yml:2:1: error: a value that starts with {{ must be in quotes',
      '    2 | {{ x }}: 2',
      '      | ^^^^^^^',
      '  hint: write "{{ x }}"',
    ],
  ],
  [
    '- name: install: nginx\n',
    [
      "x.yml:1:16: error: ': ' inside a value that has no quotes",
      '    1 | - name: install: nginx',
      '      |                ^',
      "  hint: write name: 'install: nginx'",
    ],
  ],
  [
    'a: 1\n\tb: 2\n',
    ['x.yml:2:1: error: a tab cannot indent YAML', '    2 |     b: 2', '      | ^^^^', '  hint: indent with spaces'],
  ],
  [
    '- hosts:all\n  tasks: []\n',
    [
      "x.yml:1:8: error: a space is missing after 'hosts:'",
      '    1 | - hosts:all',
      '      |        ^',
      '  hint: write hosts: all',
    ],
  ],
  [
    '- a: "foo\n- b: 1\n',
    [
      'x.yml:1:6: error: this quote is never closed',
      '    1 | - a: "foo',
      '      |      ^',
      '  hint: end the text with "',
    ],
  ],
  [
    `- a: 'it''s\n- b: 1\n`,
    [
      'x.yml:1:6: error: this quote is never closed',
      `    1 | - a: 'it''s`,
      '      |      ^',
      "  hint: end the text with '",
    ],
  ],
  [
    '- a: "foo\n  b: "bar"\n',
    [
      'x.yml:2:7: error: text follows after a closing quote',
      '    2 |   b: "bar"',
      '      |       ^^^^',
      '  hint: is a " missing on an earlier line?',
      '  x.yml:1:6: the quotes that end here began there',
      '    1 | - a: "foo',
      '      |      ^',
    ],
  ],
  [
    '- when: "a" == b\n',
    [
      'x.yml:1:13: error: text follows after a closing quote',
      '    1 | - when: "a" == b',
      '      |             ^^^^',
      '  hint: put the whole value in quotes of the other kind',
    ],
  ],
  [
    "- a: 'it's'\n",
    [
      'x.yml:1:10: error: text follows after a closing quote',
      "    1 | - a: 'it's'",
      '      |          ^^',
      "  hint: put the whole value in quotes; inside of '...' a quote is written twice: ''",
    ],
  ],
  [
    '- name: x\n  when: y\n   tags: z\n',
    [
      'x.yml:3:4: error: this line is indented deeper than the line it should go with',
      '    3 |    tags: z',
      '      |    ^^^^^^^',
      '  hint: begin it in column 3',
      '  x.yml:2:3: this line already has a value',
      '    2 |   when: y',
      '      |   ^^^^^',
    ],
  ],
  [
    '- hosts: all\ntasks: []\n',
    [
      'x.yml:2:1: error: the indentation of this line fits nothing above it',
      '    2 | tasks: []',
      '      | ^^^^^^^^^',
      "  hint: indent it as far as the lines it belongs to, or begin a new list item with '- '",
    ],
  ],
  [
    '- a: [1, 2\n- b: 1\n',
    ["x.yml:1:6: error: this '[' is never closed", '    1 | - a: [1, 2', '      |      ^', "  hint: close it with ']'"],
  ],
  [
    'a: 1\nb\nc: 2\n',
    [
      "x.yml:2:1: error: expected 'key: value' here",
      '    2 | b',
      '      | ^',
      '  hint: a mapping has a colon and a space after each key',
    ],
  ],
  [
    '- a: |\n  text\n',
    [
      'x.yml:2:3: error: the text of the block above must be indented more than its key',
      '    2 |   text',
      '      |   ^^^^',
    ],
  ],
  [
    'regexp: "\\d+"\n',
    [
      "x.yml:1:10: error: '\\d' means nothing in double quotes",
      '    1 | regexp: "\\d+"',
      '      |          ^^',
      "  hint: write '\\\\d', or put the text in single quotes",
    ],
  ],
  [
    'a: @x\n',
    [
      "x.yml:1:4: error: a value without quotes cannot begin with '@'",
      '    1 | a: @x',
      '      |    ^',
      '  hint: put the value in quotes',
    ],
  ],
  [
    'key: - a\n',
    [
      'x.yml:1:6: error: a list cannot begin on the line of its key',
      '    1 | key: - a',
      '      |      ^',
      '  hint: begin it on the next line',
    ],
  ],
  [
    'a:\n  - b: 1\n - b: 2\n',
    [
      'x.yml:3:2: error: the indentation of this line fits nothing above it',
      '    3 |  - b: 2',
      '      |  ^^^^^^',
      '  hint: indent it exactly as far as the lines it belongs to',
    ],
  ],
  [
    'a: &word 1\nb: *wrod\n',
    [
      "x.yml:2:4: error: there is no anchor '&wrod' above this alias",
      '    2 | b: *wrod',
      '      |    ^^^^^',
      "  hint: did you mean '*word'?",
    ],
  ],
  [
    'a: *.log\n',
    [
      "x.yml:1:4: error: there is no anchor '&.log' above this alias",
      '    1 | a: *.log',
      '      |    ^^^^^',
      "  hint: a text that starts with '*' must be in quotes: '*.log'",
    ],
  ],
  [
    'a: !valt x\nb: 2020-99-99\n',
    [
      "x.yml:1:4: error: unknown YAML tag '!valt'",
      '    1 | a: !valt x',
      '      |    ^^^^^',
      "  hint: did you mean '!vault'?",
      '',
      "x.yml:2:4: error: '2020-99-99' is not a date",
      '    2 | b: 2020-99-99',
      '      |    ^^^^^^^^^^',
      '  hint: put it in quotes where text is meant',
    ],
  ],
  [
    'a: 1\n---\nb: 2\n',
    [
      'x.yml:2:1: error: a second YAML document starts here',
      '    2 | ---',
      '      | ^^^',
      '  hint: put each document in a file of its own',
    ],
  ],
  [
    'a: [b, "c" d]\n',
    [
      'x.yml:1:12: error: a comma is missing before this',
      '    1 | a: [b, "c" d]',
      '      |            ^',
      '  hint: items between brackets are parted by commas',
    ],
  ],
  [
    'a: &a [*a]\n',
    ["x.yml:1:8: error: the alias '*a' stands inside of what it stands for", '    1 | a: &a [*a]', '      |        ^^'],
  ],
];

describe('YAML syntax errors', () => {
  for (const [text, lines] of CASES) {
    it(`explains ${JSON.stringify(text)}`, () => {
      const parsed = parseYaml({ path: 'x.yml', text });
      expect(parsed.ok ? 'no problem' : renderDiagnostics(parsed.problems)).to.equal(lines.join('\n'));
    });
  }

  it('repeats nothing of a file from a vault', () => {
    const texts = ['key: sec: ret\n', 'key: 2020-99-99\n', 'key: {{ secret }}\n', 'secret: 1\nsecret: 2\n'];
    const messages = texts.map((text) => {
      const parsed = parseYaml({ path: 'x.yml', text, secret: true });
      return renderDiagnostics(parsed.ok ? (parsed.warnings ?? []) : parsed.problems);
    });
    expect(messages).to.deep.equal([
      'x.yml:1:9: error: this is not YAML as it should be',
      'x.yml:1:6: error: this is not YAML as it should be',
      'x.yml:1:6: error: this is not YAML as it should be',
      'x.yml:2:1: warning: a key is here twice; the last value counts',
    ]);
  });
});
