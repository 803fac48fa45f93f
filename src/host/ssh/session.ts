// One ssh session over a connected stream: the handshake, the host's key, the login.

import type { Buffer } from 'node:buffer';
import type { Duplex } from 'node:stream';
import type { Client, NextAuthHandler } from 'ssh2';
import type { Result } from '../connection.ts';
import type { HostFailure } from '../failure.ts';
import type { HostServices } from '../services.ts';
import { algorithmsFor } from './algorithms.ts';
import { Authentication } from './authentication.ts';
import { judgeHostKey } from './host-key.ts';
import { hostKeyOf, type KnownHost } from './known-hosts.ts';
import { Client as SshClient } from './library.ts';
import { Patience } from './patience.ts';
import type { SshTarget } from './target.ts';

/** A login that worked. */
export interface SshSession {
  readonly client: Client;
  readonly hostKey: string;
  /** Settles when the session is gone. */
  readonly ended: Promise<HostFailure>;
  /** Lets go of the host at once, whether or not it still answers. */
  destroy(): void;
}

export interface SessionRequest {
  readonly target: SshTarget;
  /** Connected already, to the target's own sshd. */
  readonly stream: Duplex;
  /** What known_hosts has about the target. */
  readonly known: readonly KnownHost[];
  /** What is left of the connect timeout. */
  readonly timeoutMs: number;
}

const keepaliveTries = 3;

/** Logs in over a stream. */
export function openSession(request: SessionRequest, services: HostServices): Promise<Result<SshSession>> {
  return new Promise((resolve) => new Opening(request, services, resolve));
}

class Opening {
  readonly #request: SessionRequest;
  readonly #services: HostServices;
  readonly #resolve: (result: Result<SshSession>) => void;
  readonly #client = new SshClient();
  readonly #patience: Patience;
  readonly #authentication: Authentication;
  #stage: 'handshake' | 'authentication' = 'handshake';
  #settled = false;
  #hostKey = '';
  /** Why the host's key is not trusted. */
  #verdict: HostFailure | undefined;
  /** What the library said last. */
  #reason = 'the connection was closed';
  /** What the other side says first. */
  #firstWords = '';

  constructor(request: SessionRequest, services: HostServices, resolve: (result: Result<SshSession>) => void) {
    this.#request = request;
    this.#services = services;
    this.#resolve = resolve;
    const { target, timeoutMs } = request;
    this.#patience = new Patience(timeoutMs, () => {
      this.#fail({ kind: 'timeout', stage: this.#stage, afterMs: target.connectTimeoutMs, ...this.#at });
    });
    this.#authentication = new Authentication(target, services, this.#patience);
    const ended = this.#listen();
    this.#client.on('ready', () => this.#ready(ended));
    this.#connect();
  }

  get #at(): { readonly address: string; readonly port: number } {
    const { address, port } = this.#request.target;
    return { address, port };
  }

  #listen(): Promise<HostFailure> {
    // It stays: a second error without a listener would end the process.
    this.#client.on('error', (error) => {
      // An agent that fails is one key less; the library goes on by itself.
      if (error.level === 'agent') return;
      this.#reason = error.message;
      this.#fail(this.#verdict ?? this.#failureOf(error));
    });
    this.#client.on('handshake', () => {
      this.#stage = 'authentication';
    });
    this.#client.on('change password', () => {
      this.#fail({ kind: 'password-expired', user: this.#request.target.user, ...this.#at });
    });
    return new Promise((settle) => {
      this.#client.on('close', () => {
        this.#fail(this.#stage === 'handshake' ? this.#earlyEnd() : this.#lostLogin());
        settle({ kind: 'lost', reason: this.#reason });
      });
    });
  }

  #connect(): void {
    const { target, stream, known } = this.#request;
    const knownTypes = known.filter((key) => !key.revoked).map((key) => key.type);
    this.#client.connect({
      sock: stream,
      username: target.user,
      algorithms: algorithmsFor(target.algorithms, knownTypes),
      // Ours stands still while a person is asked.
      readyTimeout: 0,
      keepaliveInterval: target.keepaliveMs,
      keepaliveCountMax: keepaliveTries,
      hostVerifier: (key: Buffer, verify: (good: boolean) => void) => void this.#verify(key, verify),
      authHandler: (left, partial, next) => void this.#authenticate(left, partial, next),
    });
    // Beside the library, which keeps silent about what is no ssh.
    stream.once('data', (chunk: Buffer) => {
      this.#firstWords = chunk.toString('latin1', 0, 100);
    });
  }

  async #verify(key: Buffer, verify: (good: boolean) => void): Promise<void> {
    const { target, known } = this.#request;
    this.#hostKey = hostKeyOf(key).fingerprint;
    this.#verdict = await this.#patience.during(judgeHostKey(key, target, known, this.#services));
    verify(this.#verdict === undefined);
  }

  async #authenticate(left: readonly string[] | null, partial: boolean | null, next: NextAuthHandler): Promise<void> {
    const attempt = await this.#authentication.next(left, partial);
    if (attempt) next(attempt);
    else this.#fail(this.#authentication.failure);
  }

  #ready(ended: Promise<HostFailure>): void {
    const { name } = this.#request.target.spec;
    const { method = 'none', key } = this.#authentication.last ?? {};
    const text = `logged in as ${this.#request.target.user} by ${method}${key === undefined ? '' : ` (${key})`}`;
    this.#services.log({ level: 'debug', host: name, text });
    // Not the library's own `destroy`: it leaves alone a stream that was ended, which the host may never answer.
    const destroy = () => void this.#request.stream.destroy();
    this.#settle({ ok: true, value: { client: this.#client, hostKey: this.#hostKey, ended, destroy } });
  }

  #failureOf(error: Error & { readonly level?: string }): HostFailure {
    if (this.#stage === 'authentication') {
      // What was tried is the better answer to "Too many authentication failures".
      return /authentication/i.test(error.message) ? this.#authentication.failure : this.#lostLogin();
    }
    const early = error.level === 'client-socket' || /lost before handshake/i.test(error.message);
    return early ? this.#earlyEnd() : { kind: 'protocol', reason: error.message, ...this.#at };
  }

  // Closed or reset before a word was said: MaxStartups (newer sshd do say it), or a firewall that counts. Worth another try.
  #earlyEnd(): HostFailure {
    const [words = ''] = this.#firstWords.split(/\r?\n/);
    const dropped = /^(Exceeded MaxStartups|Not allowed at this time)/.test(words);
    if (words !== '' && !dropped && !words.startsWith('SSH-')) {
      return { kind: 'protocol', reason: `it says ${JSON.stringify(words)}`, ...this.#at };
    }
    return { kind: 'closed-early', attempts: 1, reason: dropped ? words : this.#reason, ...this.#at };
  }

  // Not `closed-early`: a login is not tried again by itself, lest a wrong password counts twice.
  #lostLogin(): HostFailure {
    return { kind: 'lost', reason: `${this.#reason} (during the login)` };
  }

  #fail(failure: HostFailure): void {
    this.#settle({ ok: false, failure });
  }

  #settle(result: Result<SshSession>): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#patience.end();
    if (!result.ok) {
      this.#client.destroy();
      this.#request.stream.destroy();
    }
    this.#resolve(result);
  }
}
