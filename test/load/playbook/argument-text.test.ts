// `k=v` text: every row was recorded from ansible-core 2.14: the text, what a module gets of it, what a command gets of it (null: refused).

import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parseArgumentText } from '../../../src/load/playbook/argument-text.ts';

type Row = readonly [string, Record<string, string> | null, Record<string, string> | null];

function isRow(row: unknown): row is Row {
  return Array.isArray(row) && row.length === 3 && typeof row[0] === 'string';
}

const recorded: unknown = JSON.parse(readFileSync(new URL('argument-text.json', import.meta.url), 'utf8'));
const ROWS = Array.isArray(recorded) ? recorded.filter(isRow) : [];

function parsed(text: string, command: boolean): Record<string, string> | null {
  const result = parseArgumentText(text, { command });
  if (!result.ok) return null;
  const options = Object.fromEntries(result.options.map(({ name, value }) => [name, value]));
  return result.freeForm ? { ...options, _raw_params: result.freeForm.text } : options;
}

describe('argument text', () => {
  it('has rows to check', () => expect(ROWS.length).to.be.greaterThan(150));

  for (const [text, ofModule, ofCommand] of ROWS) {
    it(`takes ${JSON.stringify(text)} apart`, () => {
      expect([parsed(text, false), parsed(text, true)]).to.deep.equal([ofModule, ofCommand]);
    });
  }

  it('tells where quotes and tags open that are never closed', () => {
    const texts = ['echo a "b', 'a=b msg={{ c', "it's", 'a {% b'];
    const places = texts.map((text) => {
      const result = parseArgumentText(text, { command: true });
      return result.ok ? undefined : [result.open, result.start];
    });
    expect(places).to.deep.equal([
      ['"', 7],
      ['{{', 8],
      ["'", 2],
      ['{%', 2],
    ]);
  });
});
