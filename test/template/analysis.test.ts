import { expect } from 'chai';
import { parseYaml } from '../../src/load/yaml/parse.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { Node } from '../../src/model/source.ts';
import {
  checkCondition,
  checkNode,
  checkTemplateFile,
  type Needs,
  neededByCondition,
  neededByNode,
  neededByTemplate,
} from '../../src/template/index.ts';

function parsed(text: string): Node {
  const result = parseYaml({ path: 'play.yml', text });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join(', '));
  return result.value;
}

function shown(problems: readonly Diagnostic[]): readonly string[] {
  return problems.map(
    ({ severity, message, span }) =>
      `${severity} ${span ? span.file.text.slice(span.start, span.end) : ''}: ${message}`,
  );
}

describe('mistakes found without evaluating', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['"{{ a | upper }} {{ b is defined }}"', []],
    [
      '"{{ a | uper | lowr }}"',
      [
        "error uper: there is no filter 'uper'; did you mean 'upper'?",
        "error lowr: there is no filter 'lowr'; did you mean 'lower'?",
      ],
    ],
    [
      '[ok, "{{ a is strng }}", "{{ 1 + }}"]',
      [
        "error strng: there is no test 'strng'; did you mean 'string'?",
        "error }}: unexpected 'end of print statement'",
      ],
    ],
    ['"{% if x %}{{ a | nosuchfilter }}{% endif %}"', ["warning nosuchfilter: there is no filter 'nosuchfilter'"]],
    ['{a: "{{ (b }}"}', ["error }: unexpected '}', expected ')'"]],
    ['!unsafe "{{ ( }}"', []],
    ['no template', []],
  ];
  for (const [text, expected] of cases) it(text, () => expect(shown(checkNode(parsed(text)))).to.deep.equal(expected));

  it('in conditions', () => {
    expect(shown(checkCondition(parsed('[a == 1, b =, "{{ c }}", "x is defned", true]')))).to.deep.equal([
      "error =: unexpected 'end of template', expected a value".replace(
        "unexpected 'end of template', expected a value",
        "expected token 'end of statement block', got '='",
      ),
      "error defned: there is no test 'defned'; did you mean 'defined'?",
    ]);
  });

  it('in template files', () => {
    const text = 'a\n{% for x in y %}\n';
    const [problem] = checkTemplateFile({ text, file: { path: 'a.j2', text } });
    expect(problem?.message).to.equal(
      "Unexpected end of template. Jinja was looking for the following tags: 'endfor' or 'else'. The innermost block that needs to be closed is 'for'.",
    );
  });
});

describe('variables that may be needed', () => {
  const seen = ({ names, unknown }: Needs) => [[...names].sort().join(' '), unknown];
  const nodes: readonly (readonly [string, string, boolean])[] = [
    ['"{{ a.b[c] | default(d) }}"', 'a c d', false],
    ['[x, "{{ a }}", {k: "{% if b %}{{ c }}{% endif %}"}]', 'a b c', false],
    ['"{{ lookup(\'env\', home) }}"', 'home lookup', false],
    ["\"{{ lookup('vars', 'x') }}\"", 'lookup x', false],
    ['"{{ lookup(\'vars\', name) }}"', 'lookup name', true],
    ["\"{{ lookup('template', 'a.j2') }}\"", 'lookup', true],
    ['"{% include \'x\' %}"', '', true],
    ['"{{ ( }}"', '', true],
    ['plain', '', false],
  ];
  for (const [text, names, unknown] of nodes)
    it(text, () => expect(seen(neededByNode(parsed(text)))).to.deep.equal([names, unknown]));

  it('by conditions', () => {
    expect(seen(neededByCondition(parsed('[a == b, c is defined]')))).to.deep.equal(['a b c', false]);
    expect(seen(neededByCondition(parsed('"{{ a }} == 1"')))).to.deep.equal(['a', true]);
  });

  it('by template files', () =>
    expect(seen(neededByTemplate('{% set x = a %}{{ x }}{{ b }}'))).to.deep.equal(['a b x', false]));
});
