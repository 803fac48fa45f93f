import { expect } from 'chai';
import type { BatchOutcome, Connection, Fragment } from '../../../src/host/index.ts';
import { alive } from '../support/processes.ts';
import { laneOf, localConnection } from '../support/shells.ts';

const quick = (script: string): Fragment => ({ script, direct: true });

// What a lost batch says, with the replies as text.
function said(outcome: BatchOutcome): unknown {
  const replies = outcome.replies.map(({ stdout }) => stdout.toString());
  if (outcome.kind === 'answered') return { replies };
  const { failure, inFlight, running, notStarted } = outcome;
  return { failure: failure.kind, replies, inFlight, running, notStarted };
}

describe('a lane that is lost', () => {
  let connection: Connection;
  beforeEach(async () => {
    connection = await localConnection();
  });
  afterEach(() => connection.close());

  it('tells what was answered, what was running, and what nobody knows', async () => {
    const lane = await laneOf(connection);
    const outcome = await lane.run([
      quick('echo one'),
      quick('kill -KILL $$'),
      quick('echo three'),
      quick('echo four'),
    ]);
    expect(said(outcome)).to.deep.equal({
      failure: 'shell-ended',
      replies: ['one\n'],
      inFlight: [1, 2, 3],
      running: 1,
      notStarted: [],
    });
    expect(lane.open).to.equal(false);
  });

  it('starts nothing any more, and says so', async () => {
    const lane = await laneOf(connection);
    await lane.run([quick('kill -KILL $$')]);
    expect(said(await lane.run([quick('echo a'), quick('echo b')]))).to.deep.equal({
      failure: 'shell-ended',
      replies: [],
      inFlight: [],
      running: undefined,
      notStarted: [0, 1],
    });
  });

  it('did not start what had to wait for a streamed fragment', async () => {
    const lane = await laneOf(connection);
    const batch = [
      quick('echo one'),
      { ...quick('kill -KILL $$; sleep 5'), stdin: Buffer.alloc(1_000_000) },
      quick('echo three'),
    ];
    expect(said(await lane.run(batch))).to.deep.equal({
      failure: 'shell-ended',
      replies: ['one\n'],
      inFlight: [1],
      running: 1,
      notStarted: [2],
    });
  });

  it('is opened anew by the connection', async () => {
    const lane = await laneOf(connection);
    await lane.run([quick('kill -KILL $$')]);
    const again = await laneOf(connection);
    expect(again).not.to.equal(lane);
    expect(said(await again.run([quick('echo back')]))).to.deep.equal({ replies: ['back\n'] });
  });

  it('loses what was in flight when it is closed', async () => {
    const lane = await laneOf(connection);
    const running = lane.run([quick('echo one; sleep 81'), quick('echo two')]);
    await connection.close();
    expect(said(await running)).to.deep.equal({
      failure: 'closed',
      replies: [],
      inFlight: [0, 1],
      running: undefined,
      notStarted: [],
    });
  });

  it('is ended by an interrupt, on the host too', async () => {
    const lane = await laneOf(connection);
    const { replies } = await lane.run([quick('echo $$')]);
    const shell = Number(replies[0]?.stdout.toString());
    const begun = new Promise<number>((resolve) => {
      void lane
        .run([
          {
            script: 'sh -c "echo \\$\\$; sleep 82 & sleep 83"',
            onStdout: (chunk) => resolve(Number(chunk.toString())),
          },
          quick('echo never'),
        ])
        .then((outcome) => {
          expect(said(outcome)).to.deep.equal({
            failure: 'interrupted',
            replies: [],
            inFlight: [0, 1],
            running: 0,
            notStarted: [],
          });
        });
    });
    const child = await begun;
    expect([alive(shell), alive(child)]).to.deep.equal([true, true]);
    await connection.interrupt();
    expect([alive(shell), alive(child)]).to.deep.equal([false, false]);
  });

  it('ends a streamed fragment by an interrupt before that sees the end of its data', async function () {
    // On a busy machine the interrupt's own shell may start too late.
    this.retries(2);
    const lane = await laneOf(connection);
    const mark = `/tmp/tsplay-loss-${process.pid}`;
    let begun: (value: unknown) => void = () => {};
    const beginning = new Promise((resolve) => {
      begun = resolve;
    });
    const endless = async function* () {
      for (;;) {
        yield Buffer.alloc(100_000);
        await new Promise((resolve) => setImmediate(resolve));
        begun(undefined);
      }
    };
    const running = lane.run([{ script: 'cat >/dev/null; echo all of it >"$1"', args: [mark], stdin: endless() }]);
    await beginning;
    await connection.interrupt();
    expect(said(await running)).to.deep.include({ failure: 'interrupted', inFlight: [0] });
    const again = await laneOf(connection);
    expect(said(await again.run([{ script: 'cat "$1" 2>/dev/null; rm -f "$1"', args: [mark] }]))).to.deep.equal({
      replies: [''],
    });
  });

  it('ends what reads data whose source fails, and says why', async () => {
    const lane = await laneOf(connection);
    const mark = `/tmp/tsplay-source-${process.pid}`;
    const broken = async function* () {
      yield Buffer.alloc(100_000);
      throw new Error('EIO: the disk is broken');
    };
    const outcome = await lane.run([{ script: 'cat >/dev/null; echo all of it >"$1"', args: [mark], stdin: broken() }]);
    expect(outcome.kind === 'lost' && outcome.failure).to.deep.equal({
      kind: 'lost',
      reason: 'the data to send could not be read: EIO: the disk is broken',
    });
    const again = await laneOf(connection);
    expect(said(await again.run([{ script: 'cat "$1" 2>/dev/null; rm -f "$1"', args: [mark] }]))).to.deep.equal({
      replies: [''],
    });
  });

  it('leaves no process behind when it is closed', async () => {
    const lane = await laneOf(connection);
    const { replies } = await lane.run([quick('echo $$'), { script: 'sleep 84', timeoutMs: 50 }]);
    await connection.close();
    expect(alive(Number(replies[0]?.stdout.toString()))).to.equal(false);
    expect(await connection.ended).to.deep.equal({ kind: 'closed' });
    expect(await connection.lane({ kind: 'login' })).to.deep.equal({ ok: false, failure: { kind: 'closed' } });
  });
});
