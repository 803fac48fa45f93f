import { expect } from 'chai';
import { localFacts } from '../../../src/plan/looks/facts/local-fact.ts';

const broken = 'error loading facts as JSON or ini - please check content: /f/a.fact';

describe('local facts', () => {
  const cases: readonly (readonly [title: string, text: string, fact: unknown])[] = [
    ['JSON', '{"a": [1, 2]}', { a: [1, 2] }],
    ['JSON that is no mapping', '5\n', 5],
    ['a template, which stays text', '{"a": "{{ 1 }}"}', { a: '{{ 1 }}' }],
    ['an INI file', '[general]\nName = x y\n# note\nport: 80\n', { general: { name: 'x y', port: '80' } }],
    ['an INI file with defaults', '[DEFAULT]\nx=1\n[s]\ny = %(x)s2\n', { s: { y: '12', x: '1' } }],
    ['a value on two lines', '[s]\nz = a\n  b\nempty=\n', { s: { z: 'a\nb', empty: '' } }],
    ['nothing', '', {}],
    ['a section that is there twice', '[s]\na=1\n[s]\nb=2\n', broken],
    ['a value without a section', 'a=1\n', broken],
    ['a name without a value', '[s]\na\n', broken],
    ['neither', 'nothing of it', broken],
    ['what a program wrote', '{"a": 1}\n\u001c0\n\n', { a: 1 }],
    ['what a program wrote that complained', '{"a": 1}\n\u001c0\nold syntax\n', { a: 1 }],
    [
      'a program that failed',
      '{}\n\u001c3\nno such thing\n',
      'Failure executing fact script (/f/a.fact), rc: 3, err: no such thing',
    ],
  ];
  for (const [title, text, fact] of cases) {
    it(`are ${title}`, () => expect(localFacts(`\u001d/f/a.fact\n${text}`)).to.deep.equal({ a: fact }));
  }

  it('have the names of their files', () => {
    expect(localFacts('\u001d/f/a.b.fact\n1\u001d/f/c.fact\n2')).to.deep.equal({ 'a.b': 1, c: 2 });
  });
});
