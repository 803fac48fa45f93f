// The lab itself: every flavour boots into what it is meant to be, tells what was changed, and leaves nothing behind.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { run } from './command.ts';
import {
  type Flavour,
  findHost,
  flavours,
  type HostOptions,
  type LabHost,
  labAvailable,
  prepareLab,
  startHost,
  startHosts,
  startRelay,
} from './index.ts';
import { login } from './login.ts';
import { hostDirectory, readRecord } from './record.ts';

/** What a shell finds on a host that engines tell systems apart by. */
interface Looks {
  readonly id: string;
  readonly version: string;
  readonly shell: string;
  readonly manager: string;
  readonly sshUnit: string;
  readonly admins: string;
  readonly python: string;
  readonly stat: string;
  readonly firewalld: string;
  readonly sshdIncludes: string;
  readonly rootByPassword: string;
}

const questions: Readonly<Record<keyof Looks, string>> = {
  id: '. /etc/os-release; echo $ID',
  version: '. /etc/os-release; echo $VERSION_ID',
  shell: 'basename "$(readlink -f /bin/sh)"',
  manager: 'for m in dnf yum apt-get; do ! command -v $m >/dev/null || { echo $m; break; }; done',
  sshUnit: 'systemctl show --property=Id --value sshd.service',
  admins: "getent group $(sed -n 's/^%\\(wheel\\|sudo\\)[[:space:]].*/\\1/p' /etc/sudoers) | cut -d: -f1",
  python: 'command -v python3 >/dev/null && echo yes || echo no',
  stat: 'PATH=/usr/local/bin:/usr/bin; basename "$(readlink -f "$(command -v stat)")"',
  firewalld: 's=$(systemctl is-enabled firewalld 2>/dev/null); echo ${s:-absent}',
  sshdIncludes: 'grep -c ^Include /etc/ssh/sshd_config || true',
  rootByPassword: "sshd -T | sed -n 's/^permitrootlogin //p'",
};

const debian: Looks = {
  ...{ id: 'debian', version: '12', shell: 'dash', manager: 'apt-get', sshUnit: 'ssh.service', admins: 'sudo' },
  ...{ python: 'yes', stat: 'stat', firewalld: 'disabled', sshdIncludes: '1', rootByPassword: 'without-password' },
};
const el: Looks = {
  ...{ id: 'rocky', version: '9.4', shell: 'bash', manager: 'dnf', sshUnit: 'sshd.service', admins: 'wheel' },
  ...{ python: 'yes', stat: 'stat', firewalld: 'disabled', sshdIncludes: '1', rootByPassword: 'yes' },
};
const expected: Readonly<Record<Flavour, Looks>> = {
  debian,
  ubuntu: { ...debian, id: 'ubuntu', version: '22.04' },
  el,
  centos7: { ...el, id: 'centos', version: '7', manager: 'yum', sshdIncludes: '0' },
  nopython: { ...debian, python: 'no', firewalld: 'absent' },
  busybox: { ...debian, python: 'no', firewalld: 'absent', shell: 'busybox', stat: 'busybox' },
};

