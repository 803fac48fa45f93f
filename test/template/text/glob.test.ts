import { expect } from 'chai';
import { globRegex } from '../../../src/template/text/glob.ts';

describe('shell patterns', () => {
  // As Python's fnmatch judges them.
  for (const { pattern, name, gives } of [
    { pattern: '*.txt', name: 'a.txt', gives: true },
    { pattern: '*.txt', name: 'a.txt.bak', gives: false },
    { pattern: 'a?c', name: 'abc', gives: true },
    { pattern: 'a?c', name: 'ac', gives: false },
    { pattern: '[a-c]x', name: 'bx', gives: true },
    { pattern: '[!a-c]x', name: 'bx', gives: false },
    { pattern: '[!a-c]x', name: 'dx', gives: true },
    { pattern: '[]]x', name: ']x', gives: true },
    { pattern: '[^a]', name: '^', gives: true },
    { pattern: '[a', name: '[a', gives: true },
    { pattern: 'a.b+(c)', name: 'a.b+(c)', gives: true },
    { pattern: 'a.b', name: 'axb', gives: false },
    { pattern: 'web[0-9][0-9]', name: 'web07', gives: true },
    { pattern: '*', name: 'a\nb', gives: true },
    { pattern: '[\\]', name: '\\', gives: true },
  ]) {
    it(`${pattern} on ${JSON.stringify(name)}`, () => expect(globRegex(pattern).test(name)).to.equal(gives));
  }
});
