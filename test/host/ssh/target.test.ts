import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { type ConnectionSpec, createServices } from '../../../src/host/index.ts';
import { resolveTarget, type SshTarget } from '../../../src/host/ssh/target.ts';

const run = promisify(execFile);
const env = { USER: 'me', SSH_AUTH_SOCK: '/run/agent' };

async function target(spec: Partial<ConnectionSpec>, home: string): Promise<SshTarget> {
  const resolved = await resolveTarget(
    { name: 'box', kind: 'ssh', address: 'box', ...spec },
    createServices({ home, env }),
  );
  if (!resolved.ok) throw new Error(resolved.failure.kind);
  return resolved.value;
}

describe('ssh_config', () => {
  let directory: string;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tsplay-config-'));
    await mkdir(join(directory, 'conf.d'));
    await writeFile(join(directory, 'conf.d/10-a.conf'), 'Host inc*\n  Port 2210\nHost *\n  ConnectTimeout 7\n');
    await writeFile(join(directory, 'conf.d/20-b.conf'), 'Port 2220\n');
    await writeFile(join(directory, 'conf.d/.hidden.conf'), 'Port 1\n');
  });
  after(() => rm(directory, { recursive: true }));

  // Each text is read by us and by the ssh program of this machine, for each host: both must say the same.
  const cases: readonly { readonly it: string; readonly text: string; readonly hosts: readonly string[] }[] = [
    {
      it: 'the first value wins, identity files add up',
      text: 'Host web*\n  User one\n  IdentityFile /k/a\nHost *\n  User two\n  IdentityFile /k/b\n  Port 2222\n',
      hosts: ['web1', 'db1'],
    },
    {
      it: 'patterns with ? and ! and several words',
      text: 'Host web? !web9 db*\n  Port 2201\nHost !web1 *\n  User other\n',
      hosts: ['web1', 'web9', 'web10', 'dbx', 'x'],
    },
    {
      it: 'HostName with its token, case and = and quotes',
      text: 'HOST "box" x\n  hostname = %h.example.org\n  PORT=2203\n  IdentityFile "/k/with space"\n  User "me too"\n',
      hosts: ['box', 'x', 'y'],
    },
    {
      it: 'comments and odd spacing',
      text: '# Host *\n#User no\n\n   Host    box   \n\tUser\tyes # why\n  Port 2204\n#end',
      hosts: ['box'],
    },
    {
      it: 'lines before the first Host are for all',
      text: 'User all\nHost box\n  User late\n  Port 2205\n',
      hosts: ['box', 'x'],
    },
    {
      it: 'Include in order, inside a Host only for it, and with wildcards',
      text: 'Host inc1 x\n  Include DIR/conf.d/*.conf\nHost *\n  Include DIR/nothing\n  Port 22\n  User u\n',
      hosts: ['inc1', 'x', 'y'],
    },
    {
      it: 'Match host, originalhost, user, all and negation',
      text: [
        'Host alias\n  HostName real.example.org\n  User deploy',
        'Match host real.* user deploy\n  Port 2207',
        'Match originalhost alias,other !user root\n  IdentityFile /k/m',
        'Match !host real.*\n  Port 2208',
        'Match all\n  ConnectTimeout 9',
      ].join('\n'),
      hosts: ['alias', 'other', 'x'],
    },
    {
      it: 'Match exec',
      text: 'Match exec "test %n = box"\n  Port 2209\nMatch host box exec false\n  User no\nMatch exec true\n  User yes\n',
      hosts: ['box', 'x'],
    },
    {
      it: 'Match final comes last',
      text: 'Match final host *.example.org\n  Port 2210\n  User late\nHost box\n  HostName box.example.org\n  User early\n',
      hosts: ['box', 'x'],
    },
    {
      it: 'ProxyJump, ProxyCommand and none',
      text: [
        'Host a\n  ProxyJump j1,u@j2:2022\n  ProxyCommand nc %h %p',
        'Host b\n  ProxyCommand ssh -W "[%h]:%p" j\n  ProxyJump late',
        'Host c\n  ProxyJump none',
        'Host *\n  ProxyJump all',
      ].join('\n'),
      hosts: ['a', 'b', 'c', 'd'],
    },
    {
      it: 'known hosts and strictness',
      text: [
        'Host a\n  StrictHostKeyChecking no\n  UserKnownHostsFile /dev/null',
        'Host b\n  StrictHostKeyChecking yes\n  UserKnownHostsFile /k/1 /k/2\n  GlobalKnownHostsFile /k/g',
        'Host c\n  StrictHostKeyChecking accept-new\n  HostKeyAlias Other\n  HashKnownHosts yes',
      ].join('\n'),
      hosts: ['a', 'b', 'c', 'd'],
    },
  ];
  for (const { it: title, text, hosts } of cases) {
    it(`is read as ssh reads it: ${title}`, async function () {
      if (!existsSync('/usr/bin/ssh')) return this.skip();
      const file = join(directory, 'config');
      await writeFile(file, text.replaceAll('DIR', directory));
      for (const host of hosts) {
        const ours = await target({ address: host, sshArgs: `-F ${file}` }, '/home/me');
        const { stdout } = await run('ssh', ['-G', '-F', file, host]);
        expect(essence(ours), host).to.deep.equal(essenceOf(stdout, ours));
      }
    });
  }

  it('takes the user, port and keys of the inventory before all else', async () => {
    await mkdir(join(directory, '.ssh'), { recursive: true });
    await writeFile(
      join(directory, '.ssh/config'),
      'Host *\n User config\n Port 2200\n IdentityFile ~/config\n Include more\n',
    );
    await writeFile(join(directory, '.ssh/more'), 'ConnectTimeout 3\n');
    const spec = { user: 'inventory', port: 2201, keyFiles: ['~/named'], sshArgs: '-o User=args -p 2202 -i /args' };
    const { user, port, keyFiles, connectTimeoutMs } = await target(spec, directory);
    expect({ user, port, keyFiles, connectTimeoutMs }).to.deep.equal({
      user: 'inventory',
      port: 2201,
      keyFiles: [
        { path: join(directory, 'named'), named: true },
        { path: '/args', named: false },
        { path: join(directory, 'config'), named: false },
      ],
      connectTimeoutMs: 3000,
    });
  });

  it('is not read where it is not wanted', async () => {
    const { user, port } = await target({ useSshConfig: false }, directory);
    expect({ user, port }).to.deep.equal({ user: 'me', port: 22 });
  });

  it('falls back to ssh’s defaults', async () => {
    const { keyFiles, userKnownHosts, strict, methods, agentSocket } = await target(
      { useSshConfig: false },
      '/home/me',
    );
    expect({ keyFiles, userKnownHosts, strict, methods, agentSocket }).to.deep.equal({
      keyFiles: ['id_rsa', 'id_ecdsa', 'id_ed25519'].map((name) => ({ path: `/home/me/.ssh/${name}`, named: false })),
      userKnownHosts: ['/home/me/.ssh/known_hosts', '/home/me/.ssh/known_hosts2'],
      strict: 'ask',
      methods: ['publickey', 'keyboard-interactive', 'password'],
      agentSocket: '/run/agent',
    });
  });
});