describe('lab', () => {
  const hosts: LabHost[] = [];
  const start = async (options: HostOptions): Promise<LabHost> => {
    const host = await startHost(options);
    hosts.push(host);
    return host;
  };

  before(async function () {
    const available = await labAvailable();
    if (!available.ok) {
      process.stderr.write(`    lab hosts cannot run here: ${available.why}; ${available.remedy}\n`);
      return this.skip();
    }
    await prepareLab(flavours);
  });

  afterEach(async () => {
    await Promise.all(hosts.splice(0).map((host) => host.stop()));
  });

  for (const flavour of flavours) {
    it(`${flavour} boots into what it is meant to be, and answers with its own host key`, async () => {
      const host = await start({ flavour });
      expect(await looksOf(host)).to.deep.equal(expected[flavour]);
      expect(await host.sh('systemctl is-system-running')).to.equal('running');
      expect(await host.snapshotUpper()).to.deep.equal([]);

      const session = await login(host, { username: 'root', privateKey: await readFile(host.rootKey.path, 'utf8') });
      expect(session).to.deep.equal({ hostKey: host.hostKeyFingerprint, answer: 'root' });
      const byPassword = login(host, { username: 'root', password: host.rootPassword }).then(
        ({ answer }) => answer,
        () => 'refused',
      );
      expect(await byPassword).to.equal(expected[flavour].rootByPassword === 'yes' ? 'root' : 'refused');
    });
  }

  it('tells exactly what was changed', async () => {
    const host = await start({ flavour: 'debian', files: { '/etc/old.conf': 'old\n', '/etc/gone.conf': 'gone\n' } });
    await host.sh(
      `printf 'new\\n' >/etc/new.conf; chmod 0640 /etc/new.conf; chmod 0600 /etc/old.conf; rm /etc/gone.conf
       ln -s new.conf /etc/link.conf; echo x >/tmp/noise; echo x >/var/log/noise; touch /etc/same && rm /etc/same`,
    );
    const changes = (await host.snapshotUpper()).map(({ mtime, ...rest }) => rest);
    const root = { uid: 0, gid: 0 };
    expect(changes).to.deep.equal([
      { path: '/etc/gone.conf', change: 'removed', kind: 'file', mode: '0644', ...root, sha256: sha256('gone\n') },
      { path: '/etc/link.conf', change: 'added', kind: 'link', mode: '0777', ...root, target: 'new.conf' },
      { path: '/etc/new.conf', change: 'added', kind: 'file', mode: '0640', ...root, sha256: sha256('new\n') },
      { path: '/etc/old.conf', change: 'changed', kind: 'file', mode: '0600', ...root, sha256: sha256('old\n') },
    ]);
  });

  it('sees a file that was written again with the same content', async () => {
    const host = await start({ flavour: 'debian', files: { '/etc/same.conf': 'same\n' } });
    await host.sh('cp /etc/same.conf /tmp/copy; cat /tmp/copy >/etc/same.conf');
    expect((await host.snapshotUpper()).map(({ path, change }) => `${change} ${path}`)).to.deep.equal([
      'changed /etc/same.conf',
    ]);
  });

  it('comes back from a reboot with its files and another boot id', async () => {
    const host = await start({ flavour: 'el' });
    const bootId = 'cat /proc/sys/kernel/random/boot_id';
    const [first, pid] = [await host.sh(bootId), await host.pid()];
    await host.sh('echo kept >/root/kept');
    await host.sh('systemctl reboot');
    await until(async () => (await host.pid()) !== pid, 'the old init is gone');
    await host.ready();
    expect(await host.sh(bootId)).to.not.equal(first);
    expect(await host.sh('cat /root/kept')).to.equal('kept');
  });

  it('keeps the services of hosts apart: one stops at once while its namesake runs next door', async () => {
    const [one, other] = await Promise.all([start({ flavour: 'debian' }), start({ flavour: 'debian' })]);
    expect(one.address).to.not.equal(other.address);
    const began = Date.now();
    await one.sh('systemctl stop cron.service');
    expect(Date.now() - began).to.be.below(5000);
    expect(await other.sh('systemctl is-active cron.service')).to.equal('active');
  });

  describe('el packages', () => {
    it('are behind their repositories, with one advisory, a group, and a reboot to come', async () => {
      const host = await start({ flavour: 'el' });
      const check = await host.exec('dnf -q check-update');
      expect(check.code).to.equal(100);
      expect(await host.sh('dnf -q updateinfo list --security | cut -d" " -f1 | sort -u')).to.equal('RLSA-2024:4312');
      expect((await host.exec('dnf needs-restarting -r')).code).to.equal(0);
      await host.sh('dnf -q -y update');
      expect((await host.exec('dnf -q check-update')).code).to.equal(0);
      expect((await host.exec('needs-restarting -r')).code).to.equal(1);
      await host.sh('dnf -q -y install @development epel-release && dnf -q -y install htop dnf-automatic');
      expect(await host.sh("rpm -q --qf '%{name}\\n' gcc make htop dnf-automatic")).to.equal(
        ['gcc', 'make', 'htop', 'dnf-automatic'].join('\n'),
      );
      await host.sh('systemctl enable --now dnf-automatic.timer');
      expect((await host.snapshotUpper()).map(({ path }) => path)).to.include('/var/lib/rpm/rpmdb.sqlite');
    });
  });

  describe('deb packages', () => {
    for (const flavour of ['debian', 'nopython'] as const) {
      it(`of ${flavour} can be installed, upgraded and run without a network`, async () => {
        const host = await start({ flavour });
        await host.sh('apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get -q -y install nginx=1.22.1-8');
        expect(await host.sh('apt-get -s -q upgrade | sed -n "s/^Inst //p" | cut -d" " -f1 | sort')).to.equal(
          ['htop', 'linux-image-fixture', 'nginx'].join('\n'),
        );
        await host.sh('DEBIAN_FRONTEND=noninteractive apt-get -q -y upgrade');
        expect(await host.sh('cat /run/reboot-required.pkgs; systemctl is-active nginx')).to.equal(
          'linux-image-fixture\nactive',
        );
        expect(await (await fetch(`http://${host.address}/`)).text()).to.equal('nginx/1.22.1-9\n');
      });
    }
  });

  it('filters with firewalld: a closed port becomes a silent one', async () => {
    const host = await start({ flavour: 'el' });
    expect(await knock(host.address, 8080)).to.equal('ECONNREFUSED');
    await host.sh('systemctl enable --now firewalld');
    expect(await host.sh('firewall-cmd --list-services')).to.equal('cockpit dhcpv6-client ssh');
    expect(await knock(host.address, 8080)).to.be.oneOf(['EHOSTUNREACH', 'timeout']);
    expect(await knock(host.address, 22)).to.equal('open');
  });

  it('has users, files, keys and small file systems before the first boot', async () => {
    const host = await start({
      flavour: 'busybox',
      name: 'asked',
      users: [{ name: 'alice', password: "it's", groups: ['sudo'], sudo: 'ALL=(ALL) NOPASSWD: ALL' }],
      files: { '/etc/deep/er/secret': { content: 'ü\n', mode: '0600', owner: 'alice:alice' } },
      before: 'echo ran >/root/before',
      tmpfs: { '/srv/small': '64k' },
    });
    expect(host.name).to.match(/^asked-[0-9a-f]{6}$/);
    expect(await login(host, { username: 'alice', password: "it's" })).to.deep.equal({
      hostKey: host.hostKeyFingerprint,
      answer: 'alice',
    });
    expect(await host.sh('stat -c "%a %U %s" /etc/deep/er/secret; cat /root/before')).to.equal('600 alice 3\nran');
    expect(await host.sh('su alice -c "sudo -n id -un"; getent passwd alice | cut -d: -f7')).to.equal('root\n/bin/sh');
    const full = await host.exec('head -c 100000 /dev/zero >/srv/small/file');
    expect(full.stderr).to.contain('No space left on device');
  });

  it('resolves its own name at once, so that sudo does not wait', async () => {
    const host = await start({ flavour: 'el' });
    const began = Date.now();
    await host.sh('sudo -n true; getent hosts "$(hostname)"');
    expect(Date.now() - began).to.be.below(2000);
  });

  it('can be reached through a slow network', async () => {
    const host = await start({ flavour: 'nopython' });
    const relay = await startRelay(host, 50);
    try {
      const began = Date.now();
      const privateKey = await readFile(host.rootKey.path, 'utf8');
      const session = await login({ ...host, ...relay }, { username: 'root', privateKey });
      expect(session.answer).to.equal('root');
      // The TCP handshake, the two greetings and the key exchange alone are four round trips of 100 ms.
      expect(Date.now() - began).to.be.within(400, 3000);
    } finally {
      await relay.close();
    }
  });

  it('leaves nothing when it is stopped, and may be stopped twice', async () => {
    const host = await start({ flavour: 'nopython' });
    expect(await processesOf(host.name)).to.match(/\d/);
    await Promise.all([host.stop(), host.stop()]);
    await host.stop();
    await expectNothingLeft(host.name);
    expect(await findHost(host.name)).to.equal(undefined);
  });

  it('ends with its process, even a killed one', async () => {
    const { child, name } = await startElsewhere();
    child.kill('SIGKILL');
    await until(async () => (await readRecord(name)) === undefined, 'the host of a killed process is gone');
    await expectNothingLeft(name);
  });

  it('takes away what is left when the processes around a host were killed', async () => {
    const { child, name } = await startElsewhere();
    const supervisor = (await readRecord(name))?.supervisor;
    if (supervisor === undefined) throw new Error(`${name} has no supervisor on record`);
    process.kill(supervisor.pid, 'SIGKILL');
    child.kill('SIGKILL');
    await start({ flavour: 'nopython' });
    await expectNothingLeft(name);
  });

  it('ends the hosts that did start when one of several does not', async () => {
    const failing = startHosts([
      { flavour: 'nopython', name: 'fine' },
      { flavour: 'nopython', before: 'exit 3' },
    ]);
    const error = await failing.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(String(error)).to.match(/preparing the host's files failed \(3\)/);
    expect(await processesOf('fine-')).to.equal('');
  });

  it("is judged by Ansible's own facts as what it looks like", async function () {
    if ((await run('sh', ['-c', 'command -v ansible'])).code !== 0) return this.skip();
    const started = await startHosts([{ flavour: 'el' }, { flavour: 'centos7' }, { flavour: 'ubuntu' }]);
    hosts.push(...started);
    const families = await Promise.all(started.map(ansibleFacts));
    expect(families).to.deep.equal([
      { ansible_distribution: 'Rocky', ansible_os_family: 'RedHat', ansible_pkg_mgr: 'dnf' },
      { ansible_distribution: 'CentOS', ansible_os_family: 'RedHat', ansible_pkg_mgr: 'yum' },
      { ansible_distribution: 'Ubuntu', ansible_os_family: 'Debian', ansible_pkg_mgr: 'apt' },
    ]);
  });
});

function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

async function looksOf(host: LabHost): Promise<Record<string, string>> {
  const script = Object.entries(questions).map(([name, question]) => `echo "${name}=$(${question})"`);
  const lines = (await host.sh(script.join('\n'))).split('\n');
  return Object.fromEntries(lines.map((line) => line.split('=')));
}

async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`15 s went by before ${what}`);
    await pause(20);
  }
}

