// What diagnostics look like: the mark stands under the place whatever the line is made of.

import { expect } from 'chai';
import { renderDiagnostics } from '../../../src/load/diagnostics/render.ts';
import { type Diagnostic, error } from '../../../src/model/diagnostic.ts';
import type { SourceFile, Span } from '../../../src/model/source.ts';

function spanOf(file: SourceFile, words: string): Span {
  const start = file.text.indexOf(words);
  return { file, start, end: start + words.length };
}

function render(text: string, words: string, width?: number): readonly string[] {
  const file = { path: 'x.yml', text };
  return renderDiagnostics([error('wrong', spanOf(file, words))], width === undefined ? {} : { width }).split('\n');
}

describe('renderDiagnostics', () => {
  it('marks the place', () => {
    expect(render('a: 1\nb: wrong # c\n', 'wrong')).to.deep.equal([
      'x.yml:2:4: error: wrong',
      '    2 | b: wrong # c',
      '      |    ^^^^^',
    ]);
  });

  it('counts wide characters as two columns and combining ones as none', () => {
    expect(render('日本e\u0301: wrong\n', 'wrong')).to.deep.equal([
      'x.yml:1:7: error: wrong',
      '    1 | 日本e\u0301: wrong',
      '      |        ^^^^^',
    ]);
  });

  it('shows tabs as spaces and control characters as pictures', () => {
    expect(render('\ta\u001b[31m: wrong\n', 'wrong')).to.deep.equal([
      'x.yml:1:10: error: wrong',
      '    1 |     a␛[31m: wrong',
      '      |             ^^^^^',
    ]);
  });

  it('cuts long lines around the place', () => {
    const [place, line = '', mark = ''] = render(`a: ${'x'.repeat(500)} wrong ${'y'.repeat(500)}\n`, 'wrong', 60);
    expect([
      place,
      line.length <= 60,
      line.includes(' wrong '),
      mark.indexOf('^') === line.indexOf('wrong'),
    ]).to.deep.equal(['x.yml:1:505: error: wrong', true, true, true]);
    expect([line.startsWith('    1 | …'), line.endsWith('…')]).to.deep.equal([true, true]);
  });

  it('cuts a long place', () => {
    const [, line = '', mark = ''] = render(`a: ${'x'.repeat(500)}\n`, 'x'.repeat(500), 60);
    expect([line.length <= 60, mark.length <= 60, line.endsWith('x…')]).to.deep.equal([true, true, true]);
  });

  it('marks a place of several lines to the end of the first', () => {
    expect(render('a:\n  b: 1  \n  c: 2\n', 'b: 1  \n  c: 2')).to.deep.equal([
      'x.yml:2:3: error: wrong',
      '    2 |   b: 1',
      '      |   ^^^^',
    ]);
  });

  it('marks a place at the end of a file', () => {
    const file = { path: 'x.yml', text: 'a:' };
    expect(renderDiagnostics([error('nothing here', { file, start: 2, end: 2 })])).to.equal(
      ['x.yml:1:3: error: nothing here', '    1 | a:', '      |   ^'].join('\n'),
    );
  });

  it('sorts by place, tells each once, and shows hints and related places', () => {
    const first = { path: 'b.yml', text: 'one: 1\ntwo: 2\n' };
    const second = { path: 'a.yml', text: 'three: 3\n' };
    const diagnostics: readonly Diagnostic[] = [
      error('second', spanOf(first, 'two'), 'do this'),
      error('third', spanOf(second, 'three')),
      {
        severity: 'warning',
        message: 'first',
        span: spanOf(first, 'one'),
        related: [{ message: 'here', span: spanOf(first, '2') }],
      },
      error('third', spanOf(second, 'three')),
      error('no file to blame'),
    ];
    expect(renderDiagnostics(diagnostics)).to.equal(
      [
        'error: no file to blame',
        '',
        'b.yml:1:1: warning: first',
        '    1 | one: 1',
        '      | ^^^',
        '  b.yml:2:6: here',
        '    2 | two: 2',
        '      |      ^',
        '',
        'b.yml:2:1: error: second',
        '    2 | two: 2',
        '      | ^^^',
        '  hint: do this',
        '',
        'a.yml:1:1: error: third',
        '    1 | three: 3',
        '      | ^^^^^',
      ].join('\n'),
    );
  });

  it('names places in secret files, but shows nothing of them', () => {
    const file = { path: 'x.yml', text: 'password: hunter2\n', secret: true as const };
    expect(renderDiagnostics([error('wrong', spanOf(file, 'hunter2'))])).to.equal('x.yml:1:11: error: wrong');
  });

  it('paints where colours are wanted', () => {
    const file = { path: 'x.yml', text: 'a: 1' };
    expect(renderDiagnostics([error('wrong', spanOf(file, '1'))], { color: true })).to.include(
      '\u001b[31merror\u001b[39m: wrong',
    );
  });
});
