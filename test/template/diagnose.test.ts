import { expect } from 'chai';
import { parseYaml } from '../../src/load/yaml/parse.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { entryOf, lineAndColumn, type Node } from '../../src/model/source.ts';
import type { Value } from '../../src/model/value.ts';
import {
  evaluate,
  fileSpelling,
  judgeNode,
  nodeScope,
  renderNode,
  renderTemplateFile,
  valueScope,
} from '../../src/template/index.ts';
import { engine } from './engine.ts';

function parsed(text: string): Node {
  const result = parseYaml({ path: 'play.yml', text });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join(', '));
  return result.value;
}

// The variables of a document: each is rendered in the light of the others.
function problemOf(text: string, name: string): Diagnostic {
  const document = parsed(text);
  if (document.kind !== 'map') throw new Error('the document is a mapping');
  const scope = nodeScope(new Map(document.entries.map(({ key, value }) => [String(key.value), value])));
  const node = entryOf(document, name)?.value;
  if (!node) throw new Error(`there is no ${name}`);
  const result = evaluate(engine, scope, (pass) => renderNode(pass, node));
  if (result.ok) throw new Error('it went well');
  return result.problem;
}

// Where and what is underlined.
function marked({ span }: Diagnostic): string {
  if (!span) return 'nothing';
  const { line, column } = lineAndColumn(span.file, span.start);
  return `${line}:${column} ${span.file.text.slice(span.start, span.end)}`;
}

describe('the place of an error in YAML', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['plain', 'x: a {{ nope }} b\n', '1:9 nope'],
    ['plain over lines', 'x: some text\n  that goes on {{\n    nope }} b\n', '3:5 nope'],
    ['single quotes', "x: 'it''s {{ nope }}'\n", '1:14 nope'],
    ['double quotes', 'x: "\\ttab \\u00e9 {{ nope }}"\n', '1:21 nope'],
    ['double quotes over lines', 'x: "one\n  two \\\n  three {{ nope }}"\n', '3:12 nope'],
    ['literal', 'x: |\n  one\n    two {{ nope }}\n', '3:12 nope'],
    ['literal with an indentation given', 'x: |2\n   one\n  {{ nope }}\n', '3:6 nope'],
    ['folded', 'x: >-\n  one\n  two\n\n  {{ nope }} three\n', '5:6 nope'],
    ['in a list', 'x:\n  - a\n  - "{{ nope }}"\n', '3:9 nope'],
    ['an attribute', 'd: {user: 1}\nx: "{{ d.usr + 1 }}"\n', '2:8 d.usr'],
    ['an item', 'x: "{{ [1][5] }}"\n', '1:8 [1][5]'],
    ['an operation', `x: "{{ 'a' + 1 }}"\n`, "1:8 'a' + 1"],
    ['a filter', `x: "{{ 'a,b' | from_json }}"\n`, "1:8 'a,b' | from_json"],
    ['a missing filter', 'x: "{{ 1 | uper }}"\n', '1:12 uper'],
    ['a test', 'x: "{{ 1 is strng }}"\n', '1:13 strng'],
    ['syntax', 'x: "{{ 1 + }}"\n', '1:12 }}'],
    ['an unclosed block', 'x: "{% if true %}a"\n', '1:19 "'],
    ['inside a loop', 'x: "{% for i in [1] %}{{ i.a.b }}{% endfor %}"\n', '1:26 i.a'],
    ['inside a macro', 'x: "{% macro m() %}{{ 1 / 0 }}{% endmacro %}a{{ m() }}"\n', '1:23 1 / 0'],
    ['what a loop goes over', 'x: "{% for i in nope %}{% endfor %}"\n', '1:17 nope'],
    ['a condition', 'x: "{% if nope %}{% endif %}"\n', '1:11 nope'],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => expect(marked(problemOf(text, 'x'))).to.equal(expected));
  }
});

describe('what is said about something undefined', () => {
  it('names the nearest variables', () => {
    const problem = problemOf('http_port: 80\nx: "{{ htp_port }}"\n', 'x');
    expect({ message: problem.message, hint: problem.hint }).to.deep.equal({
      message: "'htp_port' is undefined",
      hint: "did you mean 'http_port'?",
    });
  });

  it('names the nearest keys of what it was looked for in', () => {
    const problem = problemOf('d: {address: 1, port: 2}\nx: "{{ d.adress }}"\n', 'x');
    expect(problem.hint).to.equal("did you mean 'address'?");
  });

  it('or all of them', () => {
    expect(problemOf('d: {a: 1, b: 2}\nx: "{{ d.something }}"\n', 'x').hint).to.equal('it has a, b');
    expect(problemOf('d: []\nx: "{{ d[0] }}"\n', 'x').hint).to.equal('it is a list of 0 items');
  });

  it('tells the way through the variables', () => {
    const problem = problemOf('base: "{{ nope }}/x"\nurl: "http://{{ base }}"\nx: "{{ url }}"\n', 'x');
    expect(marked(problem)).to.equal('1:11 nope');
    expect(
      problem.related?.map(({ message, span }) => `${message} ${lineAndColumn(span.file, span.start).line}`),
    ).to.deep.equal(["while rendering the variable 'base' 1", "while rendering the variable 'url' 2"]);
  });
});

describe('the place of an error in a condition', () => {
  const judged = (text: string) => {
    const node = parsed(text);
    const result = evaluate(engine, valueScope(new Map<string, Value>([['a', 1]])), (pass) => judgeNode(pass, node));
    return result.ok ? String(result.value) : marked(result.problem);
  };

  it('is in its text', () => {
    expect(judged('- a == 1\n- nope == 1\n')).to.equal('2:3 nope');
    expect(judged('a ==\n')).to.equal('1:5 \n');
    expect(judged("'{{ nope }} == 1'\n")).to.equal('1:5 nope');
  });
});

describe('the place of an error in a template file', () => {
  it('is its line, behind a header and with any line breaks', () => {
    const text = '#jinja2: trim_blocks: False\r\none\r\n{{ nope }}\r\n';
    const body = text.slice(text.indexOf('\n') + 1);
    const source = { text: body, skipped: text.length - body.length, file: { path: 'a.j2', text } };
    const result = evaluate(engine, valueScope(new Map()), (pass) =>
      renderTemplateFile(pass, body, fileSpelling, source),
    );
    expect(result.ok ? 'fine' : marked(result.problem)).to.equal('3:4 nope');
  });
});
