import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type FactFiles, openFactFiles } from '../../../src/load/facts/fact-cache.ts';
import { toPlain, toValue, type Value } from '../../../src/model/value.ts';
import { parseJson } from '../../../src/template/text/json-load.ts';

describe('the fact cache', () => {
  let directory: string;
  let warnings: string[];

  const open = (more: { readonly prefix?: string; readonly timeout?: number } = {}): FactFiles => {
    const warn = (message: string): number => warnings.push(message.replaceAll(directory, '.'));
    return openFactFiles({ directory, prefix: '', timeout: 60, warn, ...more }) ?? expect.fail('it cannot be opened');
  };
  const plain = (facts: ReadonlyMap<string, Value> | undefined): unknown =>
    facts && Object.fromEntries([...facts].map(([name, fact]) => [name, toPlain(fact)]));
  const facts = new Map<string, Value>([
    ['b', toValue({ list: [1, true, null], text: 'é' })],
    ['a', parseJson('1.0')],
  ]);

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'tsplay-facts-'));
    warnings = [];
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('keeps facts as Ansible writes them', async () => {
    await open({ prefix: 'facts_' }).store('web1', facts);
    expect(readdirSync(directory)).to.deep.equal(['facts_web1']);
    expect(readFileSync(join(directory, 'facts_web1'), 'utf8')).to.equal(
      '{\n    "a": 1.0,\n    "b": {\n        "list": [\n            1,\n            true,\n            null\n        ],\n        "text": "\\u00e9"\n    }\n}',
    );
    expect(statSync(join(directory, 'facts_web1')).mode & 0o777).to.equal(0o600);
  });

  it('gives back what it kept, ints and floats apart, and nothing of a host that it does not know', async () => {
    const cache = open();
    await cache.store('web1', facts);
    const loaded = cache.load('web1');
    expect([...(loaded ?? [])].map(([name]) => name)).to.deep.equal(['a', 'b']);
    expect(loaded?.get('a')).to.deep.equal(facts.get('a'));
    expect(plain(cache.load('web2'))).to.equal(undefined);
    expect(warnings).to.deep.equal([]);
  });

  const ages: readonly (readonly [title: string, timeout: number, age: number, isKept: boolean])[] = [
    ['within its time', 60, 50, true],
    ['past its time', 60, 70, false],
    ['without a time', 0, 1_000_000, true],
  ];
  for (const [title, timeout, age, isKept] of ages) {
    it(`${isKept ? 'gives' : 'leaves out'} what is ${title}`, () => {
      const path = join(directory, 'web1');
      writeFileSync(path, '{"a": 1}');
      const then = Date.now() / 1000 - age;
      utimesSync(path, then, then);
      expect(plain(open({ timeout }).load('web1'))).to.deep.equal(isKept ? { a: 1 } : undefined);
    });
  }

  it('warns of what is no facts, and goes on without', () => {
    writeFileSync(join(directory, 'web1'), '{');
    writeFileSync(join(directory, 'web2'), '[]');
    expect([open().load('web1'), open().load('web2')]).to.deep.equal([undefined, undefined]);
    expect(warnings).to.deep.equal([
      "the cached facts in './web1' are no JSON, and are left out: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
      "the cached facts in './web2' are no mapping, and are left out",
    ]);
  });

  it('forgets a host', async () => {
    const cache = open();
    await cache.store('web1', facts);
    await cache.clear('web1');
    await cache.clear('web2');
    expect(readdirSync(directory)).to.deep.equal([]);
  });

  it('replaces a link instead of writing where it leads', async () => {
    writeFileSync(join(directory, 'victim'), 'mine');
    symlinkSync('victim', join(directory, 'web1'));
    await open().store('web1', facts);
    expect(readFileSync(join(directory, 'victim'), 'utf8')).to.equal('mine');
  });

  it('keeps out of other directories', async () => {
    const cache = open();
    await cache.store('../web1', facts);
    expect([cache.load('../web1'), readdirSync(directory)]).to.deep.equal([undefined, []]);
  });

  it('is not there where its directory is a file', () => {
    writeFileSync(join(directory, 'file'), '');
    const options = { directory: join(directory, 'file'), prefix: '', timeout: 0 };
    expect(openFactFiles({ ...options, warn: (message) => warnings.push(message) })).to.equal(undefined);
    expect(warnings).to.have.length(1);
  });
});
