import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import {
  type Connection,
  type ConnectionSpec,
  connect,
  createServices,
  describeFailure,
  type HostFailure,
  type HostServices,
  Secret,
  type ServiceOptions,
} from '../../../src/host/index.ts';
import { laneOf } from '../support/shells.ts';
import { makeKey, noSshd, startSshd, type TestSshd } from '../support/sshd.ts';

const run = promisify(execFile);
const quiet = (): HostServices => createServices({ env: {} });

async function connected(spec: ConnectionSpec, services = quiet()): Promise<Connection> {
  const result = await connect(spec, services);
  if (!result.ok) throw new Error(describeFailure(result.failure).message);
  return result.value;
}

async function failure(spec: ConnectionSpec, services = quiet()): Promise<HostFailure> {
  const result = await connect(spec, services);
  if (!result.ok) return result.failure;
  await result.value.close();
  throw new Error('it connected');
}

async function worksWith(spec: ConnectionSpec, services = quiet()): Promise<void> {
  const connection = await connected(spec, services);
  const lane = await laneOf(connection);
  const { replies } = await lane.run([{ script: 'echo "$SSH_CONNECTION"', direct: true }]);
  expect(replies[0]?.stdout.toString()).to.match(/^127\.0\.0\.1 \d+ 127\.0\.0\.1 \d+\n$/);
  await connection.close();
}

