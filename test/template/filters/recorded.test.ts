import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { engineWith } from '../engine.ts';
import { describeCases, outcomeOf, readCases } from '../recorded-cases.ts';
import { decode, encode } from '../values.ts';

const fixtures = [
  'general',
  'hashing',
  'json',
  'lists',
  'mixed',
  'network',
  'numbers',
  'paths',
  'regex',
  'sequence',
  'text',
  'utils',
  'values',
  'vault',
  'yaml',
];

const engine = engineWith({ environment: { HOME: '/root' } });

describe('filters, as recorded from Ansible', () => {
  const zone = process.env.TZ;
  before(() => {
    process.env.TZ = 'UTC';
  });
  after(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  for (const name of fixtures) describeCases(name, readCases(new URL(`${name}.json`, import.meta.url)), engine);
});

interface Row {
  readonly given: unknown;
  readonly answers: readonly {
    readonly value?: unknown;
    readonly error?: string;
    readonly queries: readonly unknown[];
  }[];
}

describe('ipaddr, as recorded from Ansible', () => {
  const matrix: { readonly rows: readonly Row[] } = JSON.parse(
    readFileSync(new URL('ipaddr-matrix.json', import.meta.url), 'utf8'),
  );
  for (const { given, answers } of matrix.rows) {
    it(JSON.stringify(given), async () => {
      for (const { value, error, queries } of answers) {
        for (const query of queries) {
          const outcome = await outcomeOf(engine, { given, query }, 'given | ansible.utils.ipaddr(query)');
          if (error === undefined) expect(outcome, String(query)).to.deep.equal({ value: encode(decode(value)) });
          else expect(outcome, String(query)).to.have.property('error').that.is.a('string');
        }
      }
    });
  }
});
