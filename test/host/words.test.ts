import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { shellWords, splitWords } from '../../src/host/words.ts';
import { random } from './support/random.ts';

describe('words of a shell', () => {
  const cases: readonly { readonly text: string; readonly words: readonly string[] | undefined }[] = [
    { text: '', words: [] },
    { text: '  a  b\tc\n', words: ['a', 'b', 'c'] },
    { text: `-o 'ProxyCommand=ssh -W %h:%p b' -i "a b"`, words: ['-o', 'ProxyCommand=ssh -W %h:%p b', '-i', 'a b'] },
    { text: `a'b'"c"\\d`, words: ['abcd'] },
    { text: `"a\\"b\\c" '' ""`, words: ['a"b\\c', '', ''] },
    { text: 'a\\ b', words: ['a b'] },
    { text: "it's", words: undefined },
    { text: '"open', words: undefined },
    { text: 'end\\', words: undefined },
  ];
  for (const { text, words } of cases) {
    it(`splits ${JSON.stringify(text)}`, () => expect(splitWords(text)).to.deep.equal(words));
  }

  it('quotes anything so that a shell and we read the same again', () => {
    const next = random(4);
    const letters = [...'ab -\'"\\$`!*?[]{}()<>|&;#~=%\n\tä😀\r\x01'];
    const words = Array.from({ length: 300 }, () =>
      Array.from({ length: next(12) }, () => letters[next(letters.length)]).join(''),
    );
    expect(splitWords(shellWords(words))).to.deep.equal(words);
    const printed = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${shellWords(words)}`]).toString();
    expect(printed.split('\0').slice(0, -1)).to.deep.equal(words);
  });
});
