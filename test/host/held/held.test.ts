// Connections that outlive a run: a real holder on a real socket, with this machine's own shell as the host.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { connect } from '../../../src/host/connect.ts';
import { holderSocket } from '../../../src/host/held/directory.ts';
import { askHolder, openHeld } from '../../../src/host/held/held-transport.ts';
import { Holder } from '../../../src/host/held/holder.ts';
import { Keeper } from '../../../src/host/held/keeper.ts';
import { decodeRequest, encodeRequest, heldKey } from '../../../src/host/held/wire.ts';
import { HostConnection } from '../../../src/host/host-connection.ts';
import { type ConnectionSpec, createServices, login, Secret } from '../../../src/host/index.ts';
import { ProcessTransport } from '../../../src/host/process-transport.ts';

const spec: ConnectionSpec = { name: 'web', kind: 'ssh', address: '192.0.2.1', password: new Secret('pässword') };

describe('connections that are kept', () => {
  let directory = '';
  let socket = '';
  let connects = 0;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'tsplay-held-'));
    socket = join(directory, 'connections');
    connects = 0;
  });
  afterEach(async () => {
    (await askHolder(socket, { op: 'end' }))?.socket.destroy();
    rmSync(directory, { recursive: true, force: true });
  });

  // The transport that the holder keeps is a shell of this machine: what is tested is the way through the holder.
  function startHolder(): void {
    new Holder(async () => {
      connects++;
      return { ok: true, value: new ProcessTransport({ name: 'web', kind: 'local', address: 'here' }) };
    })
      .listen(socket)
      .catch(() => undefined);
  }

  async function kept(): Promise<HostConnection> {
    const transport = await openHeld(socket, spec);
    if (!transport) throw new Error('it is not kept');
    return new HostConnection(spec, transport, 0);
  }

  it('is made once, in the background, by a holder that is started for it, and used by the runs that follow', async () => {
    const keeper = new Keeper({ seconds: 60, socket, startHolder });
    expect(await keeper.open(spec)).to.equal(undefined);
    keeper.keep(spec);
    await keeper.settled();
    for (const run of ['first', 'second']) {
      const connection = await kept();
      const lane = await connection.lane(login);
      if (!lane.ok) throw new Error('no lane');
      const data = Buffer.alloc(300_000, 'x');
      const outcome = await lane.value.run([
        { script: 'echo "$1"; echo wrong >&2; exit 3', args: [run] },
        { script: 'wc -c', stdin: data },
        { script: 'head -c 2000000 /dev/zero' },
      ]);
      expect(outcome.kind).to.equal('answered');
      const [said, counted, much] = outcome.replies;
      expect([said?.code, said?.stdout.toString(), said?.stderr.toString()]).to.deep.equal([3, `${run}\n`, 'wrong\n']);
      expect(counted?.stdout.toString().trim()).to.equal('300000');
      expect(much?.stdout.length).to.equal(2_000_000);
      await connection.close();
    }
    expect(connects).to.equal(1);
  });

  it('tells the run where it ends', async () => {
    const keeper = new Keeper({ seconds: 60, socket, startHolder });
    keeper.keep(spec);
    await keeper.settled();
    const connection = await kept();
    await keeper.drop(spec);
    expect(await connection.ended).to.deep.equal({ kind: 'lost', reason: 'the connection that was kept has ended' });
    expect(await keeper.open(spec)).to.equal(undefined);
  });

  it('ends when it was not used for its time', async () => {
    const keeper = new Keeper({ seconds: 0.2, socket, startHolder });
    keeper.keep(spec);
    await keeper.settled();
    const connection = await kept();
    const unused = new Promise((resolve) => setTimeout(resolve, 300));
    await unused;
    expect((await connection.lane(login)).ok, 'while it is used').to.equal(true);
    await connection.close();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await keeper.open(spec)).to.equal(undefined);
  });

  it('is not used where a login is to be proved', async () => {
    let asked = 0;
    const keeper = new Keeper({ seconds: 60, socket, startHolder });
    keeper.open = async () => {
      asked++;
      return undefined;
    };
    const refused: ConnectionSpec = { ...spec, address: '127.0.0.1', port: 1, connectTimeoutMs: 200 };
    const services = createServices({ keeper, retryPauseMs: 1 });
    await connect(refused, services, 'own');
    await connect({ ...refused, methods: ['password'] }, services, 'shared');
    expect(asked).to.equal(0);
    await connect(refused, services, 'shared');
    expect(asked).to.equal(1);
  });

  it('is another one with another password or port, not under another name', () => {
    const { name: _, ...rest } = spec;
    expect(heldKey({ ...rest, name: 'other', connectTimeoutMs: 3 })).to.equal(heldKey(spec));
    expect(heldKey({ ...spec, password: new Secret('other') })).not.to.equal(heldKey(spec));
    expect(heldKey({ ...spec, port: 2222 })).not.to.equal(heldKey(spec));
    const request = decodeRequest(encodeRequest({ op: 'use', spec }));
    expect(request.op === 'use' && heldKey(request.spec)).to.equal(heldKey(spec));
  });

  it('is reached by a socket in a directory that only its user can enter', () => {
    const place = holderSocket({ XDG_RUNTIME_DIR: directory });
    expect(place).to.deep.equal({ ok: true, socket: join(directory, 'tsplay/connections') });
    expect(statSync(join(directory, 'tsplay')).mode & 0o777).to.equal(0o700);
    chmodSync(join(directory, 'tsplay'), 0o755);
    expect(holderSocket({ XDG_RUNTIME_DIR: directory })).to.deep.include({ ok: false });
    rmSync(join(directory, 'tsplay'), { recursive: true });
    expect(holderSocket({ HOME: directory })).to.deep.equal({
      ok: true,
      socket: join(directory, '.tsplay/run/connections'),
    });
    expect(holderSocket({ HOME: '/proc' })).to.deep.include({ ok: false });
    mkdirSync(join(directory, 'elsewhere'), { mode: 0o700 });
    symlinkSync('elsewhere', join(directory, 'tsplay'));
    expect(holderSocket({ XDG_RUNTIME_DIR: directory })).to.deep.include({ ok: false });
  });
});
