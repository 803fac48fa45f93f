import { expect } from 'chai';
import { type Connection, connect, createServices, failureText, login } from '../../../src/host/index.ts';
import { startRelay } from '../../lab/relay.ts';
import { noSshd, startSshd, type TestSshd } from '../support/sshd.ts';

/** Milliseconds there and back. */
const WAY = 60;

describe('the way to a shell and back', () => {
  let sshd: TestSshd;
  const why = noSshd();

  before(async function () {
    if (why !== undefined) this.skip();
    sshd = await startSshd();
  });
  after(() => sshd?.stop());

  async function open(port: number): Promise<Connection> {
    const hostKeyPins = [await sshd.fingerprint('ed25519')];
    const connected = await connect(sshd.spec({ port, hostKeyPins }), createServices({ env: {} }));
    if (!connected.ok) throw new Error(failureText(connected.failure));
    return connected.value;
  }

  it('is measured apart from what the host works', async () => {
    const relay = await startRelay({ address: '127.0.0.1', port: sshd.port }, WAY / 2);
    const connection = await open(relay.port);
    const lane = await connection.lane(login);
    if (!lane.ok) throw new Error(failureText(lane.failure));
    const start = performance.now();
    await lane.value.run([{ script: 'sleep 0.2', direct: true }]);
    const worked = performance.now() - start - (lane.value.roundTripMs ?? 0);
    expect(lane.value.roundTripMs).to.be.within(WAY, WAY + 100);
    expect(worked).to.be.at.least(199);
    await connection.close();
    await relay.close();
  });
});
