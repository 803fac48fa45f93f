import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Connection, type ConnectionSpec, connect, createServices, login } from '../../src/host/index.ts';
import { laneOf } from './support/shells.ts';

async function open(spec: Omit<ConnectionSpec, 'name'>): Promise<Connection> {
  const connected = await connect({ name: 'box', ...spec }, createServices());
  if (!connected.ok) throw new Error(connected.failure.kind);
  return connected.value;
}

describe('connections by a program on this machine', () => {
  let directory: string;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tsplay-process-'));
  });
  after(() => rm(directory, { recursive: true }));

  // A stand-in that writes down how it was called and runs the shell at the end of its arguments here.
  const standIn = async (name: string, skip: number) => {
    const path = join(directory, name);
    await writeFile(path, `#!/bin/sh\necho "$@" >>"${path}.calls"\nshift ${skip}\nexec "$@"\n`, { mode: 0o755 });
    return path;
  };

  const programs = [
    { kind: 'docker', skip: 3, args: 'exec -i box /bin/sh -c' },
    { kind: 'podman', skip: 5, user: 'web', args: 'exec -i -u web box /bin/sh -c' },
    { kind: 'chroot', skip: 1, args: 'box /bin/sh -c' },
    { kind: 'nspawn', skip: 5, args: '--quiet --pipe --register=no -D box /bin/sh -c' },
  ] as const;
  for (const { kind, skip, args, ...user } of programs) {
    it(`${kind}: ${args}`, async () => {
      const program = await standIn(kind, skip);
      const connection = await open({ kind, address: 'box', program, ...user });
      const lane = await laneOf(connection);
      const large = Buffer.alloc(1_500_000, 'x');
      const pieces = async function* () {
        yield large;
      };
      const { replies } = await lane.run([
        { script: 'cat; exit 3', stdin: Buffer.from('in') },
        { script: 'wc -c | tr -d " "', stdin: large },
        { script: 'wc -c | tr -d " "', stdin: pieces() },
      ]);
      expect(replies.map(({ code, stdout }) => [code, stdout.toString()])).to.deep.equal([
        [3, 'in'],
        [0, '1500000\n'],
        [0, '1500000\n'],
      ]);
      await connection.close();
      const calls = (await readFile(`${program}.calls`, 'utf8')).trim().split('\n');
      // systemd-nspawn can run only once on a directory; the others once more for each stream.
      expect(calls.length).to.equal(kind === 'nspawn' ? 1 : 3);
      expect(calls[0]?.startsWith(args)).to.equal(true);
    });
  }

  it('chroot itself, as root', async function () {
    if (process.getuid?.() !== 0) return this.skip();
    const connection = await open({ kind: 'chroot', address: '/' });
    const { replies } = await (await laneOf(connection)).run([{ script: 'pwd', direct: true }]);
    expect(replies[0]?.stdout.toString()).to.equal('/\n');
    await connection.close();
  });

  it('a program that is missing', async () => {
    const connection = await open({ kind: 'docker', address: 'web', program: '/opt/docker' });
    expect(await connection.lane(login)).to.deep.equal({
      ok: false,
      failure: {
        kind: 'start-failed',
        connection: 'docker',
        target: 'web',
        program: '/opt/docker',
        output: 'spawn /opt/docker ENOENT',
      },
    });
    await connection.close();
  });

  it('a container that is missing', async () => {
    const program = join(directory, 'no-container');
    await writeFile(program, '#!/bin/sh\necho "Error: No such container: web" >&2\nexit 1\n', { mode: 0o755 });
    const connection = await open({ kind: 'docker', address: 'web', program });
    expect(await connection.lane(login)).to.deep.equal({
      ok: false,
      failure: {
        kind: 'start-failed',
        connection: 'docker',
        target: 'web',
        program,
        output: 'Error: No such container: web',
      },
    });
    await connection.close();
  });

  it('a command whose time is over, where nothing can be ended beside it: the lane is given up', async () => {
    const connection = await open({ kind: 'nspawn', address: 'box', program: await standIn('nspawn-2', 5) });
    const lane = await laneOf(connection);
    expect(await lane.run([{ script: 'sleep 61', timeoutMs: 50, direct: true }])).to.deep.include({
      kind: 'lost',
      inFlight: [0],
      running: 0,
    });
    await connection.close();
  });
});