/** What happens to a TCP connection: "open", the error's code, or "timeout" when nothing answers. */
function knock(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const finish = (answer: string) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => finish('open'));
    socket.once('timeout', () => finish('timeout'));
    socket.once('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message));
  });
}

/** Starts a host in another process that then waits to be killed. */
async function startElsewhere(): Promise<{ child: ReturnType<typeof spawn>; name: string }> {
  const program = `
    const { startHost } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)});
    console.log((await startHost({ flavour: 'nopython', name: 'elsewhere' })).name);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import=tsx', '--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const name = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (text) => resolve(String(text).trim()));
    child.once('exit', () => reject(new Error('the other process ended before its host was up')));
  });
  return { child, name };
}

/** The pids of whatever runs for hosts whose names start like this: supervisors and systemd-nspawns. */
async function processesOf(name: string): Promise<string> {
  return (await run('pgrep', ['-f', '--', `--machine=${name}`])).stdout;
}

async function expectNothingLeft(name: string): Promise<void> {
  const mounts = await readFile('/proc/self/mounts', 'utf8');
  expect(mounts).to.not.contain(`${hostDirectory(name)}/`);
  expect(await processesOf(name)).to.equal('');
  const groups = await run('find', ['/sys/fs/cgroup', '-maxdepth', '2', '-name', `*.${name}`]);
  expect(groups.stdout).to.equal('');
  expect(await access(hostDirectory(name)).catch(() => 'absent')).to.equal('absent');
}

async function ansibleFacts(host: LabHost): Promise<Record<string, unknown>> {
  const wanted = ['ansible_distribution', 'ansible_os_family', 'ansible_pkg_mgr'];
  const options = `-i ${host.rootKey.path} -o UserKnownHostsFile=${host.knownHostsFile} -o ControlPath=none`;
  const env = { ...process.env, ANSIBLE_SSH_ARGS: options, ANSIBLE_LOAD_CALLBACK_PLUGINS: '1' };
  const command = ['-i', `${host.address},`, '-u', 'root', 'all', '-m', 'setup', '-a', `filter=${wanted.join(',')}`];
  const { stdout, stderr } = await run('ansible', command, { env: { ...env, ANSIBLE_STDOUT_CALLBACK: 'json' } });
  const found = wanted.map((name) => [name, new RegExp(`"${name}": "(.*)"`).exec(stdout)?.[1] ?? stderr]);
  return Object.fromEntries(found);
}
