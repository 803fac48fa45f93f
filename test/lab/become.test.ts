// Lanes on real hosts: every way to become another user, what refuses it, and that nothing of it stays behind.

import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import {
  type Become,
  type Connection,
  type ConnectionSpec,
  connect,
  createServices,
  type Fragment,
  failureText,
  type HostFailure,
  type Lane,
  login,
  Secret,
} from '../../src/host/index.ts';
import { type Flavour, type LabHost, labAvailable, type SeedUser, startHost } from './index.ts';

const users: readonly SeedUser[] = [
  { name: 'free', password: 'pw-free', sudo: 'ALL=(ALL) NOPASSWD: ALL' },
  { name: 'asked', password: 'pw-asked', sudo: 'ALL=(ALL) ALL' },
  { name: 'tied', password: 'pw-tied', sudo: 'ALL=(ALL) ALL\nDefaults:tied requiretty' },
  { name: 'narrow', password: 'pw-narrow', sudo: 'ALL=(ALL) NOPASSWD: /usr/bin/id' },
  { name: 'nobodys', password: 'pw-nobodys' },
];

const passwordOf = (name: string): Secret => new Secret(`pw-${name}`);
const quick = (script: string): Fragment => ({ script, direct: true });

for (const flavour of ['el', 'debian', 'busybox'] satisfies Flavour[]) {
  describe(`becoming another user on ${flavour}`, () => {
    let host: LabHost;
    before(async function () {
      const available = await labAvailable();
      if (!available.ok) {
        console.log(`    skipped: ${available.why}`);
        return this.skip();
      }
      host = await startHost({ flavour, users });
    });
    after(() => host?.stop());

    const open = async (user: string, change: Partial<ConnectionSpec> = {}): Promise<Connection> => {
      const spec: ConnectionSpec = {
        name: host.name,
        kind: 'ssh',
        address: host.address,
        port: host.port,
        user,
        password: passwordOf(user),
        knownHostsFiles: [host.knownHostsFile],
        useSshConfig: false,
        otherKeys: false,
        agent: false,
        ...change,
      };
      const connected = await connect(spec, createServices({ env: {} }));
      if (!connected.ok) throw new Error(failureText(connected.failure));
      return connected.value;
    };
    const asRoot = async (connection: Connection, change: Partial<Become> = {}): Promise<Lane> => {
      const lane = await connection.lane({ kind: 'become', method: 'sudo', user: 'root', ...change });
      if (!lane.ok) throw new Error(failureText(lane.failure));
      return lane.value;
    };

    const works: readonly { readonly user: string; readonly become: Partial<Become>; readonly home: string }[] = [
      { user: 'free', become: {}, home: '/root' },
      { user: 'free', become: { password: new Secret('not needed') }, home: '/root' },
      { user: 'free', become: { user: 'asked' }, home: '/home/asked' },
      { user: 'asked', become: { password: passwordOf('asked') }, home: '/root' },
      { user: 'asked', become: { password: passwordOf('asked'), flags: '-i -S -n' }, home: '/root' },
      { user: 'nobodys', become: { method: 'su', user: 'asked', password: passwordOf('asked') }, home: '/home/asked' },
    ];
    for (const { user, become, home } of works) {
      const { method = 'sudo', user: to = 'root', password, flags = '' } = become;
      it(`${user} becomes ${to} by ${method} ${flags}${password ? ' with a password' : ''}`, async () => {
        const connection = await open(user);
        const lane = await asRoot(connection, become);
        const { replies } = await lane.run([
          { script: 'id -un; echo "$HOME"; cat', stdin: Buffer.from([0, 1, 255, 10]), direct: true },
        ]);
        expect(replies[0]?.stdout.toString('latin1')).to.equal(`${to}\n${home}\n\0\x01\xff\n`);
        await connection.close();
      });
    }

    const refusals: readonly {
      readonly user: string;
      readonly become: Partial<Become>;
      readonly gives: HostFailure['kind'];
    }[] = [
      { user: 'asked', become: {}, gives: 'become-password-needed' },
      { user: 'asked', become: { password: new Secret('wrong') }, gives: 'become-password-wrong' },
      { user: 'asked', become: { password: passwordOf('asked'), user: 'no-such' }, gives: 'become-unknown-user' },
      { user: 'nobodys', become: { password: passwordOf('nobodys') }, gives: 'become-not-allowed' },
      { user: 'narrow', become: { password: passwordOf('narrow') }, gives: 'become-not-allowed' },
      { user: 'tied', become: { password: passwordOf('tied') }, gives: 'become-needs-terminal' },
      { user: 'nobodys', become: { method: 'su', password: new Secret('wrong') }, gives: 'become-password-wrong' },
      { user: 'nobodys', become: { method: 'su' }, gives: 'become-password-needed' },
      { user: 'free', become: { method: 'doas' }, gives: 'become-missing-program' },
      { user: 'free', become: { exe: '/opt/sudo' }, gives: 'become-missing-program' },
    ];
    for (const { user, become, gives } of refusals) {
      const { method = 'sudo', user: to = 'root', password } = become;
      it(`${user} does not become ${to} by ${method}${password ? ' with a password' : ''}: ${gives}`, async () => {
        const connection = await open(user);
        const start = Date.now();
        const lane = await connection.lane({ kind: 'become', method: 'sudo', user: 'root', ...become });
        expect(lane.ok ? 'it did' : lane.failure.kind).to.equal(gives);
        expect(Date.now() - start, 'told within seconds').to.be.below(8000);
        // The connection is as good as before.
        const own = await connection.lane(login);
        expect(own.ok && (await own.value.run([quick('id -un')])).replies[0]?.stdout.toString()).to.equal(`${user}\n`);
        await connection.close();
      });
    }

    it('a password is tried once, and is nowhere to be seen', async () => {
      const connection = await open('asked');
      await connection.lane({ kind: 'become', method: 'sudo', user: 'root', password: new Secret('wr0ng-secret') });
      await asRoot(connection, { password: passwordOf('asked') });
      const seen = await host.sh(
        "grep -aEl '[w]r0ng-secret|[p]w-asked' /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null; journalctl -q --no-pager | grep -cE '[w]r0ng-secret|[p]w-asked' || true",
      );
      expect(seen.trim()).to.equal('0');
      await connection.close();
    });

    it('carries large data through sudo, both ways, and streams it', async () => {
      const connection = await open('asked');
      const lane = await asRoot(connection, { password: passwordOf('asked') });
      const size = 8_000_000;
      const { replies } = await lane.run([
        {
          script: `head -c ${size} /dev/urandom | tee /tmp/tsplay-large | md5sum; head -c ${size} /tmp/tsplay-large | md5sum`,
        },
        { script: 'wc -c | tr -d " "', stdin: Buffer.alloc(size, 0xfe) },
        { script: `head -c ${size} /dev/zero; head -c ${size} /dev/zero >&2; rm /tmp/tsplay-large` },
      ]);
      const [sums, sent, both] = replies;
      expect(new Set(sums?.stdout.toString().trim().split('\n')).size).to.equal(1);
      expect([sent?.stdout.toString(), both?.stdout.length, both?.stderr.length]).to.deep.equal([
        `${size}\n`,
        size,
        size,
      ]);
      await connection.close();
    });

    it('ends what root runs, in time and by an interrupt', async () => {
      const connection = await open('asked');
      const lane = await asRoot(connection, { password: passwordOf('asked') });
      const { replies } = await lane.run([{ script: 'sleep 871 & sleep 872', timeoutMs: 200 }, quick('echo after')]);
      expect([replies[0]?.timedOut, replies[1]?.stdout.toString()]).to.deep.equal([true, 'after\n']);
      let begun: (value: unknown) => void = () => {};
      const beginning = new Promise((resolve) => {
        begun = resolve;
      });
      const running = lane.run([{ script: 'echo begun; sleep 873; echo never', onStdout: begun }]);
      await beginning;
      await connection.interrupt();
      expect(await running).to.deep.include({ kind: 'lost', failure: { kind: 'interrupted' }, inFlight: [0] });
      expect(await host.sh("grep -aEl 'sleep.87[123]' /proc/[0-9]*/cmdline 2>/dev/null || true")).to.equal('');
      await connection.close();
    });

    it('leaves nothing behind: no process, no file', async () => {
      const before = await host.snapshotUpper();
      const connection = await open('asked');
      const own = await connection.lane(login);
      const lane = await asRoot(connection, { password: passwordOf('asked') });
      if (own.ok)
        await own.value.run([
          { script: 'cat', stdin: Buffer.alloc(200_000, 1) },
          { script: ':', timeoutMs: 1000 },
        ]);
      await lane.run([
        { script: 'cat', stdin: Buffer.alloc(1_000_000, 1) },
        { script: 'cat', stdin: Buffer.alloc(200_000, 1) },
      ]);
      await connection.close();
      const left = await host.sh(
        'i=0; while [ $i -lt 50 ] && ps -e -o user= -o args= 2>/dev/null | grep -E "^(asked|root) +(sudo|/?[a-z/]*sh$)" >/tmp/.left; do sleep 0.1; i=$((i+1)); done; cat /tmp/.left; rm /tmp/.left',
      );
      expect(left).to.equal('');
      // sudo's own records of who it knows, and PAM's of who logged in.
      const theirs = /^\/(var\/(lib\/(sudo|lastlog)|log|db)|run)\b/;
      const changed = (await host.snapshotUpper()).filter(
        ({ path }) => !theirs.test(path) && !before.some((old) => old.path === path),
      );
      expect(changed.map(({ path }) => path)).to.deep.equal([]);
    });
  });
}

