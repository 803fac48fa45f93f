// A real sshd on the loopback, with keys, configuration and known_hosts of its own; ended with the test.

import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, connect as tcpConnect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ConnectionSpec } from '../../../src/host/index.ts';

const run = promisify(execFile);

export interface TestSshd {
  readonly directory: string;
  readonly port: number;
  /** Authorized for the user the tests run as. */
  readonly keyFile: string;
  /** Knows the server's Ed25519 key. */
  readonly knownHosts: string;
  /** `SHA256:...` of a host key. */
  fingerprint(type: 'ed25519' | 'rsa'): Promise<string>;
  /** A specification that works; a test changes what it is about. Never looks at the user's own ssh files. */
  spec(change?: Partial<ConnectionSpec>): ConnectionSpec;
  /** Ends the server and every session. */
  stop(): Promise<void>;
}

/** Why there is no sshd to test with; `undefined` where there is. */
export function noSshd(): string | undefined {
  try {
    execFileSync('/usr/sbin/sshd', ['-T', '-f', '/dev/null', '-h', '/dev/null'], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT'
      ? 'there is no /usr/sbin/sshd'
      : undefined;
  }
}

/** Starts a server. `config` goes before our own lines, and sshd keeps the first value it reads. */
export async function startSshd(config: readonly string[] = []): Promise<TestSshd> {
  const directory = await mkdtemp(join(tmpdir(), 'tsplay-sshd-'));
  const at = (name: string) => join(directory, name);
  for (const type of ['ed25519', 'rsa']) await makeKey(at(`host_${type}`), type);
  await makeKey(at('id'), 'ed25519');
  await writeFile(at('authorized'), await readFile(at('id.pub')));
  await mkdir(at('home'));
  const port = await freePort();
  const lines = [
    ...config,
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${at('host_ed25519')}`,
    `HostKey ${at('host_rsa')}`,
    `AuthorizedKeysFile ${at('authorized')}`,
    `PidFile ${at('pid')}`,
    'PermitRootLogin yes',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'UsePAM no',
    'StrictModes no',
    'MaxStartups 100',
    'UseDNS no',
    // Not the home of who runs the tests: start-up files take their time and say what they like.
    `SetEnv HOME=${at('home')}`,
  ];
  await writeFile(at('config'), `${lines.join('\n')}\n`);
  // Its privilege separation directory: not there where no system sshd ever ran.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const server = spawn('/usr/sbin/sshd', ['-D', '-E', at('log'), '-f', at('config')], {
    stdio: 'ignore',
    detached: true,
  });
  const ended = once(server, 'exit');
  await listening(port);
  const [type, key] = (await readFile(at('host_ed25519.pub'), 'utf8')).split(' ');
  await writeFile(at('known_hosts'), `[127.0.0.1]:${port} ${type} ${key}\n`);
  return {
    directory,
    port,
    keyFile: at('id'),
    knownHosts: at('known_hosts'),
    fingerprint: async (name) => (await run('ssh-keygen', ['-lf', at(`host_${name}.pub`)])).stdout.split(' ')[1] ?? '',
    spec: (change = {}) => ({
      name: 'box',
      kind: 'ssh',
      address: '127.0.0.1',
      port,
      user: userInfo().username,
      keyFiles: [at('id')],
      otherKeys: false,
      agent: false,
      useSshConfig: false,
      knownHostsFiles: [at('known_hosts')],
      connectTimeoutMs: 5000,
      ...change,
    }),
    async stop() {
      // The listener and each session are in one process group: `detached` made it.
      if (server.pid !== undefined) process.kill(-server.pid, 'SIGTERM');
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A key pair without passphrase, or with one. */
export async function makeKey(path: string, type: string, passphrase = '', ...more: readonly string[]): Promise<void> {
  await run('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', 'test', '-f', path, ...more]);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

// sshd opens its port a few milliseconds after it starts, and says so nowhere but there.
async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const socket = tcpConnect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`sshd does not listen on port ${port}`);
}
