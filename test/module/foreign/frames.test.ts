import { expect } from 'chai';
import { FrameReader, frame } from '../../../src/module/foreign/frames.ts';

describe('messages to and from the helper', () => {
  const sent = [
    frame({ a: 'ä' }, Buffer.from('\n12 3\n')),
    frame({ b: [1] }),
    frame({ c: null }, Buffer.alloc(5000, 7)),
  ];
  const stream = Buffer.concat(sent);
  const read = (size: number): readonly object[] => {
    const reader = new FrameReader();
    const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, at) =>
      stream.subarray(at * size, (at + 1) * size),
    );
    return chunks.flatMap((chunk) => reader.feed(chunk)).map(({ message, data }) => ({ message, data: data.length }));
  };

  for (const size of [1, 3, 17, 4096, 100_000]) {
    it(`in pieces of ${size} bytes`, () => {
      expect(read(size)).to.deep.equal([
        { message: { a: 'ä' }, data: 6 },
        { message: { b: [1] }, data: 0 },
        { message: { c: null }, data: 5000 },
      ]);
    });
  }

  for (const noise of ['Last login: today\n', 'x'.repeat(60), '12 x\n{}'])
    it(`not: ${JSON.stringify(noise.slice(0, 20))}`, () => {
      expect(() => new FrameReader().feed(Buffer.from(noise))).to.throw('this is no message');
    });
});
