// How a job goes on where its connection does not.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type BatchOutcome, type HostFailure, type Lane, login, type Result } from '../../../src/host/index.ts';
import { workDirectory } from '../../../src/module/jobs/results-file.ts';
import type { Change, RunCommand } from '../../../src/plan/change.ts';
import { perform } from '../../../src/plan/exchange.ts';
import { JobExchange } from '../../../src/run/jobs/job-exchange.ts';
import { shellExchange } from '../../support/shell-exchange.ts';

describe('the exchange of a job', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tsplay-exchange-'));
  after(() => rmSync(directory, { recursive: true }));
  const failure: HostFailure = { kind: 'lost', reason: 'the cable was cut' };
  const stats = { roundTrips: 0, fragments: 0, bytesSent: 0, bytesReceived: 0 };
  const laneThat = (run: Lane['run']): Result<Lane> => ({
    ok: true,
    value: { identity: login, stats, open: true, run },
  });
  const shell = shellExchange();
  const working = laneThat((batch, options) => shell.run(batch, options));
  const cut = laneThat(
    async (batch): Promise<BatchOutcome> => ({
      kind: 'lost',
      failure,
      replies: [],
      inFlight: [...batch.keys()],
      notStarted: [],
    }),
  );
  // The host does what it is told, and the answer does not arrive.
  const deaf = laneThat(async (batch, options): Promise<BatchOutcome> => {
    await shell.run(batch, options);
    return { kind: 'lost', failure, replies: [], inFlight: [...batch.keys()], notStarted: [] };
  });

  let jobs = 0;
  function exchangeOver(lanes: readonly Result<Lane>[], seconds = 10) {
    const resultsFile = join(directory, `j${++jobs}`);
    mkdirSync(workDirectory(resultsFile));
    let next = 0;
    const exchange = new JobExchange({
      lane: async () => lanes[next++] ?? working,
      environment: { WORD: 'hello' },
      shell: '/bin/sh',
      resultsFile,
      deadline: Date.now() + seconds * 1000,
      signal: new AbortController().signal,
    });
    return { exchange, resultsFile };
  }

  const command = (script: string, more: Partial<RunCommand> = {}): Change => ({
    kind: 'run',
    title: 'run',
    command: { script, args: [] },
    touches: ['anything'],
    accept: [0],
    predictable: false,
    leaves: [],
    undo: { cannot: 'it is a test' },
    ...more,
  });

  it('asks again where the connection is lost, in the environment of its task', async () => {
    const { exchange } = exchangeOver([{ ok: false, failure }, cut, cut]);
    const outcome = await exchange.run([{ script: 'echo "$WORD"' }]);
    expect(outcome.replies[0]?.stdout.toString()).to.equal('hello\n');
  });

  it('performs changes once, though nobody heard that they began', async () => {
    const { exchange } = exchangeOver([cut, deaf, cut]);
    const count = join(directory, 'count');
    const before = { exists: false, path: join(directory, 'written') } as const;
    const write = { kind: 'write', path: before.path, content: Buffer.from('x'), attributes: {}, before } as const;
    const changes = [
      command(`echo "$WORD" >>${count}; echo out`),
      write,
      command('exit 3'),
      command(`echo never >>${count}`),
    ];
    const done = await perform(exchange, changes);
    expect(done.performed.map(({ code, stdout }) => [code, stdout.toString().slice(0, 4)])).to.deep.equal([
      [0, 'out\n'],
      [0, 'left'],
      [3, ''],
    ]);
    expect(done.performed.at(-1)?.failed).to.equal('run failed with exit code 3');
    expect([readFileSync(count, 'utf8'), readFileSync(before.path, 'utf8')]).to.deep.equal(['hello\n', 'x']);
    expect(exchange.left).to.equal(false);
  });

  it('leaves the only command of a task to the host', async () => {
    const { exchange } = exchangeOver([]);
    const done = await perform(exchange, [command('echo hi', { report: { fields: { cmd: 'echo hi' }, strip: true } })]);
    expect([done.kind, exchange.left]).to.deep.equal(['lost', true]);
  });

  it('gives up when the time of the job is over', async () => {
    const { exchange } = exchangeOver([], 1);
    const started = Date.now();
    const done = await perform(exchange, [command('sleep 30')]);
    expect(done.kind).to.equal('lost');
    expect(Date.now() - started).to.be.lessThan(10_000);
    const without = exchangeOver(
      Array.from({ length: 100 }, () => cut),
      1,
    ).exchange;
    expect((await without.run([{ script: ':' }])).kind).to.equal('lost');
  });

  it('tells of a host that cannot keep its work', async () => {
    const { exchange, resultsFile } = exchangeOver([]);
    rmSync(workDirectory(resultsFile), { recursive: true });
    writeFileSync(workDirectory(resultsFile), '');
    const done = await perform(exchange, [command('true')]);
    expect(done.performed[0]?.failed).to.include('cannot make the directory');
  });
});
