import { expect } from 'chai';
import { MarkReader } from '../../../src/host/lane/marks.ts';
import { random, randomBytes } from '../support/random.ts';

const nonce = '0123456789abcdef0123456789abcdef';

// What a reader hands on, as text: data as it is, marks in angle brackets.
function read(chunks: readonly Buffer[]): string {
  const parts: string[] = [];
  const reader = new MarkReader(nonce, {
    data: (chunk) => parts.push(chunk.toString('latin1')),
    mark: ({ letter, words }) => parts.push(`<${[letter, ...words].join(' ')}>`),
  });
  for (const chunk of chunks) reader.feed(chunk);
  return parts.join('');
}

describe('marks in a stream', () => {
  const cases: readonly { readonly given: string; readonly reads: string }[] = [
    { given: `${nonce} B 1\nhello\n${nonce} E 1 0\n`, reads: '<B 1>hello\n<E 1 0>' },
    { given: `no newline${nonce} E 2 127\nafter`, reads: 'no newline<E 2 127>after' },
    { given: `${nonce} B 3 4711\n${nonce} E 3 0\n`, reads: '<B 3 4711><E 3 0>' },
    { given: `${nonce} B 3 \n`, reads: '<B 3 >' },
    { given: `0123${nonce.slice(0, 31)}x`, reads: `0123${nonce.slice(0, 31)}x` },
    { given: `${nonce.slice(0, 16)}${nonce} F 9\n`, reads: `${nonce.slice(0, 16)}<F 9>` },
  ];
  for (const { given, reads } of cases) {
    it(`reads ${JSON.stringify(given)}`, () => expect(read([Buffer.from(given)])).to.equal(reads));
    it(`reads ${JSON.stringify(given)} byte by byte`, () => {
      expect(read([...Buffer.from(given)].map((byte) => Buffer.from([byte])))).to.equal(reads);
    });
  }

  it('reads the same however the stream is cut', () => {
    const next = random(1);
    for (let round = 0; round < 200; round++) {
      const data = [randomBytes(next, next(300)), randomBytes(next, next(300)), randomBytes(next, next(300))];
      const pieces = [data[0], `${nonce} B 1\n`, data[1], `${nonce} E 1 0\n`, data[2], `${nonce} B 2\n`];
      const whole = Buffer.concat(
        pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : (piece ?? Buffer.alloc(0)))),
      );
      const chunks: Buffer[] = [];
      for (let start = 0; start < whole.length; ) {
        const length = 1 + next(next(2) === 0 ? 4 : 200);
        chunks.push(whole.subarray(start, start + length));
        start += length;
      }
      const text = data.map((item) => item.toString('latin1'));
      expect(read(chunks)).to.equal(`${text[0]}<B 1>${text[1]}<E 1 0>${text[2]}<B 2>`);
    }
  });
});
