// A small ssh server whose way of letting people in a test decides; sshd itself would need accounts and PAM for that.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import ssh2, { type AuthContext, type Server } from 'ssh2';
import type { ConnectionSpec } from '../../../src/host/index.ts';

export interface TestServer {
  readonly port: number;
  /** Every attempt, as `method` or `method answer`. */
  readonly attempts: readonly string[];
  spec(change?: Partial<ConnectionSpec>): ConnectionSpec;
  stop(): Promise<void>;
}

// One key in some hundreds that ssh2 makes is one that ssh2 cannot read.
function readableHostKey(): string {
  for (;;) {
    const key = ssh2.utils.generateKeyPairSync('ed25519').private;
    if (!(ssh2.utils.parseKey(key) instanceof Error)) return key;
  }
}

/** Starts a server; `judge` accepts or rejects each attempt, and `note` records it. */
export async function startServer(
  judge: (context: AuthContext, note: (attempt: string) => void) => void,
): Promise<TestServer> {
  const attempts: string[] = [];
  const hostKey = readableHostKey();
  const server: Server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    client.on('error', () => {});
    client.on('authentication', (context) => judge(context, (attempt) => attempts.push(attempt)));
    client.on('session', (accept) => {
      accept().on('exec', (acceptExec, _reject, { command }) => {
        const channel = acceptExec();
        const child = spawn('/bin/sh', ['-c', command]);
        channel.pipe(child.stdin);
        child.stdout.pipe(channel, { end: false });
        child.stderr.pipe(channel.stderr, { end: false });
        child.on('close', (code) => {
          channel.exit(code ?? 1);
          channel.end();
        });
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { port } = address;
  return {
    port,
    attempts,
    spec: (change = {}) => ({
      name: 'box',
      kind: 'ssh',
      address: '127.0.0.1',
      port,
      user: 'alice',
      otherKeys: false,
      agent: false,
      useSshConfig: false,
      knownHostsFiles: ['/dev/null'],
      acceptNewHostKeys: true,
      ...change,
    }),
    async stop() {
      server.close();
      await once(server, 'close');
    },
  };
}
