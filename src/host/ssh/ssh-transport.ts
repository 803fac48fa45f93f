// Channels over an ssh session.

import type { Client, ClientChannel } from 'ssh2';
import type { Result } from '../connection.ts';
import type { HostFailure } from '../failure.ts';
import { type Channel, type ChannelEnd, outputPatienceMs, type Transport } from '../transport.ts';
import type { SshSession } from './session.ts';
import type { SshTarget } from './target.ts';

/** From the close of a channel to that of its connection, if that is what closed it. */
const goingDownMs = 200;

export class SshTransport implements Transport {
  readonly user: string;
  readonly hostKey: string;
  readonly parallel = true;
  readonly ended: Promise<HostFailure>;
  readonly #client: Client;
  readonly #destroy: () => void;
  readonly #env: Readonly<Record<string, string>>;
  #failure: HostFailure | undefined;
  #closed = false;

  constructor(session: SshSession, target: SshTarget) {
    this.user = target.user;
    this.hostKey = session.hostKey;
    this.#client = session.client;
    this.#destroy = session.destroy;
    this.#env = target.environment;
    this.ended = session.ended.then((failure) => {
      this.#failure = this.#closed ? { kind: 'closed' } : failure;
      return this.#failure;
    });
  }

  start(command: string): Promise<Result<Channel>> {
    return new Promise((resolve) => {
      const fail = (failure: HostFailure) => resolve({ ok: false, failure: this.#failure ?? failure });
      // A session that is going down settles `ended` but not always its open requests.
      void this.ended.then(fail);
      try {
        this.#client.exec(command, { env: this.#env }, (error, stream) => {
          if (error) fail({ kind: 'no-channel', reason: error.message.replace(/^\(SSH\) /, '') });
          else resolve({ ok: true, value: channelOf(stream, this.ended) });
        });
      } catch (error) {
        fail({ kind: 'lost', reason: error instanceof Error ? error.message : String(error) });
      }
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#client.end();
    const timer = setTimeout(this.#destroy, 1000);
    await this.ended;
    clearTimeout(timer);
  }
}

function channelOf(stream: ClientChannel, gone: Promise<unknown>): Channel {
  const ended = new Promise<ChannelEnd>((resolve) => {
    let exited = false;
    let code: number | null = null;
    const settle = () => resolve({ code });
    stream.on('exit', (status: number | null) => {
      exited = true;
      code = status;
      setTimeout(settle, outputPatienceMs).unref();
    });
    // Closed without a word about the program: the whole connection is going down, and that is the better thing to say.
    stream.on('close', () => (exited ? settle() : setTimeout(settle, goingDownMs).unref()));
    void gone.then(settle);
  });
  return { stdin: stream.stdin, stdout: stream.stdout, stderr: stream.stderr, ended, destroy: () => stream.close() };
}