describe('connecting by ssh', () => {
  let sshd: TestSshd;
  let directory: string;
  before(async function () {
    const why = noSshd();
    if (why !== undefined) {
      console.log(`    skipped: ${why}`);
      return this.skip();
    }
    sshd = await startSshd();
    directory = await mkdtemp(join(tmpdir(), 'tsplay-connect-'));
  });
  after(async () => {
    await sshd?.stop();
    if (directory) await rm(directory, { recursive: true });
  });

  it('works with a key, and knows the host key and the user', async () => {
    const connection = await connected(sshd.spec());
    expect(connection.hostKey).to.equal(await sshd.fingerprint('ed25519'));
    expect(connection.user).to.equal(sshd.spec().user);
    await connection.close();
    expect(await connection.ended).to.deep.equal({ kind: 'closed' });
  });

  it('closes although the host has vanished and answers no more', async () => {
    const sockets: Socket[] = [];
    // Half open, and deaf from the login on: it never closes its side.
    const relay = createServer({ allowHalfOpen: true }, (near) => {
      const far = createConnection(sshd.spec().port ?? 22, '127.0.0.1');
      sockets.push(near, far);
      near.on('data', (chunk) => far.write(chunk));
      far.on('data', (chunk) => near.write(chunk));
    });
    relay.listen(0, '127.0.0.1');
    await once(relay, 'listening');
    const address = relay.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const connection = await connected({ ...sshd.spec(), port, hostKeyPins: [await sshd.fingerprint('ed25519')] });
    for (const socket of sockets) socket.pause();
    await connection.close();
    expect(await connection.ended).to.deep.equal({ kind: 'closed' });
    for (const socket of sockets) socket.destroy();
    relay.close();
  });

  it('carries large data both ways, and several lanes', async () => {
    const connection = await connected(sshd.spec());
    const lane = await laneOf(connection);
    const size = 20_000_000;
    const { replies } = await lane.run([
      { script: `head -c ${size} /dev/zero` },
      { script: 'wc -c | tr -d " "', stdin: Buffer.alloc(size, 1) },
      { script: 'head -c 3000000 /dev/zero >&2; echo done' },
    ]);
    expect([replies[0]?.stdout.length, replies[1]?.stdout.toString(), replies[2]?.stderr.length]).to.deep.equal([
      size,
      `${size}\n`,
      3_000_000,
    ]);
    await connection.close();
  });

  it('ends what takes too long, and what is interrupted', async () => {
    const connection = await connected(sshd.spec());
    const lane = await laneOf(connection);
    const { replies } = await lane.run([{ script: 'sleep 91', timeoutMs: 100 }, { script: 'echo after' }]);
    expect([replies[0]?.timedOut, replies[1]?.stdout.toString()]).to.deep.equal([true, 'after\n']);
    let begun: (value: unknown) => void = () => {};
    const beginning = new Promise((resolve) => {
      begun = resolve;
    });
    const running = lane.run([{ script: 'echo begun; exec sleep 92', onStdout: begun }]);
    await beginning;
    await connection.interrupt();
    expect(await running).to.deep.include({
      kind: 'lost',
      failure: { kind: 'interrupted' },
      inFlight: [0],
      running: 0,
    });
    await connection.close();
    const { stdout } = await run('ps', ['-eo', 'args']);
    expect(stdout).not.to.match(/sleep 9[12]/);
  });

  it('notices when the session dies', async () => {
    const connection = await connected(sshd.spec());
    const lane = await laneOf(connection);
    // The lane's parent is the sshd of this session.
    const outcome = await lane.run([{ script: 'kill -KILL $PPID; sleep 1', direct: true }, { script: 'echo never' }]);
    expect(outcome).to.deep.include({ kind: 'lost', inFlight: [0, 1], notStarted: [] });
    expect(outcome.kind === 'lost' && outcome.failure.kind).to.equal('lost');
    expect((await connection.ended).kind).to.equal('lost');
    await connection.close();
  });

  it('notices a host that has gone silent', async () => {
    const connection = await connected(sshd.spec({ keepaliveMs: 100 }));
    const lane = await laneOf(connection);
    const { replies } = await lane.run([{ script: 'echo $PPID', direct: true }]);
    const session = Number(replies[0]?.stdout.toString());
    process.kill(session, 'SIGSTOP');
    expect(await lane.run([{ script: 'echo never' }])).to.deep.include({
      kind: 'lost',
      failure: { kind: 'lost', reason: 'Keepalive timeout' },
      inFlight: [0],
    });
    process.kill(session, 'SIGCONT');
    await connection.close();
  });

  it('says when there is no room for a further shell', async () => {
    const narrow = await startSshd(['MaxSessions 1']);
    const connection = await connected(narrow.spec());
    await laneOf(connection);
    const second = await connection.lane({ kind: 'become', method: 'su', user: 'nobody' });
    expect(second).to.deep.equal({
      ok: false,
      failure: { kind: 'no-channel', reason: 'Channel open failure: open failed' },
    });
    await connection.close();
    await narrow.stop();
  });

  describe('to a host key', () => {
    const fileWith = async (text: string) => {
      const file = join(directory, `known-${Math.random()}`);
      await writeFile(file, text);
      return file;
    };
    const hostKey = async (type: 'ed25519' | 'rsa') =>
      (await readFile(join(sshd.directory, `host_${type}.pub`), 'utf8')).split(' ').slice(0, 2).join(' ');
    const at = () => ({ address: '127.0.0.1', port: sshd.port });
    const place = () => `[127.0.0.1]:${sshd.port}`;

    it('that is known by another type than the best: that type is asked for', async () => {
      const file = await fileWith(`${place()} ${await hostKey('rsa')}\n`);
      const connection = await connected(sshd.spec({ knownHostsFiles: [file] }));
      expect(connection.hostKey).to.equal(await sshd.fingerprint('rsa'));
      await connection.close();
    });

    it('that is known hashed, or in the second file', async () => {
      const file = await fileWith(`${place()} ${await hostKey('ed25519')}\n`);
      await run('ssh-keygen', ['-H', '-f', file]);
      await worksWith(sshd.spec({ knownHostsFiles: [join(directory, 'nothing'), file] }));
    });

    it('that has changed: refused, whatever is accepted otherwise', async () => {
      await makeKey(join(directory, 'other'), 'ed25519');
      const other = (await readFile(join(directory, 'other.pub'), 'utf8')).split(' ').slice(0, 2).join(' ');
      const known = await fileWith(`\n${place()} ${other}\n`);
      const print = (await run('ssh-keygen', ['-lf', join(directory, 'other')])).stdout.split(' ')[1];
      const expected = {
        kind: 'host-key-changed',
        offered: { type: 'ssh-ed25519', fingerprint: await sshd.fingerprint('ed25519') },
        ...at(),
      };
      for (const change of [{}, { acceptNewHostKeys: true }, { sshArgs: '-o StrictHostKeyChecking=no' }]) {
        const refused = await failure(
          sshd.spec({ knownHostsFiles: [known], ...change }),
          createServices({ env: {}, ask: async () => 'yes' }),
        );
        expect(refused).to.deep.include(expected);
        expect(
          refused.kind === 'host-key-changed' &&
            refused.known.map(({ file, line, fingerprint }) => [file, line, fingerprint]),
        ).to.deep.equal([[known, 2, print]]);
      }
    });

    it('of a type that was never seen, where another is known: changed', async () => {
      const rsaOnly = await startSshd([
        `HostKey ${join(sshd.directory, 'host_rsa')}`,
        'HostKeyAlgorithms rsa-sha2-512',
      ]);
      const known = await fileWith(`[127.0.0.1]:${rsaOnly.port} ${await hostKey('ed25519')}\n`);
      const refused = await failure(rsaOnly.spec({ knownHostsFiles: [known], acceptNewHostKeys: true }));
      expect(refused.kind).to.equal('host-key-changed');
      await rsaOnly.stop();
    });

    it('that is revoked', async () => {
      const known = await fileWith(`@revoked * ${await hostKey('ed25519')}\n`);
      expect((await failure(sshd.spec({ knownHostsFiles: [known], acceptNewHostKeys: true }))).kind).to.equal(
        'host-key-revoked',
      );
    });

    const unknown: readonly {
      readonly it: string;
      readonly change?: Partial<ConnectionSpec>;
      readonly answer?: string | ((fingerprint: string) => string);
      readonly gives: 'works' | 'no-terminal' | 'declined' | 'strict';
      readonly remembered: boolean;
    }[] = [
      { it: 'without a terminal', gives: 'no-terminal', remembered: false },
      { it: 'that the person accepts', answer: 'yes', gives: 'works', remembered: true },
      { it: 'that the person declines', answer: 'no', gives: 'declined', remembered: false },
      { it: 'that the person says nothing about', answer: '', gives: 'declined', remembered: false },
      {
        it: 'that the person gives the fingerprint of',
        answer: (print) => ` ${print} `,
        gives: 'works',
        remembered: true,
      },
      {
        it: 'that the person gives another fingerprint for',
        answer: `SHA256:${'A'.repeat(43)}`,
        gives: 'declined',
        remembered: false,
      },
      { it: 'that is accepted unseen', change: { acceptNewHostKeys: true }, gives: 'works', remembered: true },
      {
        it: 'under StrictHostKeyChecking=no',
        change: { sshArgs: '-o StrictHostKeyChecking=no' },
        gives: 'works',
        remembered: true,
      },
      {
        it: 'under StrictHostKeyChecking=yes',
        change: { sshArgs: '-o StrictHostKeyChecking=yes' },
        answer: 'yes',
        gives: 'strict',
        remembered: false,
      },
    ];
    for (const { it: title, change, answer, gives, remembered } of unknown) {
      it(`that is unknown ${title}`, async () => {
        const file = await fileWith('');
        const print = await sshd.fingerprint('ed25519');
        const questions: string[] = [];
        const ask = async ({ text }: { readonly text: string }) => {
          questions.push(text);
          return typeof answer === 'function' ? answer(print) : answer;
        };
        const services = createServices({ env: {}, ...(answer !== undefined && { ask }) });
        const spec = sshd.spec({ knownHostsFiles: [file], ...change });
        const result = await connect(spec, services);
        if (result.ok) await result.value.close();
        const outcome = result.ok
          ? 'works'
          : result.failure.kind === 'host-key-unknown'
            ? result.failure.why
            : result.failure;
        expect(outcome).to.equal(gives);
        expect(await readFile(file, 'utf8')).to.equal(remembered ? `${place()} ${await hostKey('ed25519')}\n` : '');
        if (questions.length > 0) {
          expect(questions).to.deep.equal([
            `The host key of box (127.0.0.1 port ${sshd.port}) is not known yet.\nIts ed25519 fingerprint is ${print}.\n` +
              'Is it the right one (yes, no, or the fingerprint to compare with)?',
          ]);
        }
      });
    }

    it('that is pinned, and then nothing else counts', async () => {
      const print = await sshd.fingerprint('ed25519');
      await worksWith(sshd.spec({ knownHostsFiles: ['/dev/null'], hostKeyPins: [`SHA256:${'A'.repeat(43)}`, print] }));
      const pins = [`SHA256:${'A'.repeat(43)}`];
      expect(await failure(sshd.spec({ hostKeyPins: pins, acceptNewHostKeys: true }))).to.deep.equal({
        kind: 'host-key-not-pinned',
        offered: { type: 'ssh-ed25519', fingerprint: print },
        pins,
        ...at(),
      });
    });
  });

  describe('with keys', () => {
    let agent: ChildProcess;
    let socket: string;
    const withAgent = (more: ServiceOptions = {}) => createServices({ env: { SSH_AUTH_SOCK: socket }, ...more });
    before(async () => {
      socket = join(directory, 'agent');
      agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
      if (agent.stdout) await once(agent.stdout, 'data');
      const authorize = async (name: string, passphrase = '') => {
        await makeKey(join(directory, name), 'ed25519', passphrase, '-a', '4');
        await appendFile(join(sshd.directory, 'authorized'), await readFile(join(directory, `${name}.pub`)));
      };
      await authorize('in-agent');
      await authorize('locked', 'sesame');
      await makeKey(join(directory, 'stranger'), 'ed25519');
      for (const name of ['stranger', 'in-agent']) {
        await run('ssh-add', ['-q', join(directory, name)], { env: { SSH_AUTH_SOCK: socket } });
      }
    });
    after(() => agent?.kill());

    it('of the agent', () =>
      worksWith(
        sshd.spec({ keyFiles: [], agent: true, otherKeys: true, useSshConfig: false }),
        withAgent({ home: directory }),
      ));

    it('of the agent that a file names, without the file being opened', async () => {
      await writeFile(join(directory, 'named'), await readFile(join(directory, 'in-agent.pub')));
      await worksWith(sshd.spec({ keyFiles: [join(directory, 'named')], agent: true }), withAgent());
    });

    it('of the agent, but only those that files name', async () => {
      const spec = sshd.spec({ keyFiles: [join(directory, 'stranger')], agent: true, otherKeys: false });
      expect(await failure(spec, withAgent())).to.deep.include({
        kind: 'auth-failed',
        tried: [{ method: 'publickey', key: join(directory, 'stranger') }],
      });
    });

    it('that are encrypted, with the passphrase given, or asked for once by all', async () => {
      const spec = sshd.spec({ keyFiles: [join(directory, 'locked')] });
      await worksWith({ ...spec, passphrase: new Secret('sesame') });
      let asked = 0;
      const services = createServices({
        env: {},
        ask: async () => {
          asked++;
          return 'sesame';
        },
      });
      await Promise.all([1, 2, 3].map(() => worksWith(spec, services)));
      expect(asked).to.equal(1);
    });

    it('that nobody can open, or that are missing: said before or instead of a refusal', async () => {
      const locked = join(directory, 'locked');
      expect(await failure(sshd.spec({ keyFiles: [locked] }))).to.deep.equal({
        kind: 'key-file',
        path: locked,
        problem: 'encrypted',
        reason: 'it is a public key, and no agent has the private one',
      });
      expect(await failure(sshd.spec({ keyFiles: ['/nowhere/key'], port: 1 }))).to.deep.equal({
        kind: 'key-file',
        path: '/nowhere/key',
        problem: 'missing',
      });
    });

    it('that the server does not know: what was tried, left out and would be taken', async () => {
      const home = await mkdtemp(join(directory, 'home-'));
      await run('mkdir', [join(home, '.ssh')]);
      await makeKey(join(home, '.ssh/id_rsa'), 'rsa', '', '-b', '2048');
      await makeKey(join(home, '.ssh/id_ecdsa'), 'ecdsa', 'p', '-a', '4');
      await writeFile(join(home, '.ssh/id_ed25519'), 'nonsense');
      const spec = sshd.spec({ keyFiles: [], otherKeys: true, useSshConfig: false });
      expect(await failure(spec, createServices({ env: {}, home }))).to.deep.equal({
        kind: 'auth-failed',
        address: '127.0.0.1',
        port: sshd.port,
        user: spec.user,
        tried: [{ method: 'publickey', key: join(home, '.ssh/id_rsa') }],
        offered: ['publickey'],
        skipped: [
          { path: join(home, '.ssh/id_ecdsa'), problem: 'encrypted' },
          { path: join(home, '.ssh/id_ed25519'), problem: 'malformed' },
        ],
      });
    });

    it('and none to try: asks what the server would take', async () => {
      expect(await failure(sshd.spec({ keyFiles: [] }))).to.deep.include({
        kind: 'auth-failed',
        tried: [],
        offered: ['publickey'],
      });
    });
  });

  describe('through jump hosts', () => {
    let first: TestSshd;
    let second: TestSshd;
    let config: string;
    before(async () => {
      first = await startSshd();
      second = await startSshd();
      config = join(directory, 'jumps');
      const host = (name: string, server: TestSshd, more = '') =>
        `Host ${name}\n HostName 127.0.0.1\n Port ${server.port}\n User ${server.spec().user}\n IdentityFile ${server.keyFile}\n UserKnownHostsFile ${server.knownHosts}\n${more}`;
      const text = [
        host('first', first),
        host('second', second),
        host('chained', second, ' ProxyJump first\n'),
        host('target', sshd),
      ].join('');
      await writeFile(config, text);
    });
    after(async () => {
      await first?.stop();
      await second?.stop();
    });

    // How many logins a server has seen: nothing but its log tells how often it was really connected to.
    const logins = async (server: TestSshd) =>
      (await readFile(join(server.directory, 'log'), 'utf8')).match(/Accepted publickey/g)?.length ?? 0;
    const inHome = async () => {
      const home = await mkdtemp(join(directory, 'home-'));
      await run('mkdir', [join(home, '.ssh')]);
      await writeFile(join(home, '.ssh/config'), await readFile(config));
      return createServices({ env: {}, home });
    };
    const spec = (sshArgs: string): ConnectionSpec => ({
      name: 'target',
      kind: 'ssh',
      address: 'target',
      sshArgs,
      agent: false,
    });

    it('one, two, and one that has its own', async () => {
      const counts = async () => [await logins(first), await logins(second)];
      for (const [args, passes] of [
        ['-J first', [1, 0]],
        ['-J first,second', [1, 1]],
        ['-o ProxyJump=chained', [1, 1]],
      ] as const) {
        const before = await counts();
        await worksWith(spec(args), await inHome());
        const after = await counts();
        expect(
          after.map((count, index) => count - (before[index] ?? 0)),
          args,
        ).to.deep.equal(passes);
      }
    });

    it('shared by many hosts, and ended with the last', async () => {
      const services = await inHome();
      const before = await logins(first);
      const connections = await Promise.all(Array.from({ length: 12 }, () => connected(spec('-J first'), services)));
      expect(await logins(first)).to.equal(before + 1);
      await Promise.all(connections.map((connection) => connection.close()));
      await worksWith(spec('-J first'), services);
      expect(await logins(first)).to.equal(before + 2);
    });

    it('by a ProxyCommand that means the same', async () => {
      const before = await logins(first);
      const services = await inHome();
      await Promise.all([1, 2, 3].map(() => worksWith(spec("-o ProxyCommand='ssh -q -W %h:%p first'"), services)));
      expect(await logins(first)).to.equal(before + 1);
    });

    it('by any other ProxyCommand', async () => {
      const relay = `${process.execPath} -e 'const s=require("net").connect(${sshd.port},"127.0.0.1");process.stdin.pipe(s).pipe(process.stdout)'`;
      await writeFile(join(directory, 'proxy'), `#!/bin/sh\n${relay}\n`, { mode: 0o755 });
      await worksWith(spec(`-o ProxyCommand="${join(directory, 'proxy')} %h %p"`), await inHome());
    });

    it('that fail: which one, and why', async () => {
      expect(await failure(spec('-J first:1'), await inHome())).to.deep.equal({
        kind: 'jump-failed',
        jump: 'first',
        failure: { kind: 'refused', address: '127.0.0.1', port: 1 },
      });
      const beyond = await failure({ ...spec('-J first'), port: 1 }, await inHome());
      expect(beyond).to.deep.equal({
        kind: 'jump-failed',
        jump: 'first',
        failure: { kind: 'unreachable', reason: 'Connection refused', address: '127.0.0.1', port: 1 },
      });
      expect(await failure(spec('-J "a b:c"'), await inHome())).to.deep.equal({
        kind: 'bad-options',
        problems: ["'a b:c' is no jump host ([user@]host[:port])"],
      });
      expect(await failure(spec("-o ProxyCommand='echo no way >&2; exit 1'"), await inHome())).to.deep.equal({
        kind: 'proxy-command-failed',
        command: 'echo no way >&2; exit 1',
        output: 'no way',
      });
    });
  });
});

