import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Value } from '../../src/model/value.ts';
import { evaluate, fileSpelling, renderTemplateFile, valueScope } from '../../src/template/index.ts';
import { engineWith } from './engine.ts';

const files: Readonly<Record<string, string>> = {
  'lib.j2':
    '{% macro m(a) %}M{{ a }}-{{ v|default("nov") }}{% endmacro %}{% set q = 7 %}{% set _p = 1 %}body {{ v|default("none") }}\n',
  'inc.j2': 'inc:{{ v|default("none") }}:{{ loc|default("noloc") }}:{{ i|default("noi") }}\n',
  'base.j2':
    'A{% block x %}base{% endblock %}B{% block y %}{{ v }}{% endblock %}{{ s|default("nos") }}C{{ self.x() }}\n',
  'middle.j2': '{% extends "base.j2" %}{% block x %}middle({{ super() }}){% endblock %}',
  'required.j2': '{% block z required %}{% endblock %}',
  'broken.j2': 'line\n{{ nope }}\n',
  'self.j2': '{% include "self.j2" %}',
  'templates/nested.j2': 'found in templates',
};

// Given, then: the texts were recorded from ansible-core 2.14, but for those that only fail there by a fault of Jinja's native mode.
const cases: readonly (readonly [string, string])[] = [
  ['{% import "lib.j2" as m %}{{ m.m(1) }} {{ m.q }} {{ m }} {{ m._p|default("nop") }}', 'M1-nov 7 body none nop'],
  ['{% import "lib.j2" as m with context %}{{ m.m(1) }} {{ m }}', 'M1-1 body 1'],
  ['{% from "lib.j2" import m, q as z %}{{ m(1) }}{{ z }}', 'M1-nov7'],
  ['{% from "lib.j2" import m with context %}{{ m(1) }}', 'M1-1'],
  ['{% from "lib.j2" import nope %}x', 'x'],
  ['{% set loc=5 %}{% include "inc.j2" %}', 'inc:1:5:noi'],
  ['{% set loc=5 %}{% include "inc.j2" without context %}', 'inc:none:noloc:noi'],
  ['{% for i in l %}{% include "inc.j2" %};{% endfor %}', 'inc:1:noloc:1;inc:1:noloc:2;'],
  ['{% with loc=3 %}{% include ["nope.j2","inc.j2"] %}{% endwith %}', 'inc:1:3:noi'],
  ['{% include ["nope.j2","no"] ignore missing %}x', 'x'],
  ['{% include "./inc.j2" %}', 'inc:1:noloc:noi'],
  ['{% include "nested.j2" %}', 'found in templates'],
  ['{% macro inner() %}{% include "inc.j2" %}{% endmacro %}{{ inner() }}', 'inc:1:noloc:noi'],
  ['{% set x %}{% include "inc.j2" %}{% endset %}[{{ x }}]', '[inc:1:noloc:noi]'],
  ['{{ self.a() }}{% block a %}1{% endblock %}', '11'],
  ['{% if true %}{% extends "base.j2" %}{% endif %}x', 'AbaseB1nosCbase'],
  [
    '{% extends "base.j2" %}{% set s=4 %}junk{{ nope }}{% block x %}child({{ super() }}){{ s }}{% endblock %}',
    'Achild(base)4B14Cchild(base)4',
  ],
  [
    '{% extends "middle.j2" %}{% block x %}[{{ super() }} {{ super.super() }}]{% endblock %}',
    'A[middle(base) base]B1nosC[middle(base) base]',
  ],
  ['{% extends "required.j2" %}{% block z %}ok{% endblock %}', 'ok'],
  ['{% for i in l %}{% import "lib.j2" as k %}{{ k.q }}{% endfor %}', '77'],
  ['{% for i in l %}{% block b scoped %}{{ i }}{% endblock %}{% endfor %}', '12'],
  ['{% set x = 1 %}{% block b %}{{ x }}{% endblock %}', '1'],
];

const failing: readonly (readonly [string, string])[] = [
  ['{% include "nope.j2" %}', "the template 'nope.j2' was not found in"],
  ['{% include ["a","b"] %}', "none of the templates 'a', 'b' was not found in"],
  ['{% include "../x/inc.j2" %}', "the template '../x/inc.j2' was not found in"],
  ['{% from "lib.j2" import nope %}{{ nope }}', "the template 'lib.j2' does not export the requested name 'nope'"],
  ['{% extends "required.j2" %}', "Required block 'z' not found"],
  ['{% block a %}1{% endblock %}{% block a %}2{% endblock %}', "block 'a' defined twice"],
  ['{% block a %}{{ super() }}{% endblock %}', "there is no parent block called 'a'."],
  ['{% for i in l %}{% block b %}{{ i }}{% endblock %}{% endfor %}', "'i' is undefined"],
  ['{% include "self.j2" %}', 'templates are nested more than 250 levels deep'],
];

describe('templates put together', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tsplay-templates-'));
  const engine = engineWith({ searchPath: () => [directory] });
  const scope = valueScope(
    new Map<string, Value>([
      ['v', 1],
      ['l', [1, 2]],
    ]),
  );
  const render = (text: string) =>
    evaluate(engine, scope, (pass) => renderTemplateFile(pass, text, fileSpelling, { text }));

  before(() => {
    mkdirSync(join(directory, 'templates'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  });
  after(() => rmSync(directory, { recursive: true }));

  for (const [text, expected] of cases) {
    it(text, () => expect(render(text)).to.deep.equal({ ok: true, value: expected }));
  }
  for (const [text, message] of failing) {
    it(`${text} fails`, () => {
      const result = render(text);
      expect(result.ok ? result.value : result.problem.message).to.satisfy(
        (got: string) => got.startsWith(message),
        message,
      );
    });
  }

  it('tell the place of an error in the file where it is', () => {
    const result = render('a\n{% include "broken.j2" %}');
    const span = result.ok ? undefined : result.problem.span;
    expect(span && [span.file.path, span.file.text.slice(span.start, span.end)]).to.deep.equal([
      join(directory, 'broken.j2'),
      'nope',
    ]);
  });
});
