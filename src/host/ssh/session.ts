// One ssh session over a connected stream: the handshake, the host's key, the login.

import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
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
}

export interface SessionRequest {
  readonly target: SshTarget;
  /** Connected already, to the target's own sshd. */
  readonly stream: Duplex;
  readonly known: readonly KnownHost[];
  /** What is left of the connect timeout. */
  readonly timeoutMs: number;
}

const keepaliveTries = 3;

interface At {
  readonly address: string;
  readonly port: number;
}

/** Logs in over a stream. */
export function openSession(
  { target, stream, known, timeoutMs }: SessionRequest,
  services: HostServices,
): Promise<Result<SshSession>> {
  const { address, port, user } = target;
  const at = { address, port };
  return new Promise((resolve) => {
    const client = new SshClient();
    let stage: 'handshake' | 'authentication' = 'handshake';
    let verdict: HostFailure | undefined;
    let hostKey = '';
    let reason = 'the connection was closed';
    let firstWords = '';
    let settled = false;
    let settleEnded: (failure: HostFailure) => void = () => {};
    const ended = new Promise<HostFailure>((settle) => {
      settleEnded = settle;
    });
    const settle = (result: Result<SshSession>) => {
      if (settled) return;
      settled = true;
      patience.end();
      if (!result.ok) {
        client.destroy();
        stream.destroy();
      }
      resolve(result);
    };
    const fail = (failure: HostFailure) => settle({ ok: false, failure });
    const patience = new Patience(timeoutMs, () =>
      fail({ kind: 'timeout', stage, afterMs: target.connectTimeoutMs, ...at }),
    );
    const authentication = new Authentication(target, services, patience);
    // It stays: a second error without a listener would end the process.
    client.on('error', (error) => {
      // An agent that fails is one key less; the library goes on by itself.
      if (error.level === 'agent') return;
      reason = error.message;
      fail(verdict ?? sessionFailure(error, { stage, authentication, firstWords, at }));
    });
    client.on('handshake', () => {
      stage = 'authentication';
    });
    client.on('change password', () => fail({ kind: 'password-expired', user, ...at }));
    client.on('ready', () => settle({ ok: true, value: { client, hostKey, ended } }));
    client.on('close', () => {
      fail(stage === 'handshake' ? earlyEnd(reason, firstWords, at) : lostLogin(reason));
      settleEnded({ kind: 'lost', reason });
    });
    client.connect({
      sock: stream,
      username: user,
      algorithms: algorithmsFor(
        target.algorithms,
        known.filter((key) => !key.revoked).map((key) => key.type),
      ),
      readyTimeout: 0,
      keepaliveInterval: target.keepaliveMs,
      keepaliveCountMax: keepaliveTries,
      hostVerifier: (key: Buffer, verify: (good: boolean) => void) => {
        hostKey = hostKeyOf(key).fingerprint;
        void patience.during(judgeHostKey(key, target, known, services)).then((judged) => {
          verdict = judged;
          verify(judged === undefined);
        });
      },
      authHandler: (left, partial, next) => {
        void authentication.next(left, partial).then((attempt) => {
          if (attempt) next(attempt);
          else fail(authentication.failure);
        });
      },
    });
    // Beside the library, which keeps silent about what is no ssh.
    stream.once('data', (chunk: Buffer) => {
      firstWords = chunk.toString('latin1', 0, 100);
    });
  });
}

function sessionFailure(
  error: Error & { readonly level?: string },
  now: {
    readonly stage: 'handshake' | 'authentication';
    readonly authentication: Authentication;
    readonly firstWords: string;
    readonly at: At;
  },
): HostFailure {
  const reason = error.message;
  if (now.stage === 'authentication') {
    // What was tried is the better answer to "Too many authentication failures".
    return /authentication/i.test(reason) ? now.authentication.failure : lostLogin(reason);
  }
  const early = error.level === 'client-socket' || /lost before handshake/i.test(reason);
  return early ? earlyEnd(reason, now.firstWords, now.at) : { kind: 'protocol', reason, ...now.at };
}

// Closed or reset before a word was said: MaxStartups (newer sshd do say it), or a firewall that counts. Worth another try.
function earlyEnd(reason: string, firstWords: string, at: At): HostFailure {
  if (firstWords !== '' && !/^SSH-|Exceeded MaxStartups|Not allowed at this time/.test(firstWords)) {
    return { kind: 'protocol', reason: `it says ${JSON.stringify(firstWords.split(/\r?\n/)[0])}`, ...at };
  }
  return {
    kind: 'closed-early',
    attempts: 1,
    reason: firstWords.startsWith('SSH-') || firstWords === '' ? reason : firstWords.trim(),
    ...at,
  };
}

// Not `closed-early`: a login is not tried again by itself, lest a wrong password counts twice.
function lostLogin(reason: string): HostFailure {
  return { kind: 'lost', reason: `${reason} (during the login)` };
}