describe('a host that restarts', () => {
  it('is lost, and can be connected to again', async function () {
    const available = await labAvailable();
    if (!available.ok) {
      console.log(`    skipped: ${available.why}`);
      return this.skip();
    }
    const host = await startHost({ flavour: 'debian' });
    const spec: ConnectionSpec = {
      name: host.name,
      kind: 'ssh',
      address: host.address,
      port: host.port,
      user: 'root',
      keyFiles: [host.rootKey.path],
      knownHostsFiles: [host.knownHostsFile],
      useSshConfig: false,
      otherKeys: false,
      agent: false,
    };
    const services = createServices({ env: {} });
    const bootId = async (connection: Connection) => {
      const lane = await connection.lane(login);
      if (!lane.ok) throw new Error(failureText(lane.failure));
      return (await lane.value.run([quick('cat /proc/sys/kernel/random/boot_id')])).replies[0]?.stdout.toString();
    };
    const first = await connect(spec, services);
    if (!first.ok) throw new Error(failureText(first.failure));
    const before = await bootId(first.value);
    const pid = await host.pid();
    const lane = await first.value.lane(login);
    const outcome = lane.ok ? await lane.value.run([{ script: 'systemctl reboot; sleep 60' }]) : undefined;
    expect(outcome).to.deep.include({ kind: 'lost', inFlight: [0] });
    expect((await first.value.ended).kind).to.equal('lost');
    await first.value.close();
    // Until systemd has gone through its shutdown, the old system may still answer.
    while ((await host.pid()) === pid) await pause(50);
    await host.ready();
    const second = await connect(spec, services);
    if (!second.ok) throw new Error(failureText(second.failure));
    expect(await bootId(second.value)).not.to.equal(before);
    await second.value.close();
    await host.stop();
  });
});
