// Many hosts in one process, for measuring the controller: an ssh server on loopback addresses that runs a real sh for each channel.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import ssh2, { type Connection, type ServerChannel } from 'ssh2';

const [, , directory = '.', amount = '1'] = process.argv;
/** More would not be hosts any more but a load test of this machine. */
const MOST = 2000;
const count = Math.min(MOST, Number(amount));

// The kind that costs this side least: it is the other side that is measured.
const [hostKey, userKey] = [newKey(), newKey()];
const allowed = publicBlob(userKey);
const keyFile = join(directory, 'key');
writeFileSync(keyFile, userKey, { mode: 0o600 });

const lines: string[] = [];
let port = 0;
for (let number = 0; number < count; number++) {
  const address = `127.9.${Math.floor(number / 250)}.${(number % 250) + 1}`;
  const server = new ssh2.Server({ hostKeys: [hostKey] }, serve).listen(port, address);
  await once(server, 'listening');
  port = portOf(server.address());
  lines.push(`host${number} ansible_host=${address}`);
}
writeFileSync(
  join(directory, 'inventory.ini'),
  `${lines.join('\n')}
[all:vars]
ansible_port=${port}
ansible_user=bench
ansible_ssh_private_key_file=${keyFile}
tsplay_host_key=SHA256:${createHash('sha256').update(publicBlob(hostKey)).digest('base64').replace(/=+$/, '')}
`,
);
process.on('disconnect', end);
process.on('SIGTERM', end);
process.send?.('ready');

function serve(client: Connection): void {
  client.on('error', () => {});
  client.on('authentication', (context) => {
    // Whether the signature fits does not matter here: the server listens on loopback, for a key of this run, and ends with it.
    if (context.method === 'publickey' && context.key.data.equals(allowed)) context.accept();
    else context.reject(['publickey']);
  });
  client.on('session', (accept) => {
    accept().on('exec', (acceptExec, _reject, { command }) => run(acceptExec(), command));
  });
}

function run(channel: ServerChannel, command: string): void {
  const child = spawn('/bin/sh', ['-c', command], { stdio: 'pipe', cwd: directory });
  for (const stream of [child.stdin, channel]) stream.on('error', () => {});
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  channel.on('close', () => child.stdin.destroy());
  child.on('close', (code) => {
    channel.exit(code ?? 1);
    channel.end();
  });
}

function publicBlob(key: string): Buffer {
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  return parsed.getPublicSSH();
}

function newKey(): string {
  return ssh2.utils.generateKeyPairSync('ed25519').private;
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== 'object' || address === null) throw new TypeError('the server has no port');
  return address.port;
}

function end(): void {
  rmSync(keyFile, { force: true });
  process.exit(0);
}
