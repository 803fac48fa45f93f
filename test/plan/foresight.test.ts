import { expect } from 'chai';
import { file, user } from '../../src/plan/ask.ts';
import type { Change } from '../../src/plan/change.ts';
import { Foresight } from '../../src/plan/foresight.ts';
import type { Answer } from '../../src/plan/plan.ts';

const look = user('joe');
const answer: Answer = { kind: 'user', value: { exists: false, name: 'joe' } };
const root = { lane: {}, environment: '{}' };
const joe = { lane: {}, environment: '{}' };
const anything: readonly Change[] = [
  {
    ...{ kind: 'run', title: 'do something', command: { argv: ['true'] }, touches: ['anything'], accept: [0] },
    ...{ predictable: false, leaves: [], undo: { cannot: 'it is a test' } },
  },
];

describe('foresight', () => {
  it('gives an answer as often as it was asked for', async () => {
    const foresight = new Foresight();
    foresight.expect(root, look, 1, Promise.resolve(answer));
    foresight.reserve(root, look);
    expect(await foresight.take(root, look)).to.equal(answer);
    expect(await foresight.take(root, look)).to.equal(answer);
    expect(foresight.take(root, look)).to.equal(undefined);
  });

  it('knows one identity and environment from another', () => {
    const foresight = new Foresight();
    foresight.expect(root, look, 9, Promise.resolve(answer));
    expect(foresight.take(joe, look)).to.equal(undefined);
    expect(foresight.take({ ...root, environment: '{"LANG":"C"}' }, look)).to.equal(undefined);
    expect(foresight.take(root, file('/joe'))).to.equal(undefined);
  });

  it('forgets before a change what it may touch, also what is still on its way', () => {
    const foresight = new Foresight();
    foresight.expect(root, look, 1, Promise.resolve(answer));
    foresight.expect(joe, look, 1, new Promise(() => undefined));
    foresight.changing(root.lane, anything);
    expect([foresight.has(root, look), foresight.has(joe, look)]).to.deep.equal([false, false]);
    expect(foresight.wasted).to.equal(2);
  });

  it('keeps what is sent behind a change in its own lane, and nothing of other lanes until it is done', async () => {
    const foresight = new Foresight();
    const done = foresight.changing(root.lane, anything);
    foresight.expect(root, look, 1, Promise.resolve(answer));
    foresight.expect(joe, look, 1, Promise.resolve(answer));
    expect([foresight.has(root, look), foresight.has(joe, look)]).to.deep.equal([true, false]);
    done();
    foresight.expect(joe, look, 1, Promise.resolve(answer));
    expect(foresight.has(joe, look)).to.equal(true);
  });

  it('does not keep for ever what nobody comes for', async () => {
    let now = 0;
    const foresight = new Foresight(() => now);
    for (let number = 0; number < 3000; number++) {
      now += 100;
      foresight.expect(root, file(`/${number}`), 1, Promise.resolve(answer));
      await Promise.resolve();
    }
    expect(foresight.size).to.be.within(1, 256);
    expect(foresight.has(root, file('/2999'))).to.equal(true);
  });

  it('does not keep what the host did not answer', async () => {
    const foresight = new Foresight();
    const nothing = Promise.resolve(undefined);
    foresight.expect(root, look, 1, nothing);
    await nothing;
    expect(foresight.has(root, look)).to.equal(false);
  });

  it('keeps answers for five seconds from when they came', async () => {
    let now = 0;
    const foresight = new Foresight(() => now);
    let tell = (_: Answer): void => undefined;
    foresight.expect(
      root,
      look,
      1,
      new Promise((resolve) => {
        tell = resolve;
      }),
    );
    now = 60_000;
    expect(foresight.has(root, look), 'a long command is before it').to.equal(true);
    tell(answer);
    await Promise.resolve();
    now += 5000;
    expect(foresight.peek(root, look)).to.equal(answer);
    now += 1;
    expect(foresight.has(root, look)).to.equal(false);
  });

  it('forgets everything when something happened that nobody knows', () => {
    const foresight = new Foresight();
    foresight.expect(root, look, 1, Promise.resolve(answer));
    foresight.forget();
    expect(foresight.has(root, look)).to.equal(false);
  });
});
