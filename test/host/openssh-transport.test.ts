import { existsSync } from 'node:fs';
import { expect } from 'chai';
import {
  type Connection,
  type ConnectionSpec,
  connect,
  createServices,
  failureText,
  Secret,
} from '../../src/host/index.ts';
import { laneOf } from './support/shells.ts';
import { noSshd, startSshd, type TestSshd } from './support/sshd.ts';

describe('connecting by the ssh program', () => {
  let sshd: TestSshd;
  before(async function () {
    const why = noSshd() ?? (existsSync('/usr/bin/ssh') ? undefined : 'there is no ssh');
    if (why !== undefined) {
      console.log(`    skipped: ${why}`);
      return this.skip();
    }
    sshd = await startSshd();
  });
  after(() => sshd?.stop());

  const open = (change: Partial<ConnectionSpec> = {}) =>
    connect(sshd.spec({ kind: 'openssh', ...change }), createServices());
  const connected = async (): Promise<Connection> => {
    const result = await open();
    if (!result.ok) throw new Error(failureText(result.failure));
    return result.value;
  };

  it('carries lanes, streams, and ends what takes too long', async () => {
    const connection = await connected();
    const lane = await laneOf(connection);
    const { replies } = await lane.run([
      { script: 'cat; exit 3', stdin: Buffer.from([0, 255]) },
      { script: 'wc -c | tr -d " "', stdin: Buffer.alloc(2_000_000) },
      { script: 'sleep 93', timeoutMs: 100 },
      { script: 'echo after' },
    ]);
    expect(replies.map(({ code, stdout, timedOut }) => [code, stdout.toString('latin1'), timedOut])).to.deep.equal([
      [3, '\0\xff', undefined],
      [0, '2000000\n', undefined],
      [143, '', true],
      [0, 'after\n', undefined],
    ]);
    await connection.close();
    expect(await connection.ended).to.deep.equal({ kind: 'closed' });
  });

  it('notices when the connection dies', async () => {
    const connection = await connected();
    const lane = await laneOf(connection);
    expect(await lane.run([{ script: 'kill -KILL $PPID; sleep 1', direct: true }])).to.deep.include({
      kind: 'lost',
      inFlight: [0],
    });
    expect((await connection.ended).kind).to.equal('lost');
    await connection.close();
  });

  const refusals: readonly { readonly it: string; readonly change: Partial<ConnectionSpec>; readonly says: RegExp }[] =
    [
      {
        it: 'an unknown host key',
        change: { knownHostsFiles: ['/dev/null'] },
        says: /^'ssh' did not log in to '127\.0\.0\.1': .*Host key verification failed\.; try it/s,
      },
      {
        it: 'a key that is not taken',
        change: { user: 'nobody' },
        says: /^'ssh' did not log in to '127\.0\.0\.1': nobody@127\.0\.0\.1: Permission denied \(publickey\)\./,
      },
      { it: 'nothing there', change: { port: 1 }, says: /^127\.0\.0\.1 port 1 refused the connection/ },
      {
        it: 'no such name',
        change: { address: 'no-such-host.invalid' },
        says: /^the name 'no-such-host\.invalid' has no address/,
      },
      {
        it: 'no ssh',
        change: { program: '/opt/ssh' },
        says: /^'\/opt\/ssh' did not log in to '127\.0\.0\.1': spawn \/opt\/ssh ENOENT/,
      },
      { it: 'a password', change: { password: new Secret('x') }, says: /no password can be given/ },
      { it: 'a pin', change: { hostKeyPins: ['SHA256:x'] }, says: /no host key can be pinned/ },
      { it: 'an open quote', change: { sshArgs: "'" }, says: /have an open quote: '/ },
    ];
  for (const { it: title, change, says } of refusals) {
    it(`tells of ${title}`, async () => {
      const result = await open(change);
      expect(result.ok ? '' : failureText(result.failure)).to.match(says);
    });
  }
});