describe('arguments for ssh', () => {
  const cases: readonly {
    readonly args: string;
    readonly gives: Partial<SshTarget>;
    readonly warns?: readonly string[];
  }[] = [
    { args: '-o ProxyJump=j1 -J j2', gives: { jumps: ['j1'] } },
    { args: '-J u@j1:22,j2 -p2022 -l deploy', gives: { jumps: ['u@j1:22', 'j2'], port: 2022, user: 'deploy' } },
    {
      args: '-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null',
      gives: { strict: 'accept-new', userKnownHosts: ['/dev/null'] },
    },
    { args: '-o "StrictHostKeyChecking yes" -oPort=23', gives: { strict: 'yes', port: 23 } },
    { args: "-o ProxyCommand='ssh -W %h:%p -q bastion'", gives: { proxyCommand: 'ssh -W box:22 -q bastion' } },
    { args: '-C -o ControlMaster=auto -o ControlPersist=60s -tt -vvv -q', gives: { port: 22 } },
    { args: '-o IdentitiesOnly=yes -o IdentityAgent=none', gives: { identitiesOnly: true, agentSocket: undefined } },
    { args: '-o PreferredAuthentications=password,publickey', gives: { methods: ['publickey', 'password'] } },
    { args: '-o PasswordAuthentication=no', gives: { methods: ['publickey', 'keyboard-interactive'] } },
    { args: '-4 -b 127.0.0.2', gives: { family: 4, bindAddress: '127.0.0.2' } },
    { args: '-L 80:x:80 -Z', gives: { port: 22 }, warns: ['-L 80:x:80', '-Z'] },
    {
      args: '-o HostKeyAlgorithms=+ssh-rsa -o Ciphers=aes128-cbc,unknown',
      gives: {
        algorithms: {
          cipher: ['aes128-cbc'],
          serverHostKey: [
            'ssh-ed25519',
            'ecdsa-sha2-nistp256',
            'ecdsa-sha2-nistp384',
            'ecdsa-sha2-nistp521',
            'rsa-sha2-512',
            'rsa-sha2-256',
            'ssh-rsa',
          ],
        },
      },
    },
  ];
  for (const { args, gives, warns = [] } of cases) {
    it(`understands ${args}`, async () => {
      const warnings: string[] = [];
      const services = createServices({ home: '/nowhere', env, log: ({ text }) => warnings.push(text) });
      const resolved = await resolveTarget(
        { name: 'box', kind: 'ssh', address: 'box', sshArgs: args, useSshConfig: false },
        services,
      );
      expect(resolved.ok && resolved.value).to.deep.include(gives);
      expect(warnings).to.deep.equal(
        warns.map((word) => `the ssh argument '${word}' has no meaning here and is ignored`),
      );
    });
  }

  it('refuses an open quote', async () => {
    const spec = { name: 'box', kind: 'ssh', address: 'box', sshArgs: "-o 'x" } as const;
    expect(await resolveTarget(spec, createServices({ home: '/nowhere', env }))).to.deep.equal({
      ok: false,
      failure: { kind: 'bad-options', problems: ["the ssh arguments have an open quote: -o 'x"] },
    });
  });
});