describe('what answers instead of an ssh server', () => {
  const servers: Server[] = [];
  after(() => {
    for (const server of servers) server.close();
  });
  const listen = async (answer: (socket: Socket, count: number) => void) => {
    let count = 0;
    const server = createServer((socket) => {
      socket.on('error', () => {});
      answer(socket, ++count);
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const address = server.address();
    return { port: typeof address === 'object' && address ? address.port : 0, count: () => count };
  };
  const spec = (change: Partial<ConnectionSpec>): ConnectionSpec => ({
    name: 'box',
    kind: 'ssh',
    address: '127.0.0.1',
    user: 'me',
    useSshConfig: false,
    otherKeys: false,
    agent: false,
    knownHostsFiles: ['/dev/null'],
    connectTimeoutMs: 400,
    ...change,
  });

  it('nothing: refused', async () => {
    expect(await failure(spec({ port: 1 }))).to.deep.equal({ kind: 'refused', address: '127.0.0.1', port: 1 });
  });

  it('no name: unknown', async () => {
    expect(await failure(spec({ address: 'no-such-host.invalid' }))).to.deep.equal({
      kind: 'name-unknown',
      address: 'no-such-host.invalid',
      port: 22,
    });
  });

  it('silence: a timeout that says how far it came', async () => {
    const { port } = await listen(() => {});
    expect(await failure(spec({ port }))).to.deep.equal({
      kind: 'timeout',
      stage: 'handshake',
      afterMs: 400,
      address: '127.0.0.1',
      port,
    });
  });

  it('a web server: a protocol error', async () => {
    const { port, count } = await listen((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await failure(spec({ port }))).to.deep.equal({
      kind: 'protocol',
      reason: 'it says "HTTP/1.1 400 Bad Request"',
      address: '127.0.0.1',
      port,
    });
    expect(count()).to.equal(1);
  });

  it('one that drops us, as sshd does beyond MaxStartups: tried again, with pauses', async () => {
    const { port, count } = await listen((socket) => socket.end('Exceeded MaxStartups\r\n'));
    const dropped = await failure(spec({ port, connectTimeoutMs: 5000 }), createServices({ env: {}, retryPauseMs: 1 }));
    expect(dropped).to.deep.include({ kind: 'closed-early', attempts: 6, reason: 'Exceeded MaxStartups' });
    expect(count()).to.equal(6);
  });

  it('one that drops us twice: then we are in', async function () {
    if (noSshd() !== undefined) return this.skip();
    const sshd = await startSshd();
    const { port, count } = await listen((socket, number) => {
      if (number < 3) socket.destroy();
      else void import('node:net').then(({ connect: dial }) => socket.pipe(dial(sshd.port, '127.0.0.1')).pipe(socket));
    });
    const connection = await connected(
      sshd.spec({ port, knownHostsFiles: ['/dev/null'], acceptNewHostKeys: true }),
      createServices({ env: {}, retryPauseMs: 10 }),
    );
    expect(count()).to.equal(3);
    await connection.close();
    await sshd.stop();
  });
});
