import { expect } from 'chai';
import { cutTo, widthOf } from '../../../src/report/text/width.ts';

describe('the width of a text on a terminal', () => {
  for (const [text, width] of [
    ['', 0],
    ['TASK [x]', 8],
    ['ünïcödé', 7],
    ['e\u0301', 1],
    ['日本語', 6],
    ['ｗｉｄｅ', 8],
    ['🎉', 2],
    ['a\u200bb', 2],
    ['…⠋', 2],
  ] as const)
    it(`of ${JSON.stringify(text)} is ${width}`, () => {
      expect(widthOf(text)).to.equal(width);
    });

  for (const [text, columns, cut] of [
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['日本語', 6, '日本語'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
    ['abc', 0, '…'],
  ] as const)
    it(`lets ${text} take ${columns} columns`, () => {
      expect(cutTo(text, columns)).to.equal(cut);
    });
});