function essence(target: SshTarget): Readonly<Record<string, unknown>> {
  const { address, port, user, keyFiles, jumps, proxyCommand, strict, userKnownHosts, hashKnownHosts, knownAs } =
    target;
  return {
    address,
    port,
    user,
    keyFiles: keyFiles.map(({ path }) => path),
    jumps,
    proxyCommand,
    strict,
    userKnownHosts,
    hashKnownHosts,
    knownAs: knownAs.name,
    connectTimeoutMs: target.connectTimeoutMs,
  };
}

// What `ssh -G` prints, in our words. It leaves out what is not set, and says its own user, home and default keys.
function essenceOf(text: string, ours: SshTarget): Readonly<Record<string, unknown>> {
  const lines = text.split('\n').map((line) => line.split(/ (.*)/s));
  const all = (keyword: string) => lines.flatMap(([name, value = '']) => (name === keyword ? [value] : []));
  const one = (keyword: string) => all(keyword)[0];
  const home = (path: string) => path.replace(/^~/, '/home/me').replace(/^\/root(?=\/)/, '/home/me');
  const keys = all('identityfile').map(home);
  const byDefault = keys.includes('/home/me/.ssh/id_rsa');
  const strict = { true: 'yes', false: 'accept-new', 'accept-new': 'accept-new', ask: 'ask' }[
    one('stricthostkeychecking') ?? ''
  ];
  const timeout = Number(one('connecttimeout'));
  const user = one('user');
  return {
    address: one('hostname'),
    port: Number(one('port')),
    user: ours.user === 'me' ? 'me' : user,
    keyFiles: byDefault ? ours.keyFiles.map(({ path }) => path) : keys,
    jumps: one('proxyjump')?.split(',') ?? [],
    // Printed as written; ssh puts in the tokens when it runs it.
    proxyCommand: one('proxycommand')?.replace('%h', ours.address).replace('%p', String(ours.port)),
    strict,
    userKnownHosts: one('userknownhostsfile')?.split(' ').map(home),
    hashKnownHosts: one('hashknownhosts') === 'yes',
    knownAs: one('hostkeyalias')?.toLowerCase() ?? one('hostname')?.toLowerCase(),
    connectTimeoutMs: timeout > 0 ? timeout * 1000 : 10_000,
  };
}
