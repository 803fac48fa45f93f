// One login over ssh by the very library that tsplay uses, for tests of the lab itself.

import { createHash } from 'node:crypto';
import { Client } from 'ssh2';
import { LabError } from './command.ts';

/** What a login brought: the fingerprint of the key the server proved, and what `id -un` said. */
export interface Session {
  readonly hostKey: string;
  readonly answer: string;
}

export interface Credentials {
  readonly username: string;
  readonly password?: string;
  readonly privateKey?: string;
}

/** Logs in, asks who it is, logs out. */
export function login(at: { readonly address: string; readonly port: number }, who: Credentials): Promise<Session> {
  const client = new Client();
  let hostKey = '';
  const session = new Promise<Session>((resolve, reject) => {
    client.on('error', (error) => reject(new LabError(`login as ${who.username} failed: ${error.message}`)));
    client.on('ready', () => {
      client.exec('id -un', (error, channel) => {
        if (error !== undefined) return reject(error);
        let answer = '';
        channel.setEncoding('utf8').on('data', (text: string) => {
          answer += text;
        });
        channel.on('close', () => resolve({ hostKey, answer: answer.trim() }));
      });
    });
    client.connect({
      ...{ host: at.address, port: at.port, ...who },
      algorithms: { serverHostKey: ['ssh-ed25519'] },
      hostVerifier: (key: Buffer) => {
        hostKey = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
        return true;
      },
    });
  });
  return session.finally(() => client.end());
}
