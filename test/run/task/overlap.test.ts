import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { overlapping } from '../../../src/run/task/overlap.ts';

describe('overlapping executions', () => {
  it('start when the one before has sent, and give their results in order', async () => {
    const said: string[] = [];
    const results = await overlapping(3, async (at, sent) => {
      said.push(`start ${at}`);
      await sleep(1);
      sent();
      await sleep(20 - 5 * at);
      said.push(`end ${at}`);
      return at;
    });
    expect(results).to.deep.equal([0, 1, 2]);
    expect(said.slice(0, 3)).to.deep.equal(['start 0', 'start 1', 'start 2']);
  });

  it('wait for the end of one that sends nothing', async () => {
    const said: string[] = [];
    await overlapping(2, async (at) => {
      said.push(`start ${at}`);
      await sleep(2);
      said.push(`end ${at}`);
    });
    expect(said).to.deep.equal(['start 0', 'end 0', 'start 1', 'end 1']);
  });

  it('start no further one after a failure, and tell the first when all have ended', async () => {
    const said: string[] = [];
    const failed = await overlapping(4, async (at, sent) => {
      said.push(`start ${at}`);
      sent();
      await sleep(10);
      said.push(`end ${at}`);
      if (at === 0) throw new Error('the first');
      if (at === 1) throw new Error('the second');
    }).catch((problem: unknown) => String(problem));
    expect(failed).to.equal('Error: the first');
    expect(said.filter((word) => word.startsWith('start')).length).to.equal(
      said.filter((word) => word.startsWith('end')).length,
    );
  });

  it('are sixteen at the most', async () => {
    let running = 0;
    let most = 0;
    await overlapping(50, async (_at, sent) => {
      most = Math.max(most, ++running);
      sent();
      await sleep(1);
      running--;
    });
    expect(most).to.equal(16);
  });
});
