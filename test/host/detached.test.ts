// What a batch does without its lane, with every shell there is.

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import {
  askDetached,
  type Detached,
  type DetachedFragment,
  type Reply,
  repliesOf,
  startDetached,
} from '../../src/host/index.ts';
import { shellExchange } from '../support/shell-exchange.ts';
import { shells } from './support/shells.ts';

function isRunning(pid: number): boolean {
  const status = `/proc/${pid}/status`;
  // A zombie is dead; nobody has taken notice yet.
  return existsSync(status) && !/^State:\s*[ZX]/m.test(readFileSync(status, 'utf8'));
}

for (const { name: shellName, path: program = '' } of shells) {
  describe(`a detached batch in ${shellName}`, () => {
    before(function () {
      if (program === '') this.skip();
    });

    const parent = mkdtempSync(join(tmpdir(), 'tsplay-detached-'));
    after(() => rmSync(parent, { recursive: true }));
    const exchange = shellExchange([program]);

    const run = async (fragment: Parameters<typeof exchange.run>[0][number]): Promise<Reply> => {
      const { replies } = await exchange.run([fragment]);
      const [reply] = replies;
      if (!reply) throw new Error('there is no reply');
      return reply;
    };
    const start = async (name: string, fragments: readonly DetachedFragment[], limitSeconds = 20, after?: string) => {
      const directory = join(parent, name);
      const batch = { directory, fragments, limitSeconds, ...(after !== undefined && { after }) };
      expect(await run(startDetached(batch, program))).to.deep.include({ code: 0, stderr: Buffer.alloc(0) });
      return directory;
    };
    const ask = async (directory: string): Promise<Detached> => repliesOf(await run(askDetached(directory)));
    const answered = async (directory: string): Promise<readonly Reply[]> => {
      for (let tries = 0; tries < 200; tries++) {
        const detached = await ask(directory);
        if (detached.state === 'over') return detached.replies;
        if (detached.state === 'gone') throw new Error('it is gone');
        await pause(20);
      }
      throw new Error('it never ends');
    };
    const texts = (replies: readonly Reply[]) =>
      replies.map(({ code, stdout, stderr }) => [code, stdout.toString(), stderr.toString()]);

    it('answers as a lane does', async () => {
      const directory = await start('all', [
        { script: 'echo "$1-$2"; echo err >&2', args: ['a b', "it's"] },
        { script: 'umask; pwd; echo "$X"', umask: '027', cwd: '/usr', env: { X: '$1' } },
        { script: 'umask; cat; exit 3', accept: [3], stdin: Buffer.from([0, 1, 39, 92, 10, 127, 255]) },
        { script: 'exit 4', accept: 'any' },
        { script: ') (', accept: 'any' },
        { script: 'exit 5' },
        { script: 'echo never' },
      ]);
      const replies = await answered(directory);
      const umask = process.umask().toString(8).padStart(4, '0');
      expect(texts(replies).toSpliced(4, 1)).to.deep.equal([
        [0, "a b-it's\n", 'err\n'],
        [0, '0027\n/usr\n$1\n', ''],
        [3, `${umask}\n${Buffer.from([0, 1, 39, 92, 10, 127, 255]).toString()}`, ''],
        [4, '', ''],
        [5, '', ''],
      ]);
      expect(replies[4]?.code).to.equal(2);
      expect(statSync(directory).mode & 0o777).to.equal(0o700);
    });

    it('tells when it ran by the clock of the host', async () => {
      const before = Date.now();
      const [reply] = await answered(await start('times', [{ script: 'sleep 0.2' }]));
      const { started = 0, ended = 0 } = reply?.times ?? {};
      // busybox has whole seconds only.
      expect(started).to.be.within(before - 1000, Date.now());
      expect(ended - started).to.be.within(shellName.startsWith('busybox') ? 0 : 200, 1500);
    });

    it('runs once, however often it is started, in a session of its own, and shows nobody its text', async () => {
      const fragment = {
        script: 'echo secret-text >/dev/null; ps -o args= -e; echo once >>"$1"',
        args: [join(parent, 'once')],
      };
      const directory = await start('once.d', [fragment]);
      await start('once.d', [fragment]);
      const [reply] = await answered(directory);
      expect(reply?.stdout.toString()).to.include('tsplay-job').and.not.include('secret-text');
      expect(readFileSync(join(parent, 'once'), 'utf8')).to.equal('once\n');
    });

    it('is ended with all it started when its time is over', async () => {
      const pid = join(parent, 'pid');
      const directory = await start('slow', [{ script: 'sleep 60 & echo $! >"$1"; wait', args: [pid] }], 1);
      const written = await start('written', [{ script: 'while [ ! -s "$1" ]; do sleep 0.1; done', args: [pid] }]);
      await answered(written);
      const sleeping = Number(readFileSync(pid, 'utf8'));
      expect([isRunning(sleeping), await ask(directory)]).to.deep.equal([true, { state: 'running' }]);
      for (let tries = 0; tries < 200 && isRunning(sleeping); tries++) await pause(20);
      expect([isRunning(sleeping), await ask(directory)]).to.deep.equal([false, { state: 'running' }]);
    });

    it('can be told what to do at its end', async () => {
      const seen = join(parent, 'seen');
      await start(
        'after',
        [{ script: 'echo out; exit 7' }],
        20,
        `{ echo "$_tsplay_n $_tsplay_code"; cat "$_tsplay_dir/1.out"; } >${seen}.new; mv ${seen}.new ${seen}`,
      );
      await answered(await start('other', [{ script: 'while [ ! -e "$1" ]; do sleep 0.1; done', args: [seen] }]));
      expect(readFileSync(seen, 'utf8')).to.equal('1 7\nout\n');
    });

    it('is not known where nothing is', async () => {
      expect(await ask(join(parent, 'nothing'))).to.deep.equal({ state: 'gone' });
      const reply = await run(
        startDetached({ directory: '/nonexistent/a/b', fragments: [], limitSeconds: 1 }, program),
      );
      expect([reply.code, reply.stderr.toString()]).to.deep.equal([1, 'cannot make the directory /nonexistent/a/b\n']);
    });
  });
}
